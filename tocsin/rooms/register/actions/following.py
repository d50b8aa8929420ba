"""Shared work: a root record, entries of single authors that name it, and a row that follows.

Rooms whose tables are a fold over such records (requests, missions) follow the register by this one
mechanism: an entry is found by its root in whatever order it came, the row is folded anew, and what
is withdrawn takes its part of the state with it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tocsin.core.labels import Label
from tocsin.core.statements.moments import moment
from tocsin.core.statements.signed import peek
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.verb import Act
from tocsin.rooms.register import writing
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Change, Record, Revision
from tocsin.rooms.release.models import intern


@dataclass(frozen=True, slots=True)
class Following:
    """How a room's rows follow: kinds, tables, and what makes one row of one root record.

    ``root`` is the kind of the root and the field in which entries name it; ``entry`` and ``row``
    are the room's tables; ``fold`` writes the row of a root that is in force.
    """

    root: str
    entries: frozenset[str]
    entry: Any
    row: Any
    fold: Callable[[Record], None]

    def changed(self, changes: Sequence[Change]) -> None:
        """Follow the register: entries are found by their root, and its row is folded anew."""
        touched = {change.record for change in changes if change.kind == self.root}
        entries = [change.record for change in changes if change.kind in self.entries]
        known = self.entry.unrestricted.filter(record__in=entries)
        touched |= set(known.values_list(self.root, flat=True))
        for record in Record.unrestricted.filter(pk__in=entries).exclude(body={}):
            touched.add(self.keep(record))
        self.follow(touched)

    def follow(self, roots: set[UUID]) -> None:
        """Bring the rows of these roots in line with the records that are here."""
        found = Record.unrestricted.filter(
            pk__in=roots, kind=self.root, state__in=[State.RELEASED, State.SUSPENDED]
        )
        alive = {record.pk: record for record in found.exclude(body={}).select_related("owner")}
        self.row.unrestricted.filter(pk__in=roots - alive.keys()).delete()
        for record in alive.values():
            self.fold(record)

    def rebuild(self) -> int:
        """Derive every row again from the records, and return how many there are."""
        self.entry.unrestricted.all().delete()
        entries = Record.unrestricted.filter(kind__in=self.entries, revision__gt=0)
        for record in entries.exclude(body={}):
            self.keep(record)
        roots = Record.unrestricted.filter(kind=self.root).values_list("pk", flat=True)
        self.follow(set(roots) | set(self.row.unrestricted.values_list("pk", flat=True)))
        return int(self.row.unrestricted.count())

    def keep(self, record: Record) -> UUID:
        """Note an entry under its root, and return the root."""
        root = UUID(record.body[self.root])
        said = {self.root: root, "at": spoken_at(record)}
        self.entry.unrestricted.update_or_create(record=record, defaults=said)
        return root

    def write(self, act: Act, kind: str, body: dict[str, Any], to: Iterable[Bureau]) -> Record:
        """Sign a root or an entry, released to these bureaus alone from its first revision."""
        record = writing.begin(act.reader, kind, act.at)
        label = Label(bureaus=frozenset(one.pk for one in to))
        record.release_class = intern(record.owner_id, State.DRAFT, record.realm, label)
        writing.derive(record, writing.checked(kind, body))
        record.save()
        writing.revise(record, record.body, officer=act.reader.officer, at=act.at)
        act.on(record.pk)
        if kind in self.entries:
            self.keep(record)
        return record


def spoken_at(record: Record) -> datetime:
    """Return when the author signed the record first: that moment travels, ours does not."""
    first = Revision.unrestricted.filter(record=record).order_by("number").first()
    if first is None:
        return record.created
    return moment(peek(bytes(first.statement)).body["at"])
