"""The export read line by line: which line may follow which, and what each is checked for."""

import json
from collections.abc import Callable
from typing import Any

from tocsin.core.errors import InvalidInput, ProofFailed
from tocsin.core.ledger import checkpoint as checkpoints
from tocsin.core.ledger import export, leaf
from tocsin.core.ledger.checkpoint import INTERVAL, Checkpoint
from tocsin.core.ledger.report import Finding, Report
from tocsin.core.ledger.tree import Frontier, leaf_hash
from tocsin.core.ledger.verify.entry import WHOLE, EntryCheck, Manifest, octets
from tocsin.core.ledger.verify.kept import Kept
from tocsin.core.ledger.verify.stretch import LONGEST, Stretch
from tocsin.core.sentences import say
from tocsin.core.statements.cards import Card

_FIELDS = {
    "leaf": frozenset({"erased", "hash", "leaf", "parts", "rows", "sequence"}),
    "checkpoint": frozenset({"checkpoint", "peaks"}),
    "row": frozenset({"commitment", "row", "salt", "text"}),
    "epoch": frozenset({"epoch"}),
    "export": frozenset({"export", "log", "origin"}),
    "end": frozenset({"end"}),
}


# Whatever a reader of a line may stumble over: each says that no export has such a line.
_DAMAGE = (
    InvalidInput,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    StopIteration,
    RecursionError,
)


def _parse(line: bytes) -> tuple[str, dict[str, Any]]:
    """Return the kind of line and its fields; ValueError and the like for any other spelling."""
    text = line.decode()
    said = json.loads(text)
    if export.spell(said) + "\n" != text:
        raise ValueError
    kind = next(kind for kind in _FIELDS if kind in said)
    if not said.keys() <= _FIELDS[kind]:
        raise ValueError
    return kind, said


def _same(said: Any, expected: Any) -> bool:
    """Compare as spelled: to Python ``true`` and ``1.0`` equal 1, in the file they are damage."""
    return export.spell(said) == export.spell(expected)


