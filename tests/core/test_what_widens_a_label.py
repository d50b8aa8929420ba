"""What cannot be shown to be narrower is wider, and then one officer is not enough."""

import pytest

from tocsin.core.labels import Handling, Label, Tlp

RESTRICTED = Label(
    everyone=True,
    tlp=Tlp.GREEN,
    handling=frozenset({Handling.H3}),
    handling_note="ask the owner before any use",
)


@pytest.mark.parametrize("note", ["ask nobody", "ask the owner"])
def test_another_restriction_in_words_is_wider(note: str) -> None:
    assert RESTRICTED.model_copy(update={"handling_note": note}).widens(RESTRICTED)


def test_the_same_restriction_for_fewer_is_narrower() -> None:
    assert not RESTRICTED.model_copy(update={"everyone": False}).widens(RESTRICTED)


def test_a_restriction_where_there_was_none_is_narrower() -> None:
    free = RESTRICTED.model_copy(update={"handling": frozenset(), "handling_note": ""})
    assert not RESTRICTED.widens(free)
    assert free.widens(RESTRICTED)
