"""Verification of an export, streamed: offline, from the export and the bureau's card alone.

Each stretch between two signed checkpoints is checked by itself, so that a wrong entry is named,
else its interval, and the next stretch is checked again from the peaks its checkpoint vouches for.
A part that is erased is called erased. Against the log key's own holder only a checkpoint kept
from before helps.
"""

from collections.abc import Callable
from typing import BinaryIO

from tocsin.core.ledger import checkpoint
from tocsin.core.ledger.report import Report
from tocsin.core.ledger.verify.reader import Reader
from tocsin.core.statements.cards import Card

LINE_LIMIT = 16_777_216


def verify(
    stream: BinaryIO,
    card: Card,
    kept: str | bytes | None = None,
    progress: Callable[[int], None] = lambda _entries: None,
) -> Report:
    """Return the report on an export read from ``stream``, in memory that does not grow with it.

    ``kept`` is a checkpoint of this log kept from before; ``progress`` hears the number of entries
    at each checkpoint. Raises ProofFailed or InvalidStatement only if ``kept`` is no checkpoint
    signed by a log key of the card; whatever is wrong with the export is in the report.
    """
    known = None if kept is None else checkpoint.verify(kept, card.journal)
    reader = Reader(card, known, progress)
    while line := stream.readline(LINE_LIMIT):
        reader.line(line)
    return reader.finish()
