"""Makes journal.jsonl, an export of two epochs, with its card and a kept checkpoint."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from tests.core.ledger.exports import LOG, NEXT_LOG, Journal, card  # noqa: E402 - needs the path


def main() -> None:
    journal = Journal().append(3).append(1, rows=3).append(260)
    journal.erase(0, 1, "actor").erase(0, 2, "actor", "purpose", "query")
    journal.erased_rows.add((0, 3, 1))
    kept = journal.checkpoint(size=200)
    journal.close(NEXT_LOG).append(4)
    (HERE / "journal.jsonl").write_bytes(b"".join(journal.lines()))
    (HERE / "journal.jsonl.card").write_bytes(card(LOG, NEXT_LOG).encode())
    (HERE / "journal.checkpoint").write_text(kept)


if __name__ == "__main__":
    main()
