"""``tocsin verify`` says what is wrong and where, what is erased, and what nobody can know."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.core.errors import InvalidInput, InvalidStatement, ProofFailed, UnknownKey
from tocsin.node.cli.app import build

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
EXPORT, KEPT = VECTORS / "journal.jsonl", VECTORS / "journal.checkpoint"
CARD = VECTORS / "journal.jsonl.card"


def run(*arguments, data=None):
    said = [str(argument) for argument in arguments]
    app = build(["verify", *said])
    return CliRunner().invoke(app, ["verify", *said], input=data)


def damaged(tmp_path, old, new):
    path = tmp_path / "damaged.jsonl"
    path.write_bytes(EXPORT.read_bytes().replace(old, new, 1))
    return path


def test_a_good_export_is_good_with_the_card_beside_it() -> None:
    said = run(EXPORT)
    assert said.exit_code == 0
    assert "269 entries in 2 epochs under 3 checkpoints: nothing is wrong" in said.output
    assert "oatmeal quarter school" in said.output, "the words to compare by telephone"
    assert "erased  epoch 0, entry 1: actor erased; the proof stands" in said.output
    assert "cannot know" in said.output


def test_a_kept_checkpoint_excludes_rewriting() -> None:
    said = run(EXPORT, "--key", CARD, "--checkpoint", KEPT)
    assert said.exit_code == 0
    assert "cannot know" not in said.output


def test_a_checkpoint_is_kept_at_one_visit_and_given_at_the_next(tmp_path) -> None:
    kept = tmp_path / "kept.txt"
    assert run(EXPORT, "--keep", kept).exit_code == 0
    assert kept.read_text().startswith("tocsin/journal/")
    assert "cannot know" not in run(EXPORT, "--checkpoint", kept).output


def test_nothing_is_kept_of_what_is_wrong(tmp_path) -> None:
    kept = tmp_path / "kept.txt"
    changed = damaged(tmp_path, b"record.look", b"record.loop")
    assert run(changed, "--key", CARD, "--keep", kept).exit_code == 1
    assert not kept.exists()


def test_the_last_checkpoint_line_of_an_export_serves_as_well(tmp_path) -> None:
    kept = tmp_path / "line"
    kept.write_bytes(EXPORT.read_bytes().splitlines(keepends=True)[-2])
    assert "cannot know" not in run(EXPORT, "--checkpoint", kept).output
    kept.write_text("{}")
    assert isinstance(run(EXPORT, "--checkpoint", kept).exception, InvalidInput)


def test_a_changed_entry_is_named_and_the_exit_code_says_so(tmp_path) -> None:
    said = run(damaged(tmp_path, b"record.look", b"record.loop"), "--key", CARD)
    assert said.exit_code == 1
    assert "WRONG   epoch 0, entry 0: the leaf does not have the hash" in said.output


def test_many_findings_are_counted_and_all_listed_on_demand() -> None:
    data = EXPORT.read_bytes().replace(b"border check", b"border chess")
    short, long = run("-", "--key", CARD, data=data), run("-", "--key", CARD, "--all", data=data)
    assert short.output.count("WRONG") == 20
    assert "and 247 more" in short.output
    assert long.output.count("WRONG") == 267


def test_standard_input_needs_a_card() -> None:
    assert isinstance(run("-", data=b"").exception, InvalidInput)


def test_what_cannot_be_read_is_named(tmp_path) -> None:
    for arguments in (
        (tmp_path / "none.jsonl", "--key", CARD),
        (EXPORT, "--key", tmp_path / "none"),
        (EXPORT, "--checkpoint", tmp_path / "none"),
    ):
        assert "none" in str(run(*arguments).exception)


@pytest.mark.parametrize("data", [b"", b"{}", b"not a card"])
def test_what_is_no_card_is_refused(tmp_path, data) -> None:
    card = tmp_path / "card"
    card.write_bytes(data)
    assert isinstance(run(EXPORT, "--key", card).exception, InvalidStatement)


def test_a_checkpoint_that_the_log_did_not_sign_is_refused(tmp_path) -> None:
    kept = tmp_path / "kept"
    kept.write_text(KEPT.read_text().replace("\u2014 tocsin", "\u2014 token"))
    assert isinstance(run(EXPORT, "--checkpoint", kept).exception, UnknownKey)


def test_a_cosignature_is_asked_for_by_the_witness_s_card(tmp_path) -> None:
    from datetime import UTC, datetime, timedelta
    from uuid import UUID

    from tocsin.core.ledger.checkpoint import parse, witness_name
    from tocsin.core.statements import cards
    from tocsin.core.statements.keys import SealingKey, SigningKey

    witness, key = UUID("8f2d4c1e-0b6a-4f3d-9a57-3c5e1d7b9a02"), SigningKey(b"\x21" * 32)
    root, at = SigningKey(b"\x22" * 32), datetime(2026, 1, 6, tzinfo=UTC)
    node = cards.certify(
        root,
        bureau=witness,
        signing=key.public,
        sealing=SealingKey(b"\x23" * 32).public,
        not_before=at - timedelta(days=1),
        not_after=at + timedelta(days=90),
    )
    log = cards.Journal(f"tocsin/journal/{witness}", (cards.LogKey(0, root.public),))
    card = cards.issue(
        root, bureau=witness, code="UTO", name="Witness", at=at, journal=log, nodes=[node]
    )
    (tmp_path / "witness.card").write_bytes(card.encode())
    _state, note = parse(KEPT.read_bytes())
    seen = note.cosigned_by(witness_name(witness), key, at)
    (tmp_path / "seen").write_text(seen.render(), encoding="utf-8")
    asked = ["--key", CARD, "--cosigner", tmp_path / "witness.card"]
    good = run(EXPORT, *asked, "--checkpoint", tmp_path / "seen")
    assert good.exit_code == 0, good.output
    assert "cosigned by UTO at 2026-01-06" in good.output
    assert "cannot know" not in good.output
    assert isinstance(run(EXPORT, *asked, "--checkpoint", KEPT).exception, ProofFailed)
