"""From a notice to its sheet: what this reader may take along, as it stands at this moment.

Nothing is printed that the reader may not export; what is not in force leaves on no paper, and a
draft of the own bureau says across the top that it is one.
"""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tocsin.core.errors import NotAllowed
from tocsin.core.kinds import AnyNotice, read
from tocsin.core.kinds import Notice as NoticeBody
from tocsin.core.kinds.colours import Mark
from tocsin.core.kinds.notices import Offence, PoliceReport, Threat, Warrant
from tocsin.core.labels import Label, Use, read_label
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.lifecycle import QUARANTINE, Stage
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.notices.printed.about import block, placed
from tocsin.rooms.notices.printed.laying import Block, Row, Sheet
from tocsin.rooms.notices.printed.words import HANDLING, MARKINGS, country, day, said, speaking
from tocsin.rooms.register.models import Attachment, Awaited, Record, awaited_of
from tocsin.rooms.release.models import allowed
from tocsin.web.telling import told


def is_printable(reader: Reader, notice: Notice) -> bool:
    """Say whether this reader may take the notice along on paper, now."""
    if not reader.holds(Power.RECORD_EXPORT):
        return False
    if notice.record.owner_id == reader.bureau and Stage(notice.stage) in QUARANTINE:
        return True
    return notice.record.release_class_id in allowed(reader, Use.EXPORT, timezone.now())


def sheet(reader: Reader, notice: Notice, language: str) -> Sheet:
    """Return the whole sheet; raise PowerMissing or NotAllowed for who may not take it along."""
    reader.need(Power.RECORD_EXPORT)
    if not is_printable(reader, notice):
        raise NotAllowed("the label of this notice, or its state, does not let you print it")
    said_body = read(notice.record.kind, notice.record.body)
    assert isinstance(said_body, AnyNotice)
    with speaking(language):
        return _sheet(reader, notice, said_body, language)


def _sheet(reader: Reader, notice: Notice, body: AnyNotice, language: str) -> Sheet:
    record = notice.record
    label = _label(reader, notice)
    word, _colon, purpose = said(body.hue).partition(":")
    handling = [code.value for code in sorted(label.handling)]
    return Sheet(
        language=language,
        colour=body.hue.value,
        colour_word=word,
        purpose=_capital(purpose.strip()),
        form=said(body.form).partition(":")[0],
        case=body.case,
        headline=body.headline if isinstance(body, NoticeBody) else "",
        owner=record.owner.name,
        owner_code=record.owner.code,
        released=day(notice.released.date()) if notice.released else "",
        version=str(record.revision or ""),
        until=day(body.until.latest),
        marking=label.tlp.value,
        marking_meaning=_(MARKINGS[label.tlp.value]),
        handling=tuple((code, label.handling_note or _(HANDLING[code])) for code in handling),
        subjects=_subjects(reader, body),
        sought=tuple(said(one) for one in body.sought),
        instruction=said(body.instruction),
        steps=_steps(),
        matter=tuple(_matter(body)) if isinstance(body, NoticeBody) else tuple(_purple(body)),
        facts=(body.facts or "") if isinstance(body, NoticeBody) else "",
        contact=tuple(_contact(reader, body)),
        address=f"{settings.BASE_URL}{notice.get_absolute_url()}",
        printed=_("Printed by %(code)s on %(moment)s UTC")
        % {"code": reader.bureau_code, "moment": date_format(timezone.now(), "j E Y, H:i")},
        banner=_banner(notice, body),
        is_exercise=record.realm == "exercise",
    )


def _label(reader: Reader, notice: Notice) -> Label:
    """Return the label that it has, or that a draft is to have."""
    own = notice.record.owner_id == reader.bureau
    draft = own and Stage(notice.stage) in QUARANTINE
    return read_label(notice.label) if draft else notice.record.release_class.read()


def _banner(notice: Notice, body: AnyNotice) -> str:
    if body.mark is Mark.UNVERIFIED:
        return _("Unverified: do not act")
    if Stage(notice.stage) in QUARANTINE:
        return _("Draft: not released, not to be handed on")
    return ""


