"""One entry of an export: its parts against the commitments in its leaf, and a manifest's rows."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tocsin.core.errors import InvalidInput
from tocsin.core.ledger import leaf
from tocsin.core.ledger.tree import Frontier
from tocsin.core.sentences import say
from tocsin.core.statements.salted import commit_text

_COMMITS = '"commits":{'
_COMMITS_AT = len('{"at":"2026-11-21T05:28:00.000Z",')


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with an entry, which parts are erased, and the rows that must follow."""

    faults: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    rows: int = 0
    commitment: str = ""


WHOLE = Checked()


def octets(text: str) -> bytes:
    """Return the bytes of hexadecimal digits in their one spelling; ValueError for another."""
    data = bytes.fromhex(text)
    if data.hex() != text:  # fromhex also takes capitals and spaces
        raise ValueError
    return data


class EntryCheck:
    """Checks the entries of one log; for one that is plainly whole no leaf is parsed."""

    def __init__(self, log: UUID) -> None:
        self.log = log
        self._log_text = f'"log":"{log}","objects":['

    def __call__(self, said: dict[str, Any]) -> Checked:
        """Return what is to be said of an entry's line; raises ValueError and such for bad form."""
        text, parts = said["leaf"], said["parts"]
        found = {
            name: commit_text(octets(salt), value.encode()) for name, (salt, value) in parts.items()
        }
        if len(said) == 4:
            commits = ",".join([f'"{name}":"{value}"' for name, value in found.items()])
            if text.startswith(f"{_COMMITS}{commits}}}", _COMMITS_AT) and self._log_text in text:
                return WHOLE
        return self._one_by_one(text, found, said.get("erased"), said.get("rows"))

    def _one_by_one(
        self, text: str, found: dict[str, str], erased: list[str] | None, rows: int | None
    ) -> Checked:
        """Check an entry with erased parts, with rows, or with something wrong."""
        try:
            content = leaf.read(text.encode())
        except InvalidInput as error:
            return Checked((say("the leaf cannot be read: {reason}", reason=str(error)),))
        commits = dict(content.commits)
        commitment = commits.pop(leaf.ROWS, None)
        faults = [
            say("its {name} is not what the leaf commits to", name=name[:20])
            for name, value in found.items()
            if commits.get(name) != value
        ]
        if content.log != self.log:
            faults.append(say("the leaf is of another log"))
        gone = sorted(commits.keys() - found.keys())
        if gone != ([] if erased is None else erased) or erased == []:
            faults.append(say("other parts are missing than are said to be erased"))
            gone = []
        if rows is not None and (type(rows) is not int or rows < 1):
            raise ValueError
        if (rows is None) != (commitment is None):
            faults.append(say("its rows are not what the leaf commits to"))
            rows = None
        return Checked(tuple(faults), tuple(gone), rows or 0, commitment or "")


class Manifest:
    """The rows that follow an entry, until they are all there."""

    def __init__(self, sequence: int, rows: int, commitment: str) -> None:
        self.sequence = sequence
        self.due = rows
        self.erased = 0
        self._commitment = commitment
        self._tree = Frontier()

    def take(self, said: dict[str, Any]) -> str | None:
        """Take the next row and return what is wrong, if anything."""
        fault = None
        if type(said["row"]) is not int:
            raise ValueError
        if said["row"] != self._tree.size:
            fault = say("row {row} of its manifest is missing", row=self._tree.size)
        if said.keys() == {"commitment", "row"}:
            found = said["commitment"]
            self.erased += 1
        else:
            found = commit_text(octets(said["salt"]), said["text"].encode())
        self._tree.append(leaf.row_hash(found))
        self.due -= 1
        if not self.due and self._tree.root().hex() != self._commitment:
            fault = say("the rows of its manifest are not what the leaf commits to")
        return fault
