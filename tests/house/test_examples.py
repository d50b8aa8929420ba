"""The examples run as they are printed, and the independent verifier agrees with ours."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.house.tree import ROOT
from tocsin.core.ledger import export, leaf
from tocsin.core.ledger.checkpoint import Checkpoint, origin
from tocsin.core.ledger.tree import Frontier
from tocsin.core.statements import cards
from tocsin.core.statements.keys import SigningKey

BUREAU = UUID("6f0c1b0e-6f55-4a53-9d3a-3a9a2a1f6a01")
BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)
LOG_KEY = SigningKey(b"\x07" * 32)


def _card() -> bytes:
    journal = cards.Journal(origin(BUREAU), (cards.LogKey(0, LOG_KEY.public),))
    return cards.issue(
        SigningKey(b"\x05" * 32),
        bureau=BUREAU,
        code="UTO",
        name="Utopian Bureau",
        at=BEGIN,
        journal=journal,
        nodes=[],
    ).encode()


def _journal(count: int) -> list[bytes]:
    tree, lines = Frontier(), [export.header(BUREAU), export.epoch(0)]
    for number in range(count):
        made = leaf.make(
            id=UUID(int=number + 1),
            at=BEGIN + timedelta(seconds=number),
            verb="check.run",
            log=BUREAU,
            realm="live",
            parts={"actor": f"officer {number}", "purpose": "border check", "query": None},
            rows=[{"name": "A"}, {"name": "B"}] if number == 2 else (),
            random=lambda size: b"\x01" * size,
        )
        parts = {name: (p.salt, p.text) for name, p in made.parts.items()}
        erased = ["actor"] if number == 1 else []
        for name in erased:
            del parts[name]
        lines.append(
            export.entry(
                number, made.data.decode(), made.hash, parts, erased=erased, rows=len(made.rows)
            )
        )
        lines += [export.row(i, row) for i, row in enumerate(made.rows)]
        tree.append(made.hash)
    signed = Checkpoint(origin(BUREAU), 0, tree.size, tree.root()).sign(LOG_KEY)
    return [*lines, export.checkpoint(signed.render(), tree.peaks), export.end(count, 1)]


def _verify(folder: Path, lines: list[bytes], *more: str) -> subprocess.CompletedProcess[str]:
    (folder / "journal.jsonl").write_bytes(b"".join(lines))
    (folder / "card").write_bytes(_card())
    script = ROOT / "examples" / "verify_journal.py"
    command = [sys.executable, str(script), "journal.jsonl", "card", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_independent_verifier_accepts_an_honest_journal(tmp_path: Path) -> None:
    done = _verify(tmp_path, _journal(9))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "nothing is wrong" in done.stdout
    assert "cannot know" in done.stdout


@pytest.mark.parametrize("line", range(2, 15))
def test_the_independent_verifier_finds_a_line_taken_out(tmp_path: Path, line: int) -> None:
    lines = _journal(9)
    done = _verify(tmp_path, lines[:line] + lines[line + 1 :])
    assert done.returncode == 1, f"{lines[line]!r} can be taken out unseen: {done.stdout}"


def test_the_independent_verifier_finds_a_shorter_journal_by_a_kept_checkpoint(
    tmp_path: Path,
) -> None:
    tree = Frontier()
    tree.extend([b"\0" * 32] * 40)
    kept = Checkpoint(origin(BUREAU), 0, 40, tree.root()).sign(LOG_KEY).render()
    (tmp_path / "kept").write_text(kept, encoding="utf-8")
    done = _verify(tmp_path, _journal(9), "kept")
    assert done.returncode == 1
    assert "shorter" in done.stdout


@pytest.mark.parametrize("said", [b'"sows":2', b'"rows":3', b'"rows":1'])
def test_the_independent_verifier_counts_the_rows_of_an_entry(tmp_path: Path, said: bytes) -> None:
    lines = [line.replace(b'"rows":2', said) for line in _journal(9)]
    assert lines != _journal(9)
    done = _verify(tmp_path, lines)
    assert done.returncode == 1
    assert "counts other rows" in done.stdout


@given(data=st.data())
def test_no_flipped_digit_passes_the_independent_verifier(data: st.DataObject) -> None:
    sys.path.insert(0, str(ROOT / "examples"))
    import json

    import verify_journal

    lines = _journal(9)
    index = data.draw(st.integers(2, 10))
    place = data.draw(st.integers(0, len(lines[index]) - 2))
    line = bytearray(lines[index])
    line[place] ^= 1 << data.draw(st.integers(0, 6))
    lines[index] = bytes(line)
    card = json.loads(json.loads(_card())["statement"])
    try:
        found = list(verify_journal.Reader(card, None).faults([json.loads(x) for x in lines]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return
    assert found, f"unseen: {lines[index]!r}"
