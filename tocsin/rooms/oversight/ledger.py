"""The state of the bureau's own log: how long it is, how well sealed, and whether it verifies."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from tocsin.core.errors import TooLarge
from tocsin.core.ledger.report import Report
from tocsin.core.ledger.verify import verify
from tocsin.core.statements import cards
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.journal import export
from tocsin.rooms.journal.models import Entry, EntryQuerySet, Epoch
from tocsin.rooms.journal.proof import latest_checkpoint

VERIFIED_HERE = 500_000  # entries; beyond that it is a job for the command, not for a page
COUNTED_HERE = 100_000  # entries of which those erased are counted for a page
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class State:
    """The figures of the status page."""

    entries: int
    unsequenced: int
    erased: int | None
    waiting_since: datetime | None
    checkpoint: str
    signed: datetime | None

    @property
    def too_long(self) -> bool:
        return self.entries > VERIFIED_HERE


def state(who: Reader) -> State:
    """Return the figures of the reader's own log."""
    log = Entry.unrestricted.of(who.bureau)
    newest = latest_checkpoint(who.bureau)
    waiting = log.unsequenced().count()
    entries = waiting + sum(
        Epoch.unrestricted.filter(log=who.bureau).values_list("size", flat=True)
    )
    return State(
        entries=entries,
        unsequenced=waiting,
        erased=_erased(log) if entries <= COUNTED_HERE else None,
        waiting_since=log.unsequenced().values_list("at", flat=True).first(),
        checkpoint=newest.text if newest else "",
        signed=newest.signed if newest else None,
    )


def _erased(log: EntryQuerySet) -> int:
    """Count the entries of which every part is gone; reads the whole log."""
    return log.filter(parts={}).exclude(leaf__contains='"commits":{}').count()


def written_out(who: Reader) -> BinaryIO:
    """Return the log as its export, rewound, in a nameless file that goes by itself."""
    file: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    export.export(who.bureau, file.write)
    file.seek(0)
    return file


def verified(who: Reader) -> Report:
    """Verify the log against the bureau's card, as anybody could do with the export.

    Raises TooLarge for a log that would keep the page waiting for minutes.
    """
    if Entry.unrestricted.of(who.bureau).count() > VERIFIED_HERE:
        raise TooLarge("this log is long: export it and run tocsin verify on the file")
    card = cards.decode(Bureau.visible_to(who).get(pk=who.bureau).card.encode())
    with written_out(who) as file:
        return verify(file, card)


def chunks(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file piece by piece and close it."""
    with file:
        while piece := file.read(CHUNK):
            yield piece
