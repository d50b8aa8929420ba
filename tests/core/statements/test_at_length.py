"""The properties of this folder once more, at the count that the long run states."""

import pytest
from hypothesis import is_hypothesis_test

from tests.core.statements import (
    test_canonical_spelling,
    test_cards,
    test_keys,
    test_moments,
    test_salted,
    test_signed,
)

MODULES = (test_canonical_spelling, test_cards, test_keys, test_moments, test_salted, test_signed)
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