def _subjects(reader: Reader, body: AnyNotice) -> tuple[Block, ...]:
    order = {UUID(one.record): one.status for one in body.subjects}
    seen = {one.pk: one for one in Record.visible_to(reader).filter(pk__in=order) if one.body}
    pictures, awaited = _pictures(reader, list(seen)), awaited_of(reader, list(seen))
    return tuple(
        _lacking(block(seen[pk], status, pictures.get(pk)), awaited.get(pk, []))
        for pk, status in order.items()
        if pk in seen
    )


def _lacking(drawn: Block, awaited: list[Awaited]) -> Block:
    """Return the block with a line where its photograph would be, if one is not here."""
    if drawn.photograph is not None or not awaited:
        return drawn
    row = Row(_("Photograph"), (told(awaited[0].standing),))
    return replace(drawn, rows=(*drawn.rows, row))


def _pictures(reader: Reader, records: list[UUID]) -> dict[UUID, Attachment]:
    """Return the newest photograph that the reader may see of each record."""
    rows = Attachment.visible_to(reader).filter(record__in=records, media_type__startswith="image/")
    return {row.record_id: row for row in rows.order_by("added")}


def _steps() -> tuple[str, ...]:
    return (
        _("Compare names, dates, documents and photograph: is it really the one?"),
        _("Call the owner before you rely on this: what has changed since is known there."),
        _("Tell your own bureau when, where and with which documents."),
    )


def _matter(body: NoticeBody) -> list[Row]:
    found = []
    if body.offence:
        found += _offence(body.offence)
    if body.warrant:
        found += _warrant(body.warrant)
    if body.threat:
        found += _threat(body.threat)
    if body.report:
        found += _report(body.report)
    if body.listing:
        found.append(Row(_("Listing"), (f"{body.listing.list_name}, {body.listing.entry}",)))
    for one in body.addenda:
        found.append(Row(_("Addendum of %(day)s") % {"day": day(one.day)}, (one.text,)))
    return [row for row in found if any(row.values)]


def _offence(offence: Offence) -> list[Row]:
    span = " \u2013 ".join(filter(None, (day(offence.begins), day(offence.ends))))
    place = placed(offence.place) if offence.place else ""
    return [
        Row(_("Charge"), (offence.charge,)),
        Row(_("Category"), (said(offence.category),)),
        Row(_("Law"), (offence.law or "",)),
        Row(_("Committed"), (", ".join(filter(None, (span, place))),)),
        Row(_("Maximum penalty"), (_months(offence.maximum),)),
        Row(_("Sentence"), (_months(offence.sentence),)),
    ]


def _months(months: int | None) -> str:
    if months is None:
        return ""
    if months >= 1_200:
        return _("life imprisonment")
    return _("%(months)d months") % {"months": months}


def _warrant(warrant: Warrant) -> list[Row]:
    issued = day(warrant.issued)
    parts = (warrant.reference, warrant.authority, country(warrant.country), issued)
    return [Row(_("Warrant"), (", ".join(filter(None, parts)),))]


def _threat(threat: Threat) -> list[Row]:
    return [
        Row(_("Threat assessed by"), (f"{threat.assessed_by}, {day(threat.assessed)}",)),
        Row(_("Grounds"), (said(threat.grounds),)),
        Row(_("Imminent until"), (day(threat.imminent_until),)),
    ]


def _report(report: PoliceReport) -> list[Row]:
    seen = (day(report.seen), placed(report.place) if report.place else "")
    return [
        Row(_("Police report"), (f"{report.reference}, {day(report.received)}",)),
        Row(_("Last seen or found"), (", ".join(filter(None, seen)),)),
    ]


def _purple(body: Any) -> list[Row]:
    return [
        Row(_("Category"), (said(body.category),)),
        Row(_("Region"), (said(body.region),)),
        *([Row(_("Tags"), tuple(said(tag) for tag in body.tags))] if body.tags else []),
    ]


def _contact(reader: Reader, body: AnyNotice) -> list[Row]:
    contact = body.contact
    bureau = Bureau.visible_to(reader).filter(code=contact.bureau).first()
    rows = [
        Row(_("Bureau"), (f"{bureau.name} ({bureau.code})" if bureau else contact.bureau,)),
        Row(_("Desk"), (said(contact.desk),)),
        Row(_("Telephone"), (contact.telephone or "",)),
        Row(_("E-mail"), (contact.email or "",)),
        Row(_("Case"), (body.case,)),
    ]
    return [row for row in rows if any(row.values)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
