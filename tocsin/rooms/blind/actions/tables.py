"""Tables: who of ours a peer may ask about, as tags under a secret that is made for each table.

A table ends when somebody in it changes or leaves, for who asks must not learn of the past; with it
ends its secret, so that the old table answers nothing. Newcomers wait for the next one, ten minutes
at most; none lives longer than a day. What remains is who stood behind which witness, for the
requests that follow a hit.
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from tocsin.core.blind import KeyPair, keys_of
from tocsin.core.blind import Table as Tags
from tocsin.core.blind.oprf import output
from tocsin.core.blind.table import WITNESS, tag, witness
from tocsin.core.errors import InvalidInput, Unavailable
from tocsin.core.kinds import (
    KINDS,
    Person,
    Screened,
    TravelDocument,
    document_to_screening,
    person_to_screening,
    read,
)
from tocsin.core.labels import Use
from tocsin.rooms.blind.models import Arrangement, Table
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.exchange import reach
from tocsin.rooms.exchange.models import Peer
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.models import Basis, Change, Record
from tocsin.rooms.release.models import ReleaseClass, allowed
from tocsin.rooms.release.why import as_bureau

SCREENED = frozenset(kind.name for kind in KINDS.values() if kind.screened)
LONGEST = timedelta(days=1)
NEWCOMERS_WAIT = timedelta(minutes=10)
KEPT = timedelta(days=30)  # who stood behind which witness
CHUNK = 500
INFO = b"tocsin/blind-table/v1"


def folder(arrangement: Arrangement) -> Path:
    """Return where the files of an arrangement's tables lie."""
    return Path(settings.TOCSIN_HOME) / "blind" / str(arrangement.pk)


def facts_of(record: Record) -> Screened | None:
    """Return what keys are made of; nothing for a record that has none or cannot be read."""
    try:
        typed = read(record.kind, record.body)
    except InvalidInput:
        return None
    if isinstance(typed, Person):
        return person_to_screening(typed)
    return document_to_screening(typed) if isinstance(typed, TravelDocument) else None


def open_ones() -> list[Arrangement]:
    """Return every open arrangement of this node, for the clock."""
    rows = Arrangement.unrestricted.filter(closed=None, peer__state=Peer.State.ACCEPTED)
    return list(rows.select_related("bureau", "peer__partner", "peer__bureau"))


def classes_for(arrangement: Arrangement, at: datetime) -> frozenset[int]:
    """Return the classes of own records that this peer may ask about and is not shown anyway.

    The rules say what the bureau itself may match; of these go what excludes the peer, what H3
    restricts to reading, and what the peer is given and screens for itself.
    """
    own = as_bureau(arrangement.bureau, realm=Realm.LIVE, purpose="")
    mine = allowed(own, Use.MATCH, at, owner_id=arrangement.bureau_id, h3=False)
    excluded = ReleaseClass.unrestricted.filter(
        pk__in=mine, excluded__id=arrangement.peer.partner_id
    )
    return (
        mine - set(excluded.values_list("pk", flat=True)) - reach.classes_for(arrangement.peer, at)
    )


def members(arrangement: Arrangement, at: datetime) -> dict[UUID, datetime | None]:
    """Return the records a peer may ask about, each with the moment at which its basis ends."""
    rows = Basis.unrestricted.in_force(at).filter(
        record__owner_id=arrangement.bureau_id,
        record__realm=Realm.LIVE.value,
        subject__owner_id=arrangement.bureau_id,
        subject__realm=Realm.LIVE.value,
        subject__kind__in=SCREENED,
        subject__release_class_id__in=classes_for(arrangement, at),
    )
    found: dict[UUID, datetime | None] = {}
    for subject, until in rows.values_list("subject_id", "until"):
        before = found.get(subject, until)
        found[subject] = None if before is None or until is None else max(before, until)
    return found


def make(arrangement: Arrangement, at: datetime) -> Table:
    """Make a table under a new secret and put it in the place of the one before."""
    feed = Change.unrestricted.aggregate(last=Max("number"))["last"] or 0
    who = members(arrangement, at)
    seed = os.urandom(32)
    pair = KeyPair.derive(seed, INFO)
    witnesses = dict(_witnesses(pair, who))
    tags = Tags.make((tag(one) for one in witnesses), os.urandom)
    last = arrangement.tables.aggregate(last=Max("number"))["last"] or 0
    number = last + 1
    place = folder(arrangement)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write(place / f"{number}.seed", seed)
    _write(place / f"{number}.tags", tags.data)
    _write(place / f"{number}.who", b"".join(w + pk.bytes for w, pk in sorted(witnesses.items())))
    ends = [until for until in who.values() if until is not None]
    with transaction.atomic():
        made = Table.unrestricted.create(
            arrangement=arrangement,
            number=number,
            feed=feed,
            made=at,
            until=min([at + LONGEST, *ends]),
            keys=len(witnesses),
            size=len(tags),
            public=pair.public.hex(),
            digest=hashlib.sha256(tags.data).hexdigest(),
        )
        _journalled(arrangement, made, at)
    for old in range(max(1, last - 3), number):
        _forget_secret(place, old)
    return made


