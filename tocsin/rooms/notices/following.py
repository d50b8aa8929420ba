"""Special notices beside the list they follow: what a batch would add, amend and take back."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.kinds.colours import Hue
from tocsin.core.kinds.words import BasisClass
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.lifecycle import ALIVE
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.register.dossier.past import lines
from tocsin.rooms.register.models import Bases, Basis, Record, Revision

AT_A_TIME = 500
MOST = 200  # entries of one batch; what is left over stands in the next one
COUNTED = 1_000  # of what is left over: a list may have many thousands of entries


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list in force, as its basis has it."""

    subject: UUID
    title: str
    list_name: str
    reference: str
    listed: str
    amended: str
    revision: int  # of the subject's record, so that what is approved is who was seen

    def listing(self) -> dict[str, str]:
        """Return what a special notice says of it."""
        said = {"list_name": self.list_name, "entry": self.reference}
        said |= {"listed": self.listed} if self.listed else {}
        return said | ({"amended": self.amended} if self.amended else {})


@dataclass(frozen=True, slots=True)
class Amended:
    """A notice whose entry has changed: the entry and its subject before and after, as lines."""

    notice: Notice
    entry: Entry
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """What the special notices lack against the list, at one moment.

    ``left``: how many more there are, of the new ones at most COUNTED.
    """

    new: tuple[Entry, ...]
    amended: tuple[Amended, ...]
    delisted: tuple[Notice, ...]
    left: int

    @property
    def version(self) -> str:
        """A digest of all of it: what is approved is what was seen."""
        said = [[str(one.subject), one.listing(), one.title, one.revision] for one in self.new] + [
            [str(one.notice.pk), one.entry.listing(), one.entry.revision] for one in self.amended
        ]
        said += [[str(notice.pk)] for notice in self.delisted]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:40]

    @property
    def is_more(self) -> bool:
        """True when there are more left than are counted."""
        return self.left >= COUNTED

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.amended or self.delisted)


def batch(reader: Reader, at: datetime) -> Batch:
    """Return what following the bureau's lists would change now, the first of it."""
    rows = _listed(reader, at)
    followed = {_key(notice): notice for notice in _special(reader)}
    known = _known(rows, followed)
    held = {pk for pks in known.values() for pk in pks}
    # Of many thousands only so many are looked at, and those that are shown or compared are read.
    first = rows.values_list("pk", flat=True)[: MOST + COUNTED + len(held)]
    fresh = [pk for pk in first if pk not in held][: MOST + COUNTED]
    read = _entries(rows, [*fresh[:MOST], *(pks[-1] for pks in known.values())])
    new = {(read[pk].subject, read[pk].reference): read[pk] for pk in fresh[:MOST]}
    amended = [
        (followed[key], read[pks[-1]])
        for key, pks in known.items()
        if followed[key].record.body["listing"] != read[pks[-1]].listing()
    ]
    delisted = [notice for key, notice in followed.items() if key not in known]
    left = max(0, len(fresh) + len(amended) + len(delisted) - MOST)
    room = MOST - len(delisted[:MOST])
    return Batch(
        new=tuple(new.values())[: max(0, room - len(amended))],
        amended=tuple(_amended(reader, notice, entry) for notice, entry in amended[:room]),
        delisted=tuple(delisted[:MOST]),
        left=left,
    )


def _known(
    rows: Bases, followed: Mapping[tuple[UUID, str], Notice]
) -> dict[tuple[UUID, str], list[int]]:
    """Return the entries that are followed already: by subject and reference, in their order."""
    found: dict[tuple[UUID, str], list[int]] = {key: [] for key in followed}
    about = rows.filter(subject__in={subject for subject, _entry in followed})
    for subject, reference, pk in about.values_list("subject", "reference", "pk"):
        if (subject, reference) in found:
            found[subject, reference].append(pk)
    return {key: pks for key, pks in found.items() if pks}


def _amended(reader: Reader, notice: Notice, entry: Entry) -> Amended:
    """Return what changed since the notice was last signed, in the entry and in its subject."""
    subject = Record.visible_to(reader).get(pk=entry.subject)
    signed = Revision.of(notice.record)[0].at
    then = [one.body for one in Revision.of(subject) if one.at <= signed and one.body]
    before = {**notice.record.body["listing"], **(then[0] if then else {})}
    after = {**entry.listing(), **subject.body}
    return Amended(notice, entry, tuple(lines(before)), tuple(lines(after)))


def _special(reader: Reader) -> Iterator[Notice]:
    """Yield the bureau's special notices that are alive and follow an entry."""
    rows = Notice.own(reader).filter(
        colour=Hue.SPECIAL.value, stage__in=[one.value for one in ALIVE]
    )
    for notice in rows.select_related("record").order_by("record_id"):
        if "listing" in notice.record.body and notice.record.body.get("subjects"):
            yield notice


def _key(notice: Notice) -> tuple[UUID, str]:
    body: Mapping[str, Any] = notice.record.body
    return UUID(body["subjects"][0]["record"]), str(body["listing"]["entry"])


def _listed(reader: Reader, at: datetime) -> Bases:
    """Return the entries of lists that this bureau screens for now, persons alone."""
    rows = Basis.released_by(reader, "person", at).filter(type=BasisClass.LIST.value, since__lte=at)
    return rows.exclude(until__lte=at).order_by("reference", "record_id")


def _entries(rows: Bases, pks: Sequence[int]) -> dict[int, Entry]:
    """Return these of them, whole."""
    whole = rows.select_related("record", "subject").only(
        "list_name", "reference", "record__body", "subject__title", "subject__revision"
    )
    return {
        basis.pk: _entry(basis)
        for start in range(0, len(pks), AT_A_TIME)
        for basis in whole.filter(pk__in=pks[start : start + AT_A_TIME])
    }


def _entry(basis: Basis) -> Entry:
    return Entry(
        subject=basis.subject_id,
        title=basis.subject.title,
        list_name=basis.list_name,
        reference=basis.reference,
        listed=basis.record.body.get("listed", ""),
        amended=basis.record.body.get("amended", ""),
        revision=basis.subject.revision,
    )
