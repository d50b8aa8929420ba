"""What crosses the line: elements of 32 bytes one after another, a reply ended by its proof."""

from tocsin.core.blind import group
from tocsin.core.blind.sizes import BATCHES
from tocsin.core.errors import InvalidInput, TooLarge


def split(message: bytes, *, proof: int) -> tuple[list[bytes], bytes]:
    """Return the elements of a message and the bytes of proof at its end.

    Raises TooLarge or InvalidInput, naming the first element that is none.
    """
    body = len(message) - proof
    if body > BATCHES[-1] * group.LENGTH:
        raise TooLarge("has more than {most} elements", most=BATCHES[-1], place="elements")
    if body <= 0 or body % group.LENGTH:
        raise InvalidInput("must be elements of 32 bytes each", place="elements")
    found = [
        group.check(message[start : start + group.LENGTH], f"element {start // group.LENGTH}")
        for start in range(0, body, group.LENGTH)
    ]
    return found, message[body:]
