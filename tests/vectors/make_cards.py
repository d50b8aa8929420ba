"""Makes cards.json: a bureau's card, its successor with a rotated and a revoked key, its words."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tocsin.core.ledger.checkpoint import origin
from tocsin.core.statements import cards
from tocsin.core.statements.keys import SealingKey, SigningKey

HERE = Path(__file__).resolve().parent
ROOT, FIRST, SECOND, LOG, NEXT_LOG = (SigningKey(bytes([n]) * 32) for n in range(1, 6))
BUREAU = UUID("8f2d4c1e-0b6a-4f3d-9a57-3c5e1d7b9a02")
BEGIN = datetime(2026, 11, 21, 5, 28, tzinfo=UTC)
QUARTER = timedelta(days=90)


def _node(key: SigningKey, sealing: bytes, begin: datetime) -> cards.NodeKey:
    return cards.certify(
        ROOT,
        bureau=BUREAU,
        signing=key.public,
        sealing=SealingKey(sealing).public,
        not_before=begin,
        not_after=begin + QUARTER,
    )


def main() -> None:
    first = _node(FIRST, bytes([6]) * 32, BEGIN)
    second = _node(SECOND, bytes([7]) * 32, BEGIN + QUARTER)
    log = cards.LogKey(0, LOG.public)
    issued = cards.issue(
        ROOT,
        bureau=BUREAU,
        code="UTO",
        name="Utopian National Bureau",
        at=BEGIN,
        journal=cards.Journal(origin(BUREAU), (log,)),
        nodes=[first],
    )
    successor = cards.issue(
        ROOT,
        bureau=BUREAU,
        code="UTO",
        name="Utopian National Bureau",
        at=BEGIN + QUARTER,
        journal=cards.Journal(origin(BUREAU), (log, cards.LogKey(1, NEXT_LOG.public))),
        nodes=[first, second],
        revoked=[cards.Revocation(FIRST.public.id, BEGIN + QUARTER, "laptop lost")],
        serial=2,
    )
    vectors = {
        "card": issued.encode().decode(),
        "successor": successor.encode().decode(),
        "words": " ".join(issued.words()),
        "keys": {
            at.isoformat(): sorted(successor.keys(at))
            for at in (BEGIN, BEGIN + QUARTER, BEGIN + 2 * QUARTER)
        },
    }
    (HERE / "cards.json").write_text(json.dumps(vectors, indent=1) + "\n")


if __name__ == "__main__":
    main()
