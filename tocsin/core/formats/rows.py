"""What a file says, row by row: bodies, links, and everything that could not be read.

A reader yields these in the order of the file. It raises ``MalformedFile`` when the file itself
cannot be trusted any further, so a caller keeps nothing until the reader has ended.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TypeVar

from tocsin.core.errors import InvalidInput, TooLarge
from tocsin.core.formats.limits import Limits
from tocsin.core.kinds.bases import Basis
from tocsin.core.kinds.body import MANY, Body
from tocsin.core.kinds.links import Relation
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.reading import compose
from tocsin.core.kinds.words import BasisClass, Instruction
from tocsin.core.kinds.writing import LINE_LENGTH, TEXT_LENGTH, check_line, check_text
from tocsin.core.labels import Label
from tocsin.core.sentences import say

T = TypeVar("T")
ID_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Remark:
    """Something left out or odd, that does not stop the row: where, and a sentence."""

    place: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowError:
    """A row that was not read: where, in which field (if one), and why."""

    place: str
    field: str | None
    sentence: str

    def __str__(self) -> str:
        where = self.place if self.field is None else f"{self.place}, {self.field}"
        return f"{where}: {self.sentence}"


def _day_after(date: PartialDate) -> datetime:
    return datetime.combine(date.latest, time.min, UTC) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Listing:
    """That a subject stands on a list: becomes a basis once the subject has an id."""

    list_name: str
    reference: str
    listed: PartialDate | None = None
    amended: PartialDate | None = None
    ended: PartialDate | None = None
    note: str | None = None

    @property
    def until(self) -> datetime | None:
        """The instant at which the entry ends: after the last day the list gives it, in UTC."""
        return _day_after(self.ended) if self.ended else None

    def is_over(self, now: datetime) -> bool:
        """Tell whether the list says that the entry ended before ``now`` (an aware instant)."""
        return self.until is not None and self.until <= now

    def basis(self, subject: str, since: datetime, instruction: Instruction) -> Basis:
        """Return the basis this entry gives, in force from ``since`` (an aware instant).

        Raises ``InvalidInput`` when the entry is over by then.
        """
        fields = {
            "subject": subject,
            "basis": BasisClass.LIST,
            "reference": self.reference,
            "list_name": self.list_name,
            "instruction": instruction,
            "since": since,
            "until": self.until,
            "listed": self.listed,
            "amended": self.amended,
            "note": self.note,
        }
        return compose(Basis, fields)


@dataclass(frozen=True, slots=True)
class Row:
    """One body, its id in the file, the lists it stands on, and what its markings demand."""

    place: str
    external_id: str
    body: Body
    listings: tuple[Listing, ...] = ()
    remarks: tuple[Remark, ...] = ()
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A relation between two rows of the same file, by their ids in it."""

    place: str
    external_id: str
    source: str
    target: str
    relation: Relation
    since: PartialDate | None = None
    until: PartialDate | None = None
    note: str | None = None
    remarks: tuple[Remark, ...] = ()
    label: Label | None = None


Item = Row | LinkRow | RowError | Remark


class Ids:
    """The ids met in one file; each may come once. Holds eight bytes of each, not the text."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._met: set[int] = set()
        self.rows = 0

    def count(self) -> None:
        """Count one more row; ``TooLarge`` past the limit."""
        self.rows += 1
        if self.rows > self._limits.rows:
            raise TooLarge(
                "more than {most:,} rows", most=self._limits.rows, place=f"row {self.rows}"
            )

    def take(self, text: str) -> str:
        """Return the id if it is well formed and new; ``InvalidInput`` if not."""
        if len(text) > ID_LENGTH:
            raise InvalidInput("is longer than {most:,} characters", most=ID_LENGTH, place="id")
        try:
            check_line(text)
        except ValueError as problem:
            raise InvalidInput(str(problem), place="id") from problem
        # 64 bits: five million ids collide with a chance of less than one in a million.
        digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
        short = int.from_bytes(digest, "big")
        if short in self._met:
            raise InvalidInput(
                "'{text}' was already used by an earlier row", text=text[:60], place="id"
            )
        self._met.add(short)
        return text


class Sifter:
    """Keeps what can be kept of one entry, and a remark on each thing that cannot.

    For lists made by others: a listed person must not be lost for one bad date.
    """

    def __init__(self, place: str) -> None:
        self.place = place
        self.remarks: list[Remark] = []

    def note(self, field: str, sentence: str) -> None:
        """Remember that something in ``field`` was left out."""
        self.remarks.append(
            Remark(f"{self.place}, {field}", say("{sentence}; left out", sentence=say(sentence)))
        )

    def keep(self, field: str, make: Callable[[], T]) -> T | None:
        """Return what ``make`` returns, or None and a remark if it cannot be made."""
        try:
            return make()
        except InvalidInput as problem:
            self.note(field, problem.sentence)
        except ValueError as problem:
            self.note(field, str(problem))
        return None

    def line(self, field: str, text: str) -> str | None:
        """Return the text as one clean line, cut to what a line may hold."""
        folded = " ".join(text.split())
        if len(folded) > LINE_LENGTH:
            self.note(field, say("the text past {most:,} characters", most=LINE_LENGTH))
        return self.keep(field, lambda: check_line(folded[:LINE_LENGTH])) if folded else None

    def text(self, field: str, text: str) -> str | None:
        """Return the text if it is clean, cut to what a text may hold."""
        if len(text) > TEXT_LENGTH:
            self.note(field, say("the text past {most:,} characters", most=TEXT_LENGTH))
        return self.keep(field, lambda: check_text(text[:TEXT_LENGTH])) if text.strip() else None

    def many(self, field: str, found: list[T | None]) -> tuple[T, ...]:
        """Return the parts that were kept, each once, no more than a body may hold."""
        kept = list(dict.fromkeys(part for part in found if part is not None))
        if len(kept) > MANY:
            self.note(
                field,
                say("only the first {most} of {n} are kept, the rest", most=MANY, n=len(kept)),
            )
        return tuple(kept[:MANY])
