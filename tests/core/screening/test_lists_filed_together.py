"""Short lists that are filed together stand as each of them filed by itself."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.screening import postings
from tocsin.core.screening.postings import Keyed, keyed

# Few keys, so that they meet within a list and between lists; the greatest of 64 bits among them.
KEYS = st.integers(0, 5) | st.sampled_from([1 << 63, (1 << 64) - 1])
LISTS = st.lists(st.lists(st.tuples(KEYS, st.integers(0, 9)), max_size=30), min_size=1, max_size=12)


def _arrays(pairs):
    keys = np.array([key for key, _ in pairs], dtype=np.uint64)
    return keys, np.array([value for _, value in pairs], dtype=np.int64)


@given(LISTS)
def test_each_list_stands_as_if_filed_alone(lists):
    laid = [_arrays(pairs) for pairs in lists]
    together = keyed(laid)
    assert len(together) == len(lists)
    for found, pairs in zip(together, lists, strict=True):
        wanted = sorted(set(pairs))
        assert list(zip(found.keys.tolist(), found.values.tolist(), strict=True)) == wanted
        assert (found.keys.dtype, found.values.dtype) == (np.uint64, np.uint32)


@given(LISTS)
def test_long_lists_are_filed_one_by_one_and_stand_the_same(lists):
    laid = [_arrays(pairs) for pairs in lists]
    for short, (keys, values) in zip(keyed(laid), laid, strict=True):
        alone = Keyed.of(keys, values)
        assert np.array_equal(short.keys, alone.keys)
        assert np.array_equal(short.values, alone.values)


def test_what_is_long_is_told_by_all_lists(monkeypatch):
    monkeypatch.setattr(postings, "_SHORT", 3)
    calls = []
    of = Keyed.of
    monkeypatch.setattr(Keyed, "of", lambda *x: calls.append(1) or of(*x))
    two = _arrays([(1, 2), (3, 4)])
    keyed([two])
    keyed([two, two])
    assert len(calls) == 2
