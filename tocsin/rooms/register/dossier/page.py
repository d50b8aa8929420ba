"""The record's page for one reader: everything on it, as that reader may see it."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import NotFound
from tocsin.core.kinds import Body, completeness, read
from tocsin.core.labels import Use
from tocsin.core.screening.countries import is_state_code
from tocsin.rooms.bureaus.models import Bureau, Proposal
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.register.dossier.circle import dates, picture, ties
from tocsin.rooms.register.dossier.doors import doors
from tocsin.rooms.register.dossier.facts import Content, content, references
from tocsin.rooms.register.dossier.past import seal
from tocsin.rooms.register.exporting import forms
from tocsin.rooms.register.models import (
    Attachment,
    Awaited,
    Draft,
    Record,
    Revision,
    titles_for,
)
from tocsin.rooms.release.why import Verdict, as_bureau, audience, explain, explained
from tocsin.web.pictures import world_map

ADVICE = {
    "no-birth": _(
        "Ask the source for a date of birth; even a year halves the number of strangers."
    ),
    "partial-birth": _("A full date of birth tells most namesakes apart."),
    "no-nationality": _("Add a nationality, even one that is only claimed."),
    "no-gender": _("Add the gender as documents give it."),
    "no-document": _("A passport or identity card number weighs more than any name."),
    "one-word": _("Add the whole name; a single word matches hundreds."),
    "low-quality": _("Add a primary name; low-quality aliases are not enough to act upon."),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """A weakness and what would mend it."""

    sentence: str
    advice: str


def fetch(reader: Reader, pk: UUID) -> Record:
    """Journal the look and return the record; absent and hidden raise the same NotFound."""
    reader.need(Power.RECORD_SEE)
    look(reader, "record.see", pk)
    found = Record.visible_to(reader).filter(pk=pk).select_related("owner", "release_class").first()
    if found is None:
        raise NotFound("there is nothing here under this number for you")
    return found


def dossier(reader: Reader, record: Record) -> dict[str, Any]:
    """Return the context of the record's page for its reader."""
    own = record.owner_id == reader.bureau
    draft = Draft.of(record) if own else None
    newest = next(iter(Revision.of(record)), None)
    return shown(reader, record) | {
        "own": own,
        "draft": draft,
        "doors": doors(reader, record, draft),
        "proposals": _proposals(reader, record) if own else [],
        "seal": seal(newest) if newest else "",
        "newest": newest,
        "exports": forms(reader, record),
    }


def shown(reader: Reader, record: Record, *, within: Reader | None = None) -> dict[str, Any]:
    """Return what a record says and what hangs on it, for one reader.

    ``within`` limits it further to what another reader sees as well: a preview never shows the
    owner what others have hung on her record out of her sight.
    """
    body = read(record.kind, record.body) if record.body else None
    found = [tie for tie in ties(reader, record) if within is None or _sees(within, tie.link.pk)]
    return {
        "record": record,
        "label": record.release_class.read(),
        "content": _content(reader, within, body) if body else None,
        "weaknesses": _weaknesses(body) if body else [],
        "ties": found,
        "graph": picture(record, found),
        "timeline": dates(body, found) if body else None,
        "bases": _bases(reader, record, within),
        "attachments": list(Attachment.visible_to(reader).filter(record=record)),
        "awaited": list(Awaited.visible_to(reader).filter(record=record)),
    }


def _sees(reader: Reader, pk: UUID) -> bool:
    return Record.visible_to(reader).filter(pk=pk).exists()


def _content(reader: Reader, within: Reader | None, body: Body) -> Content:
    titles = titles_for(reader, references(body))
    if within is not None:
        titles = titles_for(within, set(titles))
    return content(body, titles)


def _weaknesses(body: Body) -> list[Advice]:
    return [Advice(one.sentence, str(ADVICE.get(one.code, ""))) for one in completeness(body)]


def _bases(reader: Reader, record: Record, within: Reader | None) -> list[Any]:
    at = timezone.now()
    rows = []
    bases = Record.visible_to(reader).watching(record).select_related("basis", "owner")
    for one in bases.order_by("-changed")[:20]:
        if within is not None and not _sees(within, one.pk):
            continue
        typed = read("basis", one.body) if one.body else None
        in_force = (
            one.state == "released"
            and record.state == "released"
            and one.basis.since <= at
            and (one.basis.until is None or one.basis.until > at)
        )
        can_end = one.state == "released" and one.owner_id == reader.bureau
        can_end = can_end and reader.holds(Power.BASIS_END) and "notice" not in one.body
        rows.append({"record": one, "body": typed, "in_force": in_force, "can_end": can_end})
    return rows


def _proposals(reader: Reader, record: Record) -> list[Proposal]:
    return list(
        Proposal.visible_to(reader)
        .filter(target=record.pk, state=Proposal.State.OPEN)
        .select_related("proposer")
    )


def reasons(reader: Reader, record: Record) -> dict[str, Any]:
    """Return who can see a record and why: to its owner all, to others only their own case."""
    at = timezone.now()
    uses = list(Use)
    if record.owner_id != reader.bureau:
        said = explained(reader, record.release_class, uses, at)
        mine = [Verdict(record.owner, use, *said[use]) for use in uses]
        return {"record": record, "own": False, "mine": mine, "uses": uses}
    asked = audience(record.release_class, uses, at, realm=reader.realm, purpose=reader.purpose)
    rows = _alike(record, asked)
    return {"record": record, "own": True, "rows": rows, "uses": uses, "map": _map(record, asked)}


def _alike(record: Record, asked: list[list[Verdict]]) -> list[dict[str, Any]]:
    """Return the bureaus told the same as one row, the owner's own first, then the largest last.

    Of two hundred bureaus most are told the same: nobody reads that two hundred times.
    """
    rows: dict[Any, list[list[Verdict]]] = {}
    for verdicts in asked:
        own = verdicts[0].bureau.pk == record.owner_id
        key = (not own, *((one.allowed, one.because) for one in verdicts))
        rows.setdefault(key, []).append(verdicts)
    found = sorted(rows.items(), key=lambda row: (row[0][0], len(row[1])))
    return [
        {"bureaus": [verdicts[0].bureau for verdicts in alike], "verdicts": alike[0]}
        for _key, alike in found
    ]


def _map(record: Record, asked: list[list[Verdict]]) -> SafeString | None:
    """Return whose officers see the record as a map of their states; None where it is home alone.

    A bureau is drawn where its code is a state's; others stand in the table alone.
    """
    seeing = {
        verdict.bureau.code: verdict.bureau.name
        for verdicts in asked
        for verdict in verdicts
        if verdict.use == Use.SEE and verdict.allowed and is_state_code(verdict.bureau.code)
    }
    if not seeing.keys() - {record.owner.code}:
        return None
    return world_map(seeing, [], _("Whose officers see this record"), home=record.owner.code)


def preview(reader: Reader, record: Record, bureau: Bureau) -> dict[str, Any]:
    """Return the record's page as an officer of another bureau would find it, for the owner."""
    if record.owner_id != reader.bureau:
        raise NotFound("only the owner can preview this")
    stranger = as_bureau(bureau, realm=reader.realm, purpose=reader.purpose)
    at = timezone.now()
    sees, because = explain(stranger, record.release_class, Use.SEE, at)
    said = {"record": record, "bureau": bureau, "sees": sees, "because": because}
    if not sees:
        return said
    other = replace(stranger, powers=frozenset({Power.RECORD_SEE}))
    return said | shown(other, record, within=reader)