def current(arrangement: Arrangement, at: datetime) -> Table:
    """Return the table that may be answered by now; raises Unavailable while there is none."""
    found = arrangement.tables.first()
    if found is None or not holds(found, at):
        raise Unavailable("the table is being made anew; ask again in a moment")
    return found


def holds(table: Table, at: datetime) -> bool:
    """Say whether nobody in a table has changed or left since it was made."""
    if at >= table.until:
        return False
    touched = _touched(table)
    return not touched or touched.isdisjoint(_standing(table))


def is_due(arrangement: Arrangement, at: datetime) -> bool:
    """Say whether a table is to be made: none holds, or newcomers have waited long enough."""
    found = arrangement.tables.first()
    if found is None or not holds(found, at):
        return True
    return at >= found.made + NEWCOMERS_WAIT and bool(_touched(found))


def pair_of(table: Table) -> KeyPair:
    """Return the secret of a table; raises Unavailable once it was destroyed."""
    path = folder(table.arrangement) / f"{table.number}.seed"
    try:
        return KeyPair.derive(path.read_bytes(), INFO)
    except FileNotFoundError:
        raise Unavailable("the table is being made anew; ask again in a moment") from None


def tags_of(table: Table) -> bytes:
    """Return a table's tags as they are handed over."""
    try:
        return (folder(table.arrangement) / f"{table.number}.tags").read_bytes()
    except FileNotFoundError:
        raise Unavailable("the table is being made anew; ask again in a moment") from None


def behind(arrangement: Arrangement, number: int, shown: str) -> UUID | None:
    """Return the own record behind a witness; None unless it was asked for, and evaluated, here."""
    path = folder(arrangement) / f"{number}.who"
    if not path.exists():
        return None
    wanted = bytes.fromhex(shown)
    return next((pk for one, pk in _pairs(path.read_bytes()) if one == wanted), None)


def destroy(arrangement: Arrangement) -> None:
    """Destroy the secrets of an arrangement's tables; who stood behind them is kept its time."""
    for path in folder(arrangement).glob("*.seed"):
        path.unlink(missing_ok=True)
    for path in folder(arrangement).glob("*.tags"):
        path.unlink(missing_ok=True)


def sweep(at: datetime) -> int:
    """Forget tables that are long over, as the clock, with who stood behind them."""
    count = 0
    for old in Table.unrestricted.filter(made__lt=at - KEPT).select_related("arrangement"):
        if old.number != (old.arrangement.tables.aggregate(last=Max("number"))["last"]):
            for path in folder(old.arrangement).glob(f"{old.number}.*"):
                path.unlink(missing_ok=True)
            old.delete()
            count += 1
    return count


def _witnesses(pair: KeyPair, who: dict[UUID, datetime | None]) -> Iterator[tuple[bytes, UUID]]:
    ids = sorted(who)
    for start in range(0, len(ids), CHUNK):
        for record in Record.unrestricted.filter(pk__in=ids[start : start + CHUNK]):
            facts = facts_of(record)
            for key in keys_of(facts) if facts else ():
                yield witness(output(pair, key)), record.pk


def _touched(table: Table) -> set[UUID]:
    """Return the subjects that changes since a table was made are about."""
    rows = Change.unrestricted.filter(number__gt=table.feed, realm=Realm.LIVE.value)
    said = list(rows.filter(kind__in=[*SCREENED, "basis"]).values_list("record", "kind"))
    bases = [record for record, kind in said if kind == "basis"]
    touched = {record for record, kind in said if kind != "basis"}
    subjects = Basis.unrestricted.filter(record_id__in=bases)
    return touched | set(subjects.values_list("subject_id", flat=True))


def _standing(table: Table) -> set[UUID]:
    path = folder(table.arrangement) / f"{table.number}.who"
    return {pk for _one, pk in _pairs(path.read_bytes())} if path.exists() else set()


def _pairs(data: bytes) -> Iterator[tuple[bytes, UUID]]:
    width = WITNESS + 16
    for start in range(0, len(data), width):
        yield data[start : start + WITNESS], UUID(bytes=data[start + WITNESS : start + width])


def _forget_secret(place: Path, number: int) -> None:
    for name in ("seed", "tags"):
        (place / f"{number}.{name}").unlink(missing_ok=True)


def _write(path: Path, data: bytes) -> None:
    part = path.with_suffix(path.suffix + ".part")
    part.touch(mode=0o600)
    part.write_bytes(data)
    part.replace(path)


def _journalled(arrangement: Arrangement, table: Table, at: datetime) -> None:
    journal.append(
        log=arrangement.bureau_id,
        verb="match.make_table",
        realm=Realm.LIVE.value,
        objects=[arrangement.pk, arrangement.peer_id],
        actor=None,
        purpose="exchange",
        detail={"table": table.number, "keys": table.keys, "size": table.size},
        at=at,
    )
