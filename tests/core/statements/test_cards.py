"""A card is signed by its root, names the keys that count at a moment, and forgets none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import InvalidInput, InvalidStatement, ProofFailed, UnknownKey
from tocsin.core.statements import cards, signed
from tocsin.core.statements.keys import SealingKey, SigningKey

BUREAU = UUID("8f2d4c1e-0b6a-4f3d-9a57-3c5e1d7b9a02")
NOW = datetime(2026, 11, 21, 5, 28, tzinfo=UTC)
ROOT, FIRST, SECOND, LOG, STRANGER = (SigningKey(bytes([n]) * 32) for n in range(1, 6))
SEALING = SealingKey(bytes([9]) * 32).public
QUARTER = timedelta(days=90)


def node(key=FIRST, begin=NOW, root=ROOT, bureau=BUREAU):
    return cards.certify(
        root,
        bureau=bureau,
        signing=key.public,
        sealing=SEALING,
        not_before=begin,
        not_after=begin + QUARTER,
    )


def issue(root=ROOT, **changes):
    facts = {
        "bureau": BUREAU,
        "code": "UTO",
        "name": "Utopian National Bureau",
        "at": NOW,
        "journal": cards.Journal("tocsin/journal/x", (cards.LogKey(0, LOG.public),)),
        "nodes": [node(root=root)],
    }
    return cards.issue(root, **(facts | changes))


def test_a_card_is_read_back_as_it_was_issued() -> None:
    card = issue()
    assert cards.decode(card.encode()) == card
    assert (card.code, card.serial, card.root) == ("UTO", 1, ROOT.public)


def test_keys_count_within_their_validity_and_until_revoked() -> None:
    later = NOW + timedelta(days=30)
    card = issue(revoked=[cards.Revocation(FIRST.public.id, later, "lost laptop")])
    assert list(card.keys(NOW)) == [FIRST.public.id]
    assert card.keys(NOW - timedelta(seconds=1)) == {}
    assert card.keys(later) == {}
    assert list(card.keys(later - timedelta(milliseconds=1))) == [FIRST.public.id]


def test_a_rotated_key_still_verifies_what_it_signed_in_its_time() -> None:
    said = signed.sign({"type": "receipt", "schema": "receipt@1"}, FIRST)
    card = issue(serial=2, nodes=[node(), node(SECOND, NOW + QUARTER)])
    assert card.read(said, NOW).type == "receipt"
    with pytest.raises(UnknownKey):
        card.read(said, NOW + QUARTER)


def test_the_words_are_of_the_root_and_bureau_and_not_of_the_rest() -> None:
    card = issue()
    assert len(card.words()) == 10
    assert card.words() == issue(serial=2, name="Renamed").words()
    assert card.words() != issue(STRANGER).words()
    assert card.words() != issue(bureau=UUID(int=7), nodes=[]).words()


def test_a_newer_card_replaces_an_older_one() -> None:
    issue(serial=2, nodes=[node(), node(SECOND)]).replaces(issue())


@pytest.mark.parametrize(
    "changes",
    [
        {"serial": 1},
        {"serial": 2, "nodes": []},
        {"serial": 2, "journal": cards.Journal("tocsin/journal/y", (cards.LogKey(0, LOG.public),))},
        {
            "serial": 2,
            "journal": cards.Journal("tocsin/journal/x", (cards.LogKey(0, STRANGER.public),)),
        },
    ],
)
def test_a_card_that_is_older_or_forgets_is_refused(changes) -> None:
    with pytest.raises(ProofFailed):
        issue(**changes).replaces(issue())


def test_a_revocation_is_never_taken_back() -> None:
    revoked = issue(serial=2, revoked=[cards.Revocation(FIRST.public.id, NOW, "stolen")])
    with pytest.raises(ProofFailed):
        issue(serial=3).replaces(revoked)


def test_another_roots_card_never_replaces_ours() -> None:
    with pytest.raises(ProofFailed):
        issue(STRANGER, serial=9).replaces(issue())


def test_a_node_key_certified_by_another_root_or_for_another_bureau_is_refused() -> None:
    with pytest.raises(UnknownKey):
        issue(nodes=[node(root=STRANGER)])
    with pytest.raises(InvalidStatement):
        issue(nodes=[node(bureau=UUID(int=7))])


def test_a_certificate_is_not_taken_for_a_card() -> None:
    with pytest.raises(InvalidStatement):
        cards.decode(node().certificate.to_text().encode())


def test_each_epoch_of_the_journal_has_the_key_of_its_time() -> None:
    keys = (cards.LogKey(0, LOG.public), cards.LogKey(3, SECOND.public))
    journal = issue(journal=cards.Journal("tocsin/journal/x", keys)).journal
    assert [journal.key(epoch) for epoch in (0, 2, 3, 9)] == [
        LOG.public, LOG.public, SECOND.public, SECOND.public,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"journal": cards.Journal("two words", (cards.LogKey(0, LOG.public),))},
        {"journal": cards.Journal("a+b", (cards.LogKey(0, LOG.public),))},
        {"journal": cards.Journal("x", ())},
        {"journal": cards.Journal("x", (cards.LogKey(1, LOG.public),))},
        {"code": ""},
        {"code": "A" * 13},
        {"name": "line\nbreak"},
        {"serial": 0},
    ],
)
def test_a_card_nobody_would_take_is_not_issued(changes) -> None:
    with pytest.raises(InvalidStatement):
        issue(**changes)


def test_a_node_key_must_end_after_it_begins() -> None:
    with pytest.raises(InvalidInput):
        cards.certify(
            ROOT,
            bureau=BUREAU,
            signing=FIRST.public,
            sealing=SEALING,
            not_before=NOW,
            not_after=NOW,
        )


CARD = issue().encode()


@given(st.integers(0, len(CARD) - 2), st.integers(0, 7))
def test_any_flipped_bit_is_found(place, bit) -> None:
    data = bytearray(CARD)
    data[place] ^= 1 << bit
    with pytest.raises((InvalidInput, ProofFailed)):
        cards.decode(bytes(data))


@given(st.binary(max_size=100))
def test_any_bytes_are_refused(data) -> None:
    with pytest.raises(InvalidStatement):
        cards.decode(data)


def test_a_card_is_a_value() -> None:
    card = issue()
    assert replace(card) == card
