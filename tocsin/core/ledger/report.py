"""What a verification found: what is wrong and where, what is erased, what is unknown."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tocsin.core.ledger.checkpoint import Checkpoint
from tocsin.core.sentences import say

LISTED = 1_000  # findings kept one by one; the rest are counted


class Rewriting(StrEnum):
    """Whether the log's own key holder can have cut or rewritten it."""

    EXCLUDED = "excluded"  # up to the size of the kept checkpoint
    FOUND = "found"
    CANNOT_KNOW = "cannot know"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: the stretch of entries it is in, and a sentence."""

    epoch: int | None
    first: int | None
    last: int | None
    sentence: str

    @property
    def place(self) -> str:
        """Where, for people: an entry, an interval, an epoch or the file."""
        if self.epoch is None:
            return say("file")
        if self.first is None:
            return say("epoch {epoch}", epoch=self.epoch)
        if self.last is None or self.last <= self.first:
            return say("epoch {epoch}, entry {first}", epoch=self.epoch, first=self.first)
        return say(
            "epoch {epoch}, entries {first} to {last}",
            epoch=self.epoch,
            first=self.first,
            last=self.last,
        )

    def __str__(self) -> str:
        return say("{where}: {sentence}", where=self.place, sentence=say(self.sentence))


@dataclass(slots=True)
class Report:
    """The outcome. ``ok`` says that nothing is wrong; erased is not wrong."""

    log: UUID
    origin: str
    entries: int = 0
    rows: int = 0
    epochs: int = 0
    checkpoints: int = 0
    erased_entries: int = 0
    erased_parts: int = 0
    erased_rows: int = 0
    erased: list[Finding] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    wrong: int = 0
    last: Checkpoint | None = None
    last_text: str = ""  # the last good checkpoint as signed: what an auditor keeps
    rewriting: Rewriting = Rewriting.CANNOT_KNOW

    @property
    def ok(self) -> bool:
        """Whether everything that can be known is right."""
        return self.wrong == 0

    def find(self, finding: Finding) -> None:
        """Count a finding and list it while there is room."""
        self.wrong += 1
        if len(self.findings) < LISTED:
            self.findings.append(finding)

    def note_erased(self, epoch: int | None, sequence: int, names: tuple[str, ...]) -> None:
        """Count an entry of which these parts are erased."""
        self.erased_entries += 1
        self.erased_parts += len(names)
        if len(self.erased) < LISTED:
            sentence = say("{parts} erased; the proof stands", parts=", ".join(names))
            self.erased.append(Finding(epoch, sequence, sequence, sentence))

    def sentences(self) -> list[str]:
        """Return the outcome in words, the verdict first."""
        said: list[str] = [
            say(
                "{entries} in {epochs} under {checkpoints}: {verdict}",
                entries=_entries(self.entries),
                epochs=say("{n:,} epoch" if self.epochs == 1 else "{n:,} epochs", n=self.epochs),
                checkpoints=say(
                    "{n:,} checkpoint" if self.checkpoints == 1 else "{n:,} checkpoints",
                    n=self.checkpoints,
                ),
                verdict=self._verdict(),
            )
        ]
        if self.erased_entries or self.erased_rows:
            parts, rows = self.erased_parts, self.erased_rows
            said.append(
                say(
                    "erased, not wrong: {parts} of {entries} and {rows} of manifests",
                    parts=say("{n:,} part" if parts == 1 else "{n:,} parts", n=parts),
                    entries=_entries(self.erased_entries),
                    rows=say("{n:,} row" if rows == 1 else "{n:,} rows", n=rows),
                )
            )
        said.append(_REWRITING[self.rewriting])
        return said

    def _verdict(self) -> str:
        if self.ok:
            return say("nothing is wrong")
        return say("{n:,} finding" if self.wrong == 1 else "{n:,} findings", n=self.wrong)


def _entries(number: int) -> str:
    return say("{n:,} entry" if number == 1 else "{n:,} entries", n=number)


_REWRITING = {
    Rewriting.EXCLUDED: say(
        "the kept checkpoint is part of this log: up to it nothing was cut off or"
        " rewritten, not even by the holder of the log's key"
    ),
    Rewriting.FOUND: say(
        "this log does not continue the kept checkpoint: its key's holder cut it off or rewrote it"
    ),
    Rewriting.CANNOT_KNOW: say(
        "cannot know whether the holder of the log's key cut off or rewrote it:"
        " that takes a checkpoint kept from before (--checkpoint)"
    ),
}
