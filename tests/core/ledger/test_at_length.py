"""The properties of this folder once more, at the count that the long run states."""

import pytest
from hypothesis import is_hypothesis_test

from tests.core.ledger import (
    test_hostile_exports,
    test_leaves,
    test_notes,
    test_proofs,
    test_tree,
)

MODULES = (test_hostile_exports, test_leaves, test_notes, test_proofs, test_tree)
PROPERTIES = [
    found
    for module in MODULES
    for found in vars(module).values()
    if callable(found) and is_hypothesis_test(found)
]


@pytest.mark.long
@pytest.mark.parametrize("promise", PROPERTIES, ids=lambda promise: promise.__name__)
def test_it_holds_at_length(promise) -> None:
    promise()
