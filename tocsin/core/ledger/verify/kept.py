"""A checkpoint kept from before, held against the log: the only help against the key's holder."""

from tocsin.core.ledger.checkpoint import Checkpoint
from tocsin.core.ledger.leaf import Carried
from tocsin.core.ledger.report import Finding, Report, Rewriting
from tocsin.core.ledger.verify.stretch import Stretch
from tocsin.core.sentences import say


class Kept:
    """Compares the kept state with the log as soon as the log reaches its size."""

    def __init__(self, checkpoint: Checkpoint | None) -> None:
        self._checkpoint = checkpoint
        self._agrees: bool | None = None

    def reach(self, signed: Checkpoint, stretch: Stretch) -> None:
        """Compare within a stretch that leads to what was signed."""
        kept = self._checkpoint
        if kept is None or kept.epoch != signed.epoch or self._agrees is not None:
            return
        root = stretch.root_at(kept.size)
        if root is not None:
            self._agrees = root == kept.root

    def carried(self, said: Carried) -> None:
        """Compare with the end of an earlier epoch, as the next one carries it."""
        kept = self._checkpoint
        if kept is None or (kept.epoch, kept.size) != (said.epoch, said.size):
            return
        if self._agrees is not False:
            self._agrees = kept.root.hex() == said.root

    def finish(self, report: Report) -> None:
        """Write into the report what can be known of rewriting."""
        kept = self._checkpoint
        if kept is None:
            return
        if self._agrees or (kept.size == 0 and self._agrees is None and report.ok):
            report.rewriting = Rewriting.EXCLUDED
            return
        last = report.last
        if self._agrees is False:
            report.rewriting = Rewriting.FOUND
            sentence = say("the kept checkpoint saw other entries: the log was rewritten")
        elif last is None or (last.epoch, last.size) < (kept.epoch, kept.size):
            report.rewriting = Rewriting.FOUND
            sentence = say("the kept checkpoint saw {n} entries: the log was cut off", n=kept.size)
        else:
            sentence = say(
                "the kept checkpoint cannot be compared: its place is missing or damaged"
            )
        report.find(Finding(kept.epoch, 0, max(kept.size - 1, 0), sentence))
