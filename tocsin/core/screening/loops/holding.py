"""What loops are asked with again and again, held for them: told once of what types it all is.

An argument is looked at whenever a loop is called, each of its arrays, and wrapped for the loop;
of a hundred arrays that costs more than a short answer. What is held is one argument.
"""

from numba import njit, types
from numba.core.imputils import impl_ret_borrowed
from numba.experimental import structref
from numba.extending import intrinsic


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


@intrinsic
def frozen(_, array):
    """Return an array as one that is not written to: of one type with what a file maps."""
    kept = array.copy(readonly=True)

    def made(context, builder, _signature, args):
        return impl_ret_borrowed(context, builder, kept, args[0])

    return kept(array), made
