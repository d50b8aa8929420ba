"""Files of other bureaus' records: which are awaited, what came, what is not kept here and why.

``exchange`` fetches them and says these. What came is held against the salted name in its owner's
envelope, and against what this node keeps; only then are bytes and row written, in one transaction.
"""

import hashlib
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from tocsin.core.errors import NotAllowed, TocsinError
from tocsin.core.kinds import KINDS
from tocsin.core.sentences import say
from tocsin.core.statements.envelope import file_name
from tocsin.core.statements.signed import peek
from tocsin.rooms.register import vault, writing
from tocsin.rooms.register.models import Attachment, Awaited, Record, Revision

LONGEST_WAIT = timedelta(hours=1)
ENDINGS = {
    "image/jpeg": "photograph.jpg",
    "image/png": "photograph.png",
    "image/webp": "photograph.webp",
    "application/pdf": "document.pdf",
    "text/plain": "text.txt",
}
LOST = say("was lost with this node before a backup was restored")


def expect(record: Record, at: datetime, *, own: bool) -> None:
    """Bring a record's files in line with its newest revision: drop some, await others.

    Of an own record that came back after a restore nothing can be fetched.
    """
    said = _named(record)
    here = {said.of(one.digest): one for one in _kept(record)}
    for name, attachment in here.items():
        if name not in said.names:
            vault.drop(attachment)
    Awaited.unrestricted.filter(record=record).exclude(name__in=said.names).delete()
    for name in sorted(said.names - here.keys()):
        Awaited.unrestricted.get_or_create(
            record=record,
            name=name,
            defaults={"due": at, "refused": at if own else None, "why": LOST if own else ""},
        )


def forget(record: Record, *, erase: bool) -> None:
    """Stop waiting for a record's files, and erase those that came."""
    Awaited.unrestricted.filter(record=record).delete()
    if erase:
        for attachment in _kept(record):
            vault.drop(attachment)


def arrived(awaited: Awaited, data: bytes, media_type: str, at: datetime) -> bool:
    """Keep what came of an awaited file; return whether it is kept.

    Bytes of another name, or of a kind that is not kept here, are refused with the reason. Where
    the record was taken back meanwhile, or says something else now, nothing is kept.
    """
    digest = hashlib.sha256(data).hexdigest()
    if _named(awaited.record).of(digest) != awaited.name:
        why = say("what came is not the file that its owner signed for")
        refuse(awaited, why, media_type, at)
        return False
    try:
        found = _recognised(awaited.record, data)
    except TocsinError as error:
        refuse(awaited, error.sentence, media_type, at)
        return False
    vault.claim(digest)  # outlives a killed process: without a row the bytes are erased
    return _written(awaited, vault.Kept(found, data, digest), at)


def _written(awaited: Awaited, kept: vault.Kept, at: datetime) -> bool:
    with transaction.atomic():
        vault.claim(kept.digest)
        record = Record.unrestricted.select_for_update().get(pk=awaited.record_id)
        if not Awaited.unrestricted.filter(pk=awaited.pk).delete()[0]:
            return False
        vault.store(kept)
        Attachment.unrestricted.create(
            record=record,
            name=ENDINGS[kept.media_type],
            media_type=kept.media_type,
            size=len(kept.data),
            digest=kept.digest,
            added=at,
            officer=record.owner_id,
        )
        vault.keep(kept.digest)
        writing.tell(record, "attached", at)
    return True


def refuse(awaited: Awaited, why: str, media_type: str, at: datetime) -> None:
    """Note that a file is not kept here; it is not asked for again."""
    Awaited.unrestricted.filter(pk=awaited.pk).update(
        refused=at, why=why, media_type=media_type[:80]
    )


def put_off(awaited: Awaited, at: datetime, jitter: float) -> None:
    """Ask again later, each time later, up to an hour."""
    tries = awaited.tries + 1
    wait = min(LONGEST_WAIT, timedelta(seconds=math.ldexp(1, min(tries, 12)))) * jitter
    Awaited.unrestricted.filter(pk=awaited.pk).update(tries=tries, due=at + wait)


def find(record: Record, name: str) -> Attachment | None:
    """Return the file of a record by the name in its newest envelope."""
    said = _named(record)
    if name not in said.names:
        return None
    return next((one for one in _kept(record) if said.of(one.digest) == name), None)


@dataclass(frozen=True, slots=True)
class Named:
    """The files that a record's newest envelope names, and the salt to know them by."""

    names: frozenset[str]
    salt: bytes | None

    def of(self, digest: str) -> str:
        """Return the name of a file of this digest; "" once the salt is erased."""
        return "" if self.salt is None else file_name(self.salt, digest)


def _named(record: Record) -> Named:
    newest = Revision.unrestricted.filter(record=record, number=record.revision).first()
    if newest is None:
        return Named(frozenset(), None)
    said = peek(bytes(newest.statement)).body.get("files", [])
    return Named(frozenset(said), None if newest.salt is None else bytes(newest.salt))


def _kept(record: Record) -> list[Attachment]:
    return list(Attachment.unrestricted.filter(record=record))


def _recognised(record: Record, data: bytes) -> str:
    kind = KINDS[record.kind]
    found = vault.recognise("file", data)
    if kind.kept_by and not kind.ends_as_any:
        raise NotAllowed("records of this kind have no files")
    if kind.closed and not found.startswith("image/"):
        raise NotAllowed("records of this kind carry reviewed photographs only")
    return found
