"""Verification of an export, streamed: offline, from the export and the bureau's card alone.

Each stretch between two signed checkpoints is checked by itself, so that a wrong entry is named,
else its interval, and the next stretch is checked again from the peaks its checkpoint vouches for.
A part that is erased is called erased. Against the log key's own holder only a checkpoint kept
from before helps.
"""

import json
from collections.abc import Callable
from typing import Any, BinaryIO

from tocsin.core.errors import InvalidInput, ProofFailed
from tocsin.core.ledger import checkpoint as checkpoints
from tocsin.core.ledger import export, leaf
from tocsin.core.ledger.checkpoint import INTERVAL, Checkpoint
from tocsin.core.ledger.report import Finding, Report, Rewriting
from tocsin.core.ledger.tree import Frontier, leaf_hash
from tocsin.core.ledger.tree import root as tree_root
from tocsin.core.statements.cards import Card
from tocsin.core.statements.salted import commit_text

LINE_LIMIT = 4_194_304

_COMMITS = '"commits":{'
_COMMITS_AT = len('{"at":"2026-11-21T05:28:00.000Z",')


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
    known = None if kept is None else checkpoints.verify(kept, card.journal)
    verifier = _Verifier(card, known, progress)
    while line := stream.readline(LINE_LIMIT):
        verifier.line(line)
    return verifier.finish()


