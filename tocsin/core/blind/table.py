"""The asked side's table: one short tag for each key, among as many dummies as its step takes.

A tag is the beginning of the key's output under a secret that only the asked side has. Without
asking, nobody can tell a tag from a dummy, nor try whether a name is behind it.
"""

from collections.abc import Callable, Iterable

import numpy as np

from tocsin.core.blind import oprf
from tocsin.core.blind.sizes import LARGEST_TABLE, SMALLEST_TABLE, table_for
from tocsin.core.errors import MalformedFile, TooLarge

TAG = 8  # bytes: a false hit among 1,024 questions to 131,072 tags has a chance of 7 in 10^12

WITNESS = 24  # bytes of an output: its tag, and sixteen that only who asked, or was asked, knows


def tag(output: bytes) -> bytes:
    """Return the tag of a key's output."""
    return output[:TAG]


def witness(output: bytes) -> bytes:
    """Return what shows that a key was evaluated under the table's secret."""
    return output[:WITNESS]


class Table:
    """Tags in rising order; one object for either side, for it holds no secret."""

    __slots__ = ("_tags", "data")

    def __init__(self, data: bytes) -> None:
        """Read a table; raises MalformedFile unless it has a step's size and rises."""
        count = len(data) // TAG
        if len(data) > LARGEST_TABLE * TAG:
            raise TooLarge("a table has at most {most} tags", most=LARGEST_TABLE, place="table")
        if len(data) % TAG or count < SMALLEST_TABLE or count & (count - 1):
            raise MalformedFile("has not the size of any table", place="table")
        self.data = data
        self._tags = np.frombuffer(data, dtype=">u8").astype(np.uint64)
        if not bool(np.all(self._tags[1:] > self._tags[:-1])):
            raise MalformedFile("its tags do not rise", place="table")

    @classmethod
    def make(cls, tags: Iterable[bytes], random: Callable[[int], bytes]) -> "Table":
        """Return a table of these tags and of dummies up to the next step."""
        found = set(tags)
        size = table_for(len(found))
        while len(found) < size:
            found.update(random(TAG) for _ in range(size - len(found)))
        return cls(b"".join(sorted(found)))

    def __len__(self) -> int:
        """Return how many tags it has, dummies with them."""
        return len(self._tags)

    def has(self, outputs: list[bytes]) -> list[bool]:
        """Say of each output whether its tag is in the table."""
        if not outputs:
            return []
        wanted = np.frombuffer(b"".join(map(tag, outputs)), dtype=">u8").astype(np.uint64)
        places = np.searchsorted(self._tags, wanted)
        places[places == len(self._tags)] = 0
        return [bool(found) for found in self._tags[places] == wanted]


def tags_of(key: oprf.KeyPair, data: Iterable[bytes]) -> Iterable[bytes]:
    """Yield the tag of each key under this secret: about a hundred microseconds each."""
    return (tag(oprf.output(key, one)) for one in data)
