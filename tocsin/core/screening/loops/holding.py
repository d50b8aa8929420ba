"""What loops are asked with again and again, held for them: told once of what types it all is.

An argument is looked at whenever a loop is called, each of its arrays, and wrapped for the loop;
of a hundred arrays that costs more than a short answer. What is held is one argument.
"""

from numba import njit, types
from numba.experimental import structref


@structref.register
class _HeldType(types.StructRef):
    """The type of all things held; the types of its fields tell them apart."""

    def preprocess_fields(self, fields):
        return tuple((name, types.unliteral(field)) for name, field in fields)


class Held(structref.StructRefProxy):
    """Things held: ``all`` of them, where a loop takes them out."""

    __slots__ = ()


structref.define_proxy(Held, _HeldType, ["all"])


@njit(cache=True)
def hold(things):
    """Return arrays, in tuples of tuples, as one argument."""
    return Held(things)


@njit(cache=True)
def hold_beside(held, things):
    """Return what is held already, and further ``things``, as one argument.

    They are given apart: of a tuple with something held in it each array takes a microsecond.
    """
    return Held((held, things))
