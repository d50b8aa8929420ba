"""The journal as a file that anybody verifies with the bureau's card alone, written as it is read.

Only what is under a signed checkpoint goes out; entries that wait for their number stay behind.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

from tocsin.core.ledger import export as lines
from tocsin.core.ledger.checkpoint import INTERVAL
from tocsin.core.ledger.leaf import ROWS, Part
from tocsin.core.ledger.tree import Frontier
from tocsin.rooms.journal.models import Checkpoint, Entry, EntryRow, Epoch


@dataclass(frozen=True, slots=True)
class Exported:
    """How much was written, and the last checkpoint's text: worth keeping elsewhere."""

    entries: int
    epochs: int
    checkpoint: str


def export(log: UUID, write: Callable[[bytes], object], *, since_epoch: int = 0) -> Exported:
    """Write the log from an epoch on, line by line, and return what was written.

    Epochs that were forgotten are left out; the first one written carries their end. Memory does
    not grow with the log, and no transaction is held open.
    """
    write(lines.header(log))
    entries, epochs, kept = 0, 0, ""
    chosen = Epoch.unrestricted.filter(log=log, number__gte=since_epoch, forgotten__isnull=True)
    for epoch in list(chosen.order_by("number")):
        last = epoch.checkpoints.order_by("-size").first()
        write(lines.epoch(epoch.number))
        epochs += 1
        if last is None:
            continue
        for line in _epoch(epoch, last):
            write(line)
        entries, kept = entries + last.size, last.text
    write(lines.end(entries, epochs))
    return Exported(entries, epochs, kept)


def _epoch(epoch: Epoch, last: Checkpoint) -> Iterator[bytes]:
    for begin in range(0, last.size, INTERVAL):
        end = min(begin + INTERVAL, last.size)
        block = Entry.unrestricted.filter(
            log=epoch.log, epoch=epoch.number, sequence__gte=begin, sequence__lt=end
        ).order_by("sequence")
        for entry in block:
            yield from _entry(entry)
        signed = last if end == last.size else epoch.checkpoints.get(size=end)
        peaks = Frontier.from_bytes(signed.size, bytes(signed.peaks)).peaks
        yield lines.checkpoint(signed.text, peaks)


def _entry(entry: Entry) -> Iterator[bytes]:
    assert entry.sequence is not None
    commits = json.loads(entry.leaf)["commits"]
    rows: list[EntryRow] = []
    if ROWS in commits:
        rows = list(EntryRow.unrestricted.filter(entry=entry).order_by("position"))
    yield lines.entry(
        entry.sequence,
        entry.leaf,
        bytes(entry.leaf_hash),
        entry.parts,
        erased=commits.keys() - entry.parts.keys() - {ROWS},
        rows=len(rows),
    )
    for row in rows:
        if row.salt is None or row.text is None:
            yield lines.erased_row(row.position, row.commitment)
        else:
            yield lines.row(row.position, Part(row.salt, row.text))