class _Verifier:
    """The state between two lines: the trusted frontier and the entries since."""

    def __init__(
        self, card: Card, kept: Checkpoint | None, progress: Callable[[int], None]
    ) -> None:
        self.card = card
        self.kept = kept
        self.progress = progress
        self.report = Report(card.bureau, card.journal.origin)
        self.log_text = f'"log":"{card.bureau}","objects":['
        self.begun = self.ended = False
        self.epoch: int | None = None
        self.before: tuple[int, Checkpoint] | None = None
        self.rows_due = 0
        self.rows_of: tuple[int, str | None] = (0, None)
        self.row_hashes: list[bytes] = []
        self.compared = False
        self.open_epoch(None)

    def open_epoch(self, number: int | None) -> None:
        """Start with an empty tree."""
        self.epoch = number
        self.frontier: Frontier | None = Frontier()
        self.start = self.next = 0
        self.last: Checkpoint | None = None
        self.clear()

    def clear(self) -> None:
        """Start a stretch: nothing seen since the checkpoint."""
        self.hashes: list[bytes] = []
        self.computed: dict[int, bytes] = {}
        self.named = self.disordered = False
        self.slack = 0

    def wrong(self, sentence: str, first: int | None = None, last: int | None = None) -> None:
        """Report a finding and remember that this stretch has a named place."""
        self.named = True
        self.report.find(Finding(self.epoch, first, last, sentence))

    def line(self, line: bytes) -> None:
        """Take the next line of the export."""
        try:
            text = line.decode()
            said = json.loads(text)
            exact = export.spell(said) + "\n" == text
        except (ValueError, RecursionError):
            exact = False
        if not exact or not isinstance(said, dict):
            self.damaged("the line is damaged: it is not spelled as an export spells it")
            return
        kind = next((kind for key, kind in _KINDS.items() if key in said), None)
        try:
            self.take(kind, said)
        except (KeyError, TypeError, ValueError, AttributeError):
            self.damaged("the line is damaged: a field is missing or has another form")

    def take(self, kind: "_Kind | None", said: dict[str, Any]) -> None:
        """Pass the line on to the one who reads its kind."""
        if kind is None or not said.keys() <= kind.fields:
            self.damaged("the line is damaged: no line of an export has these fields")
            return
        if self.ended:
            self.wrong("a line stands behind the end")
        if self.rows_due and kind.reader is not _Verifier.row:
            self.wrong(f"{self.rows_due} rows of its manifest are missing", self.rows_of[0])
            self.rows_due = 0
        if not self.begun and kind.reader is not _Verifier.header:
            self.begun = True
            self.wrong("the first line is missing")
        kind.reader(self, said)

    def damaged(self, sentence: str) -> None:
        """Report a line that cannot be read, at the place where the next entry belongs."""
        self.slack = 1
        self.rows_due = 0
        self.wrong(sentence, self.next)

    def header(self, said: dict[str, Any]) -> None:
        expected = {
            "export": export.VERSION,
            "log": str(self.card.bureau),
            "origin": self.card.journal.origin,
        }
        if self.begun:
            self.wrong("the first line stands here again", self.next)
        elif said != expected:
            self.wrong("the first line names another log than the card, or another version")
        self.begun = True

    def epoch_line(self, said: dict[str, Any]) -> None:
        number = said["epoch"]
        self.close_epoch()
        if type(number) is not int or (self.epoch is not None and number != self.epoch + 1):
            self.wrong(f"epoch {number!r:.40} stands where another belongs")
        if self.last is not None and self.epoch is not None:
            self.before = (self.epoch, self.last)
        self.report.epochs += 1
        self.open_epoch(number if type(number) is int else -1)

    def entry(self, said: dict[str, Any]) -> None:
        sequence, text, parts = said["sequence"], said["leaf"], said["parts"]
        if type(sequence) is not int or sequence < 0:
            raise ValueError
        if sequence != self.next:
            self.order(sequence)
        else:
            self.next = sequence + 1
        self.slack = 0
        found, claimed = leaf_hash(text.encode()), _octets(said["hash"])
        if found != claimed:
            self.wrong("the leaf does not have the hash that stands beside it", sequence)
            self.computed[len(self.hashes)] = found
        self.hashes.append(claimed)
        self.report.entries += 1
        self.parts(sequence, text, parts, said.get("erased"), said.get("rows"))
        if sequence == 0 and self.epoch:
            self.carried(text)
        if len(self.hashes) > 4 * INTERVAL:
            self.wrong("no valid checkpoint covers these entries", self.start, sequence)
            self.lose()

    def order(self, sequence: int) -> None:
        """Report an entry that stands out of order, once in a stretch."""
        expected, slack = self.next, self.slack
        if sequence > expected:
            self.next = sequence + 1
        if self.disordered or sequence == expected + slack:
            return
        self.disordered = True
        if sequence > expected:
            self.wrong("entries are missing here", expected, sequence - 1)
        else:
            self.wrong(f"entry {sequence} stands again or where another belongs", expected)

    def parts(
        self,
        sequence: int,
        text: str,
        parts: dict[str, list[str]],
        erased: list[str] | None,
        rows: int | None,
    ) -> None:
        """Check the parts of an entry against the commitments in its leaf."""
        commits = []
        for name, (salt, value) in parts.items():
            salted = _octets(salt)
            commits.append(f'"{name}":"{commit_text(salted, value.encode())}"')
        if erased is None and rows is None:
            spelled = ",".join(commits)
            begins = text.startswith(_COMMITS, _COMMITS_AT)
            if begins and text.startswith(spelled + "}", _COMMITS_AT + len(_COMMITS)):
                if self.log_text not in text:
                    self.wrong("the leaf is of another log", sequence)
                return
        self.parts_one_by_one(sequence, text, parts, erased, rows)

    def parts_one_by_one(
        self,
        sequence: int,
        text: str,
        parts: dict[str, list[str]],
        erased: list[str] | None,
        rows: int | None,
    ) -> None:
        """Check an entry that is not plainly whole: with erased parts, with rows, or wrong."""
        try:
            content = leaf.read(text.encode())
        except InvalidInput as error:
            self.wrong(f"the leaf cannot be read: {error}", sequence)
            return
        if content.log != self.card.bureau:
            self.wrong("the leaf is of another log", sequence)
        commits = dict(content.commits)
        rows_commitment = commits.pop(leaf.ROWS, None)
        gone = [] if erased is None else erased
        for name, (salt, value) in parts.items():
            if commits.get(name) != commit_text(_octets(salt), value.encode()):
                self.wrong(f"its {name} is not what the leaf commits to", sequence)
        if gone != sorted(commits.keys() - parts.keys()) or erased == []:
            self.wrong("other parts are missing than are said to be erased", sequence)
        elif gone:
            assert self.epoch is not None
            self.report.note_erased(self.epoch, sequence, gone)
        if (rows is None) != (rows_commitment is None) or (rows is not None and rows < 1):
            self.wrong("its rows are not what the leaf commits to", sequence)
        elif rows is not None:
            self.rows_due, self.rows_of = rows, (sequence, rows_commitment)
            self.row_hashes = []

    def row(self, said: dict[str, Any]) -> None:
        sequence, commitment = self.rows_of
        if not self.rows_due:
            self.wrong("a row stands where none belongs", self.next)
            return
        if said["row"] != len(self.row_hashes) or type(said["row"]) is not int:
            self.wrong(f"row {len(self.row_hashes)} of its manifest is missing", sequence)
        if said.keys() == {"commitment", "row"}:
            found = said["commitment"]
            self.report.erased_rows += 1
        else:
            found = commit_text(_octets(said["salt"]), said["text"].encode())
        self.row_hashes.append(leaf.row_hash(found))
        self.report.rows += 1
        self.rows_due -= 1
        if not self.rows_due and tree_root(self.row_hashes).hex() != commitment:
            self.wrong("the rows of its manifest are not what the leaf commits to", sequence)

    def carried(self, text: str) -> None:
        """Check that the first leaf of a later epoch states the end of the epoch before."""
        said = leaf.read(text.encode()).carried
        if said is None:
            self.wrong("the first entry does not carry the epoch before", 0)
        elif self.before is not None:
            epoch, last = self.before
            if (said.epoch, said.size, said.root) != (epoch, last.size, last.root.hex()):
                self.wrong("the first entry carries another end of the epoch before", 0)
        kept = self.kept
        if said is not None and kept is not None and kept.epoch == said.epoch:
            self.compared = self.compared or kept.size == said.size
            if kept.size == said.size and kept.root.hex() != said.root:
                self.rewritten()

    def checkpoint(self, said: dict[str, Any]) -> None:
        """Close the stretch: the tree over these entries must be the one that was signed."""
        first, last = self.start, self.next - 1
        try:
            signed = checkpoints.verify(said["checkpoint"], self.card.journal)
            peaks = Frontier(signed.size, [_octets(peak) for peak in said["peaks"]])
        except (ProofFailed, InvalidInput) as error:
            self.wrong(f"the checkpoint does not verify: {error}", first, last)
            return
        if signed.epoch != self.epoch or peaks.root() != signed.root:
            self.wrong("the checkpoint is of another epoch, or its peaks are not", first, last)
            return
        if signed.size == self.start or self.start % INTERVAL or len(self.hashes) > INTERVAL:
            self.wrong("a checkpoint stands too much, or one is missing", first, last)
        if self.frontier is not None and self.stretch_agrees(self.frontier, signed):
            self.compare(self.frontier, signed)
        elif not self.named:
            self.wrong(
                "the entries between two checkpoints are not those that were signed",
                first,
                max(last, signed.size - 1),
            )
        self.report.checkpoints += 1
        self.report.last = self.last = signed
        self.frontier = peaks
        self.start = self.next = signed.size
        self.clear()
        self.progress(self.report.entries)

    def stretch_agrees(self, frontier: Frontier, signed: Checkpoint) -> bool:
        """Say whether the hashes as claimed, or else as computed, lead to the signed root."""
        if frontier.size + len(self.hashes) != signed.size:
            return False
        grown = frontier.copy()
        grown.extend(self.hashes)
        if grown.root() == signed.root:
            return True
        for index, found in self.computed.items():
            self.hashes[index] = found
        grown = frontier.copy()
        grown.extend(self.hashes)
        return bool(self.computed) and grown.root() == signed.root

    def compare(self, frontier: Frontier, signed: Checkpoint) -> None:
        """Compare the kept checkpoint when its size is reached."""
        kept = self.kept
        if kept is None or kept.epoch != signed.epoch:
            return
        if frontier.size <= kept.size <= signed.size and not self.compared:
            grown = frontier.copy()
            grown.extend(self.hashes[: kept.size - frontier.size])
            self.compared = True
            if grown.root() != kept.root:
                self.rewritten()

    def rewritten(self) -> None:
        """Report that the kept checkpoint saw another history."""
        assert self.kept is not None
        self.report.rewriting = Rewriting.FOUND
        self.report.find(
            Finding(
                self.kept.epoch,
                0,
                max(self.kept.size - 1, 0),
                "the kept checkpoint saw other entries: the log was rewritten by its key's holder",
            )
        )

    def lose(self) -> None:
        """Stop collecting until a checkpoint is found again."""
        self.frontier = None
        self.clear()
        self.named = True

    def end(self, said: dict[str, Any]) -> None:
        self.close_epoch()
        counted = {"entries": self.report.entries, "epochs": self.report.epochs}
        if said["end"] != counted:
            self.wrong("the end states other counts than the lines above it")
        self.ended = True

    def close_epoch(self) -> None:
        """Report entries that no checkpoint covers."""
        if self.hashes or self.frontier is None:
            self.wrong("no checkpoint covers these entries", self.start, self.next - 1)
            self.clear()

    def finish(self) -> Report:
        """Close the report."""
        if not self.ended:
            self.close_epoch()
            self.wrong("the export ends before its end: it was cut off", self.next)
        if self.kept is None or self.report.rewriting is Rewriting.FOUND:
            return self.report
        if self.compared or (self.kept.size == 0 and self.report.ok):
            self.report.rewriting = Rewriting.EXCLUDED
        else:
            self.not_reached(self.kept)
        return self.report

    def not_reached(self, kept: Checkpoint) -> None:
        """Report a kept checkpoint that could not be compared: the log is shorter, or damaged."""
        last = self.report.last
        if last is None or (last.epoch, last.size) < (kept.epoch, kept.size):
            self.report.rewriting = Rewriting.FOUND
            sentence = f"the kept checkpoint saw {kept.size} entries: the log was cut off"
        else:
            sentence = "the kept checkpoint cannot be compared: its place is missing or damaged"
        self.report.find(Finding(kept.epoch, kept.size, None, sentence))


def _octets(text: str) -> bytes:
    data = bytes.fromhex(text)
    if data.hex() != text:  # fromhex also takes capitals and spaces
        raise ValueError
    return data


class _Kind:
    """A kind of line: who reads it, and the fields it may have."""

    __slots__ = ("fields", "reader")

    def __init__(self, reader: Callable[[_Verifier, dict[str, Any]], None], fields: str) -> None:
        self.reader = reader
        self.fields = frozenset(fields.split())


_KINDS = {
    "leaf": _Kind(_Verifier.entry, "erased hash leaf parts rows sequence"),
    "checkpoint": _Kind(_Verifier.checkpoint, "checkpoint peaks"),
    "row": _Kind(_Verifier.row, "commitment row salt text"),
    "epoch": _Kind(_Verifier.epoch_line, "epoch"),
    "export": _Kind(_Verifier.header, "export log origin"),
    "end": _Kind(_Verifier.end, "end"),
}
