"""The golden export verifies today as on the day it was made, for ever."""

from pathlib import Path

import pytest

from tocsin.core.ledger.report import Rewriting
from tocsin.core.ledger.verify import verify
from tocsin.core.statements.cards import decode

FOLDER = Path(__file__).resolve().parents[2] / "vectors"
CARD = decode((FOLDER / "journal.jsonl.card").read_bytes())


def test_it_verifies_with_its_card_and_a_kept_checkpoint() -> None:
    kept = (FOLDER / "journal.checkpoint").read_bytes()
    with (FOLDER / "journal.jsonl").open("rb") as stream:
        found = verify(stream, CARD, kept)
    assert found.ok, found.findings
    assert (found.entries, found.epochs, found.checkpoints) == (269, 2, 3)
    assert (found.erased_entries, found.erased_parts, found.erased_rows) == (2, 4, 1)
    assert found.rewriting is Rewriting.EXCLUDED


@pytest.mark.parametrize("erased", [1, 2])
def test_it_calls_erased_what_is_erased(erased) -> None:
    with (FOLDER / "journal.jsonl").open("rb") as stream:
        found = verify(stream, CARD)
    assert f"epoch 0, entry {erased}" in {finding.place for finding in found.erased}