class Reader:
    """The state between two lines. ``line`` takes the next, ``finish`` closes the report."""

    def __init__(
        self, card: Card, kept: Checkpoint | None, progress: Callable[[int], None]
    ) -> None:
        self._card = card
        self._progress = progress
        self._report = Report(card.bureau, card.journal.origin)
        self._kept = Kept(kept)
        self._check = EntryCheck(card.bureau)
        self._begun = self._ended = False
        self._epoch: int | None = None
        self._last: Checkpoint | None = None
        self._before: tuple[int, Checkpoint] | None = None
        self._manifest: Manifest | None = None
        self._stretch = Stretch(Frontier())
        self._readers = {
            "leaf": self._entry,
            "checkpoint": self._checkpoint,
            "row": self._row,
            "epoch": self._open_epoch,
            "export": self._header,
            "end": self._end,
        }

    def line(self, line: bytes) -> None:
        """Take the next line of the export."""
        try:
            kind, said = _parse(line)
            self._expect(kind)
            self._readers[kind](said)
        except _DAMAGE:
            self._manifest = None
            self._wrong("the line here is damaged: no export spells it so", self._stretch.next)
            self._stretch.skip()

    def finish(self) -> Report:
        """Return the report, with what the end of the file says."""
        if not self._ended:
            self._close_epoch()
            self._wrong("the export ends before its end: it was cut off", self._stretch.next)
        self._kept.finish(self._report)
        return self._report

    def _wrong(self, sentence: str, first: int | None = None, last: int | None = None) -> None:
        self._stretch.named = True
        self._report.find(Finding(self._epoch, first, last, sentence))

    def _expect(self, kind: str) -> None:
        """Say what had to stand before a line of this kind."""
        if self._ended:
            self._wrong("a line stands behind the end")
        if not self._begun and kind != "export":
            self._begun = True
            self._wrong("the first line is missing")
        if self._manifest is not None and kind != "row":
            self._wrong("rows of its manifest are missing", self._manifest.sequence)
            self._manifest = None

    def _header(self, said: dict[str, Any]) -> None:
        expected = {
            "export": export.VERSION,
            "log": str(self._card.bureau),
            "origin": self._card.journal.origin,
        }
        if self._begun:
            self._wrong("the first line stands here again", self._stretch.next)
        elif not _same(said, expected):
            self._wrong("the first line names another log than the card, or another version")
        self._begun = True

    def _open_epoch(self, said: dict[str, Any]) -> None:
        number = said["epoch"]
        if type(number) is not int or number < 0:
            raise ValueError
        self._close_epoch()
        if self._epoch is not None and number != self._epoch + 1:
            self._wrong(say("epoch {epoch} stands where another belongs", epoch=number))
        if self._epoch is not None and self._last is not None:
            self._before = (self._epoch, self._last)
        self._report.epochs += 1
        self._epoch, self._last = number, None
        self._stretch = Stretch(Frontier())

    def _entry(self, said: dict[str, Any]) -> None:
        sequence, text, stretch = said["sequence"], said["leaf"], self._stretch
        if type(sequence) is not int or sequence < 0:
            raise ValueError
        claimed, found = octets(said["hash"]), leaf_hash(text.encode())
        checked = self._check(said)
        if sequence == stretch.next:
            stretch.next, stretch.slack = sequence + 1, 0
        elif disorder := stretch.order(sequence):
            first, last, sentence = disorder
            self._wrong(sentence, first, last)
        stretch.add(claimed, found)
        self._report.entries += 1
        if claimed != found:
            self._wrong("the leaf does not have the hash that stands beside it", sequence)
        elif checked is not WHOLE:
            self._note(sequence, checked.faults, checked.erased)
        if checked.rows:
            self._manifest = Manifest(sequence, checked.rows, checked.commitment)
        if sequence == 0 and self._epoch:
            self._carry(text)
        if len(stretch.hashes) >= LONGEST:
            self._wrong("no valid checkpoint covers these entries", stretch.start, sequence)
            self._stretch = Stretch(None, stretch.next)
            self._stretch.named = True

    def _note(self, sequence: int, faults: tuple[str, ...], erased: tuple[str, ...]) -> None:
        for fault in faults:
            self._wrong(fault, sequence)
        if erased and not faults:
            self._report.note_erased(self._epoch, sequence, erased)

    def _row(self, said: dict[str, Any]) -> None:
        if self._manifest is None:
            self._wrong("a row stands where none belongs", self._stretch.next)
            return
        fault = self._manifest.take(said)
        self._report.rows += 1
        if fault is not None:
            self._wrong(fault, self._manifest.sequence)
        if fault is not None or not self._manifest.due:
            self._report.erased_rows += self._manifest.erased
            self._manifest = None

    def _carry(self, text: str) -> None:
        """Check that the first leaf of a later epoch states the end of the epoch before."""
        try:
            said = leaf.read(text.encode()).carried
        except InvalidInput:
            said = None
        if said is None:
            self._wrong("the first entry does not carry the epoch before", 0)
            return
        if self._before is not None:
            epoch, last = self._before
            if (said.epoch, said.size, said.root) != (epoch, last.size, last.root.hex()):
                self._wrong("the first entry carries another end of the epoch before", 0)
        self._kept.carried(said)

    def _checkpoint(self, said: dict[str, Any]) -> None:
        """Close the stretch: the tree over these entries must be the one that was signed."""
        stretch, (first, last) = self._stretch, (self._stretch.start, self._stretch.next - 1)
        try:
            signed = checkpoints.verify(said["checkpoint"], self._card.journal)
            peaks = Frontier(signed.size, [octets(peak) for peak in said["peaks"]])
        except (ProofFailed, InvalidInput) as error:
            self._wrong(
                say("the checkpoint does not verify: {reason}", reason=str(error)), first, last
            )
            return
        if signed.epoch != self._epoch or peaks.root() != signed.root:
            self._wrong("the checkpoint is of another epoch, or its peaks are not", first, last)
            return
        if signed.size == stretch.start or stretch.start % INTERVAL:
            self._wrong("a checkpoint stands too much", first, last)
        if len(stretch.hashes) > INTERVAL:
            self._wrong("a checkpoint is missing", first, last)
        if stretch.leads_to(signed.size, signed.root):
            self._kept.reach(signed, stretch)
        elif not stretch.named:
            sentence = say("the entries between two checkpoints are not those that were signed")
            self._wrong(sentence, first, max(last, signed.size - 1))
        self._report.checkpoints += 1
        self._report.last = self._last = signed
        self._report.last_text = said["checkpoint"]
        self._stretch = Stretch(peaks, signed.size)
        self._progress(self._report.entries)

    def _end(self, said: dict[str, Any]) -> None:
        self._close_epoch()
        report = self._report
        if not _same(said["end"], {"entries": report.entries, "epochs": report.epochs}):
            self._wrong("the end states other counts than the lines above it")
        self._ended = True

    def _close_epoch(self) -> None:
        """Report entries that no checkpoint covers."""
        stretch = self._stretch
        if self._manifest is not None:
            self._wrong("rows of its manifest are missing", self._manifest.sequence)
            self._manifest = None
        if stretch.hashes or stretch.frontier is None:
            self._wrong("no checkpoint covers these entries", stretch.start, stretch.next - 1)
            self._stretch = Stretch(None, stretch.next)
