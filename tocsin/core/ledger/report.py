"""What a verification found: what is wrong and where, what is erased, what is unknown."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from tocsin.core.ledger.checkpoint import Checkpoint

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
            return "file"
        if self.first is None:
            return f"epoch {self.epoch}"
        if self.last is None or self.last <= self.first:
            return f"epoch {self.epoch}, entry {self.first}"
        return f"epoch {self.epoch}, entries {self.first} to {self.last}"

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence}"


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
            sentence = f"{', '.join(names)} erased; the proof stands"
            self.erased.append(Finding(epoch, sequence, sequence, sentence))

    def sentences(self) -> list[str]:
        """Return the outcome in words, the verdict first."""
        said = [
            f"{_count(self.entries, 'entry', 'entries')} in {_count(self.epochs, 'epoch')}"
            f" under {_count(self.checkpoints, 'checkpoint')}: "
            + ("nothing is wrong" if self.ok else _count(self.wrong, "finding")),
        ]
        if self.erased_entries or self.erased_rows:
            said.append(
                f"erased, not wrong: {_count(self.erased_parts, 'part')} of"
                f" {_count(self.erased_entries, 'entry', 'entries')}"
                f" and {_count(self.erased_rows, 'row')} of manifests"
            )
        said.append(_REWRITING[self.rewriting])
        return said


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


_REWRITING = {
    Rewriting.EXCLUDED: "the kept checkpoint is part of this log: up to it nothing was cut off or"
    " rewritten, not even by the holder of the log's key",
    Rewriting.FOUND: "this log does not continue the kept checkpoint: its key's holder cut it off"
    " or rewrote it",
    Rewriting.CANNOT_KNOW: "cannot know whether the holder of the log's key cut off or rewrote it:"
    " that takes a checkpoint kept from before (--checkpoint)",
}
