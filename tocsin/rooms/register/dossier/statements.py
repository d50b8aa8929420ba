"""A record as data: its envelope, body and signed bytes, as far as this reader is told.

The label is told whole to its owner; to others what travels of it, as the signed statement says.
"""

from typing import Any

from tocsin.core.kinds import completeness, read
from tocsin.core.statements import octets
from tocsin.core.statements.envelope import travelling
from tocsin.core.statements.signed import Signed
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.dossier.circle import ties
from tocsin.rooms.register.dossier.past import seal, told
from tocsin.rooms.register.models import Attachment, Awaited, Draft, Record, Revision, Ruling
from tocsin.rooms.register.searching import COUNTED, Found


def found(page: Found) -> dict[str, Any]:
    """Return one page of a search; ``following`` is what to send as ``after``, empty at the end."""
    return {
        "records": [{**one.summary(), "owner": one.owner.code} for one in page.rows],
        "count": min(page.count, COUNTED),
        "is_more": page.is_more,
        "following": page.following,
    }


def whole(reader: Reader, record: Record) -> dict[str, Any]:
    """Return a record with its body, label, weaknesses, attachments and newest signed statement."""
    newest = next(iter(Revision.of(record)), None)
    weak = completeness(read(record.kind, record.body)) if record.body else []
    files = Attachment.visible_to(reader).filter(record=record)
    return {
        **record.summary(),
        "owner": record.owner.code,
        "label": _label(reader, record),
        "body": record.body or None,
        "weaknesses": [{"code": one.code, "sentence": one.sentence} for one in weak],
        "attachments": [one.summary() for one in files],
        "awaited": [one.summary() for one in Awaited.visible_to(reader).filter(record=record)],
        "signed": _signed(newest) if newest else None,
        "draft": draft_of(reader, record),
    }


def draft_of(reader: Reader, record: Record) -> dict[str, Any] | None:
    """Return the draft of a record and when it was last saved, to its owner's bureau alone."""
    draft = Draft.of(record) if record.owner_id == reader.bureau else None
    return {"body": draft.body, "edited": draft.edited.isoformat()} if draft is not None else None


def _label(reader: Reader, record: Record) -> dict[str, Any]:
    label = record.release_class.read()
    if record.owner_id == reader.bureau:
        return label.plain() | {"tlp": label.tlp.value}
    told = travelling(label, b"\0" * 16)
    told.pop("named", None)
    told.pop("groups", None)
    return told


def history(reader: Reader, record: Record) -> dict[str, Any]:
    """Return what of the past this reader is told, newest first; reasons to the owner alone.

    A ruling's signed bytes say its reason, so others are not given those of one that has any.
    """
    own = record.owner_id == reader.bureau
    past, ruled = told(reader, record)
    revisions = [
        {
            "number": one.number,
            "at": one.at.isoformat(),
            "note": one.note if own else "",
            "seal": seal(one),
            "body": one.body,
            "signed": _signed(one),
        }
        for one in past
    ]
    rulings = [
        {
            "verb": one.verb,
            "at": one.at.isoformat(),
            "state": one.state,
            "reason": one.reason if own else "",
            "signed": _signed(one) if own or not one.reason else None,
        }
        for one in ruled
    ]
    return {"revisions": revisions, "rulings": rulings}


def links(reader: Reader, record: Record) -> dict[str, Any]:
    """Return the links of a record as read from it."""
    return {
        "links": [
            {
                "id": str(tie.link.pk),
                "relation": tie.link.body["relation"],
                "wording": tie.wording,
                "other": tie.other.summary(),
                "since": tie.since or None,
                "until": tie.until or None,
            }
            for tie in ties(reader, record)
        ]
    }


def _signed(one: Revision | Ruling) -> dict[str, Any]:
    said = Signed(bytes(one.statement), one.key, bytes(one.signature)).to_json()
    grain = getattr(one, "salt", None)
    return {**said, "salt": octets.to_text(bytes(grain)) if grain else None}
