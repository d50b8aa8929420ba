"""The asked side's half: every element multiplied by the secret, and the proof that it was.

Nothing here looks at a table: what is done, how long it takes and how long the reply is depend on
the number of elements alone.
"""

from collections.abc import Callable

from tocsin.core.blind import oprf
from tocsin.core.blind.sizes import BATCHES
from tocsin.core.blind.wire import split
from tocsin.core.errors import InvalidInput


def elements(message: bytes) -> list[bytes]:
    """Return the elements of a question, all checked; raises InvalidInput naming the first bad."""
    found, _none = split(message, proof=0)
    if len(found) not in BATCHES:
        raise InvalidInput(
            "a question has {sizes} elements",
            sizes=", ".join(map(str, BATCHES)),
            place="elements",
        )
    return found


def answer(key: oprf.KeyPair, asked: list[bytes], random: Callable[[int], bytes]) -> bytes:
    """Return the reply to checked elements: each under the key, and one proof for all."""
    evaluated = [oprf.evaluate(key, element) for element in asked]
    return b"".join(evaluated) + oprf.prove(key, asked, evaluated, random)
