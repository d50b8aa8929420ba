"""Checkpoints are C2SP signed notes: other people's tools read ours, and ours read theirs."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.ledger.exports import BUREAU, LOG, NEXT_LOG, card
from tocsin.core.errors import InvalidStatement, ProofFailed, UnknownKey
from tocsin.core.ledger import checkpoint, note
from tocsin.core.ledger.checkpoint import Checkpoint, origin
from tocsin.core.ledger.tree import EMPTY_ROOT
from tocsin.core.statements import octets
from tocsin.core.statements.keys import VerifyKey

JOURNAL = card(LOG, NEXT_LOG).journal
WITNESS = NEXT_LOG
AT = datetime(2026, 11, 21, 5, 28, tzinfo=UTC)
STATE = Checkpoint(origin(BUREAU), 0, 300, bytes(range(32)))


def test_the_published_example_of_a_signed_note_verifies() -> None:
    """Key, text and signature from the documentation of Go's sumdb/note package."""
    key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    name, found, data = key.split("+", 2)
    public = VerifyKey(octets.from_text(data, place="key")[1:])
    assert note.verifier(name, public) == key
    assert note.key_hash(name, public, note.ED25519).hex() == found
    note.parse(
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqd"
        "ngotpRZb6KE6RyyBwJnAM=\n"
    ).verify(name, public)


def test_a_checkpoint_is_read_back() -> None:
    text = STATE.sign(LOG).render()
    assert checkpoint.verify(text, JOURNAL) == STATE
    assert text.startswith(
        f"tocsin/journal/{BUREAU}/0\n300\n{octets.to_text(STATE.root)}\n\n\u2014 "
    )


def test_each_epoch_is_signed_by_the_key_of_its_time() -> None:
    later = Checkpoint(origin(BUREAU), 1, 300, bytes(32))
    assert checkpoint.verify(later.sign(NEXT_LOG).render(), JOURNAL) == later
    for state, key in ((STATE, NEXT_LOG), (later, LOG)):
        with pytest.raises(UnknownKey):
            checkpoint.verify(state.sign(key).render(), JOURNAL)


def test_a_checkpoint_of_another_log_is_refused() -> None:
    with pytest.raises(ProofFailed):
        checkpoint.verify(Checkpoint("other/log", 0, 1, bytes(32)).sign(LOG).render(), JOURNAL)


def test_a_witness_says_when_it_saw_the_state() -> None:
    seen = STATE.sign(LOG).cosigned_by("mda.example/witness", WITNESS, AT)
    again = note.parse(seen.render())
    assert again == seen
    assert again.cosigned_at("mda.example/witness", WITNESS.public) == int(AT.timestamp())
    assert checkpoint.verify(seen.render(), JOURNAL) == STATE
    with pytest.raises(UnknownKey):
        again.cosigned_at("mda.example/witness", LOG.public)
    with pytest.raises(UnknownKey):
        again.verify("mda.example/witness", WITNESS.public)


def test_a_cosignature_moved_to_another_state_fails() -> None:
    seen = STATE.sign(LOG).cosigned_by("mda.example/witness", WITNESS, AT)
    other = Checkpoint(origin(BUREAU), 0, 301, STATE.root).sign(LOG)
    moved = note.Note(other.text, seen.lines)
    with pytest.raises(ProofFailed):
        moved.cosigned_at("mda.example/witness", WITNESS.public)


def test_lines_of_keys_we_do_not_know_are_passed_over() -> None:
    text = STATE.sign(LOG).render() + f"\u2014 stranger {octets.to_text(bytes(20))}\n"
    assert checkpoint.verify(text, JOURNAL) == STATE


def test_extension_lines_are_signed_and_mean_nothing() -> None:
    extended = note.Note(STATE.text() + "an extension\n").signed_by(STATE.name, LOG)
    assert checkpoint.verify(extended.render(), JOURNAL) == STATE


TEXT = STATE.sign(LOG).render()


@given(st.integers(0, len(TEXT.encode()) - 1), st.integers(0, 7))
def test_any_flipped_bit_is_found(place, bit) -> None:
    data = bytearray(TEXT.encode())
    data[place] ^= 1 << bit
    with pytest.raises((InvalidStatement, ProofFailed)):
        checkpoint.verify(bytes(data), JOURNAL)


@given(st.text(max_size=80) | st.binary(max_size=80))
def test_anything_is_a_note_or_refused(data) -> None:
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")
    try:
        found = note.parse(data)
    except InvalidStatement:
        return
    assert found.render().encode() == data


@pytest.mark.parametrize(
    "lines",
    [
        ["x"], ["x/0"], ["x/0", "1"], ["x", "1", octets.to_text(bytes(32))],
        ["/0", "1", octets.to_text(bytes(32))], ["x/00", "1", octets.to_text(bytes(32))],
        ["x/0", "01", octets.to_text(bytes(32))], ["x/0", "-1", octets.to_text(bytes(32))],
        ["x/0", "1", octets.to_text(bytes(31))], ["x/0", "0", octets.to_text(bytes(32))],
        ["x/0", "1", "root"], ["x/0", "1", octets.to_text(bytes(32)), ""],
    ],
)  # fmt: skip
def test_a_text_that_is_no_checkpoint_is_refused(lines) -> None:
    text = note.Note("\n".join(lines) + "\n").signed_by("x", LOG).render()
    with pytest.raises(InvalidStatement):
        checkpoint.parse(text)


def test_an_empty_log_has_the_empty_root() -> None:
    empty = Checkpoint(origin(BUREAU), 0, 0, EMPTY_ROOT)
    assert checkpoint.parse(empty.sign(LOG).render())[0] == empty
