"""What cannot be shown to be narrower is wider, and then one officer is not enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.labels import Handling, Label, Purpose, Tlp, read_label

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


labels = st.builds(
    lambda **said: (
        Label(**said) if said["handling_note"] else Label(**{**said, "handling": frozenset()})
    ),
    everyone=st.just(False),
    groups=st.just(frozenset()),
    tlp=st.sampled_from(Tlp),
    handling=st.frozensets(st.sampled_from(Handling)),
    handling_note=st.text("abc; ", max_size=200),
    purposes=st.frozensets(st.sampled_from(Purpose)),
    forward=st.just(False),
)


@given(labels, labels, st.booleans())
def test_what_a_source_demands_never_widens_and_is_added_once(label, demand, everyone):
    if label.tlp.rank < Tlp.AMBER_STRICT.rank:
        label = label.model_copy(update={"everyone": everyone})
    under = label.under(demand)
    assert read_label(under.plain()) == under
    assert under.tlp.rank >= max(label.tlp.rank, demand.tlp.rank)
    assert under.handling - {Handling.H0} >= (label.handling | demand.handling) - {Handling.H0}
    assert under.handling_note.startswith(label.handling_note)
    assert not label.purposes or (under.purposes and under.purposes <= label.purposes)
    assert under.under(demand) == under
    if Handling.H3 not in label.handling or under.handling_note == label.handling_note:
        assert not under.widens(label)
