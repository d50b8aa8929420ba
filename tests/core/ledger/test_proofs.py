"""A proof made for one leaf or state proves that one, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput, ProofFailed
from tocsin.core.ledger.proofs import (
    check_consistency,
    check_inclusion,
    consistency,
    inclusion,
    range_root,
)
from tocsin.core.ledger.tree import fold, leaf_hash, root

LEAVES = [leaf_hash(n.to_bytes(2, "big")) for n in range(300)]


def subtree(level, index):
    return fold(LEAVES[index << level : (index + 1) << level])


sizes = st.integers(1, len(LEAVES))


@given(sizes, st.data())
def test_every_leaf_is_proved_in_its_place(size, data) -> None:
    index = data.draw(st.integers(0, size - 1))
    path = inclusion(index, size, subtree)
    check_inclusion(LEAVES[index], index, size, path, root(LEAVES[:size]))


@given(sizes, st.data())
def test_no_leaf_is_proved_in_another_place(size, data) -> None:
    index, claimed = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    path = inclusion(index, size, subtree)
    if index != claimed:
        with pytest.raises(ProofFailed):
            check_inclusion(LEAVES[index], claimed, size, path, root(LEAVES[:size]))


@given(sizes, sizes)
def test_a_state_continues_every_earlier_one(one, other) -> None:
    old, new = sorted((one, other))
    path = consistency(old, new, subtree)
    check_consistency(old, root(LEAVES[:old]), new, root(LEAVES[:new]), path)


@given(sizes, sizes, st.data())
def test_a_damaged_proof_proves_nothing(one, other, data) -> None:
    old, new = sorted((one, other))
    path = consistency(old, new, subtree)
    damage = data.draw(st.sampled_from(["longer", "shorter", "other"]))
    if damage == "longer":
        path = [*path, LEAVES[0]]
    elif path:
        path = path[:-1] if damage == "shorter" else [leaf_hash(b"other"), *path[1:]]
    else:
        return
    with pytest.raises(ProofFailed):
        check_consistency(old, root(LEAVES[:old]), new, root(LEAVES[:new]), path)


@given(sizes, sizes)
def test_a_rewritten_history_is_not_continued(one, other) -> None:
    old, new = sorted((one, other))
    path = consistency(old, new, subtree)
    rewritten = root([leaf_hash(b"other"), *LEAVES[1:old]])
    with pytest.raises(ProofFailed):
        check_consistency(old, rewritten, new, root(LEAVES[:new]), path)


def test_a_proof_is_logarithmic() -> None:
    assert len(inclusion(0, 256, subtree)) == 8
    assert len(consistency(255, 256, subtree)) <= 9
    assert range_root(0, 300, subtree) == root(LEAVES)


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_a_leaf_outside_is_refused(index, size) -> None:
    with pytest.raises(InvalidInput):
        inclusion(index, size, subtree)
    with pytest.raises(ProofFailed):
        check_inclusion(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(0, 5), (6, 5), (-1, 5)])
def test_a_log_never_shrinks(old, new) -> None:
    with pytest.raises(InvalidInput):
        consistency(old, new, subtree)
    with pytest.raises(ProofFailed):
        check_consistency(old, LEAVES[0], new, LEAVES[0], [])
