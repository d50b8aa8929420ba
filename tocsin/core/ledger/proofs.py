"""Inclusion and consistency proofs (RFC 9162, sections 2.1.3 and 2.1.4), made and checked.

Making a proof asks ``subtree(level, index)`` for roots of complete subtrees of 2**level leaves, so
the caller decides what it keeps; checking needs nothing but the proof.
"""

from collections.abc import Callable, Iterator, Sequence

from tocsin.core.errors import InvalidInput, ProofFailed
from tocsin.core.ledger.tree import node_hash

Subtree = Callable[[int, int], bytes]


def inclusion(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves, leaf to root."""
    if not 0 <= index < size:
        raise InvalidInput("leaf {index} is not among the first {size}", index=index, size=size)
    begin, end, path = 0, size, []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            path.append(range_root(middle, end, subtree))
            end = middle
        else:
            path.append(range_root(begin, middle, subtree))
            begin = middle
    return path[::-1]


def consistency(old: int, new: int, subtree: Subtree) -> list[bytes]:
    """Return the proof that the tree of ``new`` leaves begins with the tree of ``old`` leaves."""
    if not 0 < old <= new:
        raise InvalidInput("{new} leaves cannot begin with {old}", new=new, old=old)
    begin, end, path, whole = 0, new, [], True
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append(range_root(middle, end, subtree))
            end = middle
        else:
            path.append(range_root(begin, middle, subtree))
            begin, whole = middle, False
    if not whole:
        path.append(range_root(begin, end, subtree))
    return path[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Return if the leaf hash stands at ``index`` under ``root``; raises ProofFailed."""
    if not 0 <= index < size:
        raise ProofFailed("leaf {index} is not among the first {size}", index=index, size=size)
    found = leaf
    for step, stands_left in _climb(index, size - 1, path):
        found = node_hash(step, found) if stands_left else node_hash(found, step)
    if found != root:
        raise ProofFailed("the inclusion proof does not lead to the root", place=f"leaf {index}")


def check_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Return if the tree under ``new_root`` begins with the one under ``old_root``; ProofFailed."""
    if not 0 < old <= new:
        raise ProofFailed("{new} leaves cannot begin with {old}", new=new, old=old)
    if old == new and not path and old_root == new_root:
        return
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        raise ProofFailed("the consistency proof is empty")
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = steps[0]
    for step, stands_left in _climb(node, last, steps[1:]):
        if stands_left:
            first, second = node_hash(step, first), node_hash(step, second)
        else:
            second = node_hash(second, step)
    if first != old_root or second != new_root:
        raise ProofFailed("the newer tree does not begin with the older one")


def _climb(node: int, last: int, path: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Yield each step with whether it stands to the left; the path must end at the root."""
    for step in path:
        if last == 0:
            raise ProofFailed("the proof is too long")
        stands_left = bool(node & 1) or node == last
        yield step, stands_left
        if stands_left:
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        node, last = node >> 1, last >> 1
    if last:
        raise ProofFailed("the proof is too short")


def range_root(begin: int, end: int, subtree: Subtree) -> bytes:
    """Return the root over the leaves from ``begin`` up to ``end``, where ``begin`` is aligned."""
    count = end - begin
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return subtree(level, begin >> level)
    middle = begin + _split(count)
    return node_hash(range_root(begin, middle, subtree), range_root(middle, end, subtree))


def _split(count: int) -> int:
    """Return the largest power of two below ``count``."""
    return 1 << ((count - 1).bit_length() - 1)
