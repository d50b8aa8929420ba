"""The asker's half: keys blinded and filled up with dummies, then the answer verified and read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tocsin.core.blind import group, oprf
from tocsin.core.blind.sizes import batch_for
from tocsin.core.blind.table import Table, witness
from tocsin.core.blind.wire import split
from tocsin.core.errors import ProofFailed


@dataclass(frozen=True, slots=True)
class Asking:
    """One question while it is under way. ``message`` is what the other side gets to see."""

    inputs: tuple[bytes, ...]
    count: int  # of the inputs that are keys; the rest are dummies
    scalars: tuple[bytes, ...]
    blinded: tuple[bytes, ...]

    @property
    def message(self) -> bytes:
        """The elements, one after another."""
        return b"".join(self.blinded)

    def __repr__(self) -> str:
        return f"Asking({self.count} keys in {len(self.inputs)} elements)"


def ask(inputs: Sequence[bytes], random: Callable[[int], bytes]) -> Asking:
    """Return these keys blinded, each with a scalar of its own; raises TooLarge for too many."""
    size = batch_for(len(inputs))
    filled = (*inputs, *(random(group.LENGTH) for _ in range(size - len(inputs))))
    scalars = tuple(group.random_scalar(random) for _ in filled)
    blinded = tuple(oprf.blind(data, scalar) for data, scalar in zip(filled, scalars, strict=True))
    return Asking(filled, len(inputs), scalars, blinded)


def learn(asking: Asking, public: bytes, reply: bytes, table: Table) -> list[bytes]:
    """Return for each key its witness if it is in the table, else nothing; the same work for all.

    A witness shows the other side that the key was asked: the table alone does not hold it.

    Raises InvalidInput for a reply that is none, ProofFailed for one that is not under the key.
    """
    group.check(public, "public")
    evaluated, proof = split(reply, proof=oprf.PROOF)
    if len(evaluated) != len(asking.blinded):
        raise ProofFailed("answers another number of elements than was asked", place="elements")
    oprf.verify(public, asking.blinded, evaluated, proof)
    outputs = [
        oprf.finalize(data, scalar, element)
        for data, scalar, element in zip(asking.inputs, asking.scalars, evaluated, strict=True)
    ]
    found = table.has(outputs)[: asking.count]
    return [witness(one) if hit else b"" for one, hit in zip(outputs, found, strict=False)]
