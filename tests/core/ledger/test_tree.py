"""The tree is that of RFC 6962, however it is grown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput
from tocsin.core.ledger.tree import EMPTY_ROOT, Frontier, fold, leaf_hash, node_hash, root

# The eight leaves and the roots over the first n of them that certificate transparency tests with.
LEAVES = [
    leaf_hash(bytes.fromhex(data))
    for data in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def by_definition(hashes):
    """RFC 6962, 2.1, word for word."""
    if not hashes:
        return EMPTY_ROOT
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(by_definition(hashes[:k]), by_definition(hashes[k:]))


@pytest.mark.parametrize("size", range(9))
def test_the_known_roots_come_out(size) -> None:
    assert root(LEAVES[:size]).hex() == ROOTS[size]


@given(st.lists(st.integers(0, 40), max_size=6))
def test_any_way_of_growing_gives_the_defined_root(steps) -> None:
    hashes = [leaf_hash(bytes([n % 256])) for n in range(sum(steps))]
    at_once, one_by_one, done = Frontier(), Frontier(), 0
    for step in steps:
        at_once.extend(hashes[done : done + step])
        done += step
    for found in hashes:
        one_by_one.append(found)
    assert at_once.root() == one_by_one.root() == by_definition(hashes)
    assert at_once.peaks == one_by_one.peaks


@given(st.integers(0, 300), st.integers(0, 50))
def test_a_frontier_goes_on_from_its_bytes(size, more) -> None:
    hashes = [leaf_hash(n.to_bytes(2, "big")) for n in range(size + more)]
    frontier = Frontier()
    frontier.extend(hashes[:size])
    again = Frontier.from_bytes(size, frontier.to_bytes())
    again.extend(hashes[size:])
    assert again.root() == by_definition(hashes)
    assert frontier.size == size


def test_a_copy_grows_alone() -> None:
    frontier = Frontier()
    frontier.extend(LEAVES[:3])
    grown = frontier.copy()
    grown.append(LEAVES[3])
    assert (frontier.root().hex(), grown.root().hex()) == (ROOTS[3], ROOTS[4])


@pytest.mark.parametrize(("size", "data"), [(1, b""), (2, bytes(64)), (-1, b""), (1, bytes(31))])
def test_peaks_that_cannot_be_are_refused(size, data) -> None:
    with pytest.raises(InvalidInput):
        Frontier.from_bytes(size, data)


def test_a_leaf_can_never_be_taken_for_a_node() -> None:
    pair = LEAVES[0] + LEAVES[1]
    assert leaf_hash(pair) != node_hash(LEAVES[0], LEAVES[1]) == fold(LEAVES[:2])
