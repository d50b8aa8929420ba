"""The Merkle tree of RFC 6962, section 2.1, grown from the right in bounded memory.

A frontier keeps only the roots of the complete subtrees left to right (the compact range), which
is enough to go on and to state the root; proofs ask a callable for complete subtrees.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from tocsin.core.errors import InvalidInput

EMPTY_ROOT = sha256(b"").digest()
HASH_LENGTH = 32


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 of a zero byte and the leaf."""
    return sha256(b"\0" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two children: SHA-256 of a one byte and both hashes."""
    return sha256(b"\1" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over these hashes, whose count must be a power of two."""
    level = list(hashes)
    while len(level) > 1:
        pairs = iter(level)
        level = [
            sha256(b"\1" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)
        ]
    return level[0]


class Frontier:
    """The compact range of the first ``size`` leaves; ``peaks`` holds its roots, largest first."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if size < 0 or len(self.peaks) != size.bit_count():
            raise InvalidInput(
                "a tree of {size} leaves has {wanted} peaks, not {n}",
                size=size,
                wanted=max(size, 0).bit_count(),
                n=len(self.peaks),
                place="frontier",
            )

    def append(self, leaf: bytes) -> None:
        """Add one leaf by its hash."""
        self._push(leaf, 0)

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add many leaves by their hashes; the same as appending each, and faster."""
        done, count = 0, len(leaves)
        while done < count:
            level = (count - done).bit_length() - 1
            if self.size:
                level = min(level, (self.size & -self.size).bit_length() - 1)
            step = 1 << level
            self._push(fold(leaves[done : done + step]), level)
            done += step

    def root(self) -> bytes:
        """Return the root of the tree so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def copy(self) -> "Frontier":
        """Return a frontier that grows on its own."""
        return Frontier(self.size, self.peaks)

    def to_bytes(self) -> bytes:
        """Return the peaks one after another; with the size this is the whole state."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "Frontier":
        """Return the frontier that ``to_bytes`` gave; raises InvalidInput if it cannot be one."""
        if len(data) % HASH_LENGTH:
            raise InvalidInput("holds a piece of a hash", place="frontier")
        peaks = [data[i : i + HASH_LENGTH] for i in range(0, len(data), HASH_LENGTH)]
        return cls(size, peaks)

    def _push(self, root: bytes, level: int) -> None:
        rest = self.size >> level
        while rest & 1:
            root = node_hash(self.peaks.pop(), root)
            rest >>= 1
        self.peaks.append(root)
        self.size += 1 << level


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over all these leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()
