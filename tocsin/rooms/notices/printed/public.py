"""The public extract on paper: what two officers of the owner approved, and no more."""

from dataclasses import replace

from django.utils.translation import gettext as _

from tocsin.core.errors import NotFound
from tocsin.core.kinds import Person, read
from tocsin.core.kinds.colours import ExtractPart, Hue
from tocsin.core.kinds.words import Care
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.models import Extract, Notice
from tocsin.rooms.notices.printed.about import birth_years, described, nationalities
from tocsin.rooms.notices.printed.gathering import sheet
from tocsin.rooms.notices.printed.laying import Block, Row, Sheet
from tocsin.rooms.notices.printed.words import MARKINGS, said, speaking
from tocsin.rooms.register.models import Record

PUBLIC = "TLP:CLEAR"


def extract_of(reader: Reader, notice: Notice) -> Extract | None:
    """Return the extract that this reader may print: of the own bureau, of this version."""
    if notice.record.owner_id != reader.bureau or not reader.holds(Power.RECORD_EXPORT):
        return None
    return Extract.standing(notice)


def public_sheet(reader: Reader, notice: Notice, language: str) -> Sheet:
    """Return the sheet for the public; raise NotFound where none is approved for this version."""
    extract = extract_of(reader, notice)
    if extract is None:
        raise NotFound("no public extract of this version is approved")
    parts = {one for one in ExtractPart if one.value in extract.parts}
    whole = sheet(reader, notice, language)
    with speaking(language):
        charge = [row for row in whole.matter if row.term == _("Charge")]
        missed = notice.colour == Hue.YELLOW
        return replace(
            whole,
            headline="",
            version="",
            marking=PUBLIC,
            marking_meaning=_(MARKINGS[PUBLIC]),
            handling=(),
            subjects=tuple(_block(reader, one, parts) for one in whole.subjects),
            sought=(),
            instruction=_("Call if you have seen this person")
            if missed
            else _("Do not approach: call the police"),
            steps=(),
            matter=tuple(charge) if ExtractPart.CHARGE in parts else (),
            facts=extract.appeal,
            contact=(Row(_("Telephone"), (extract.telephone,)),),
            address="",
            banner="",
            public=True,
        )


def _block(reader: Reader, block: Block, parts: set[ExtractPart]) -> Block:
    record = Record.visible_to(reader).get(pk=block.record)
    body = read(record.kind, record.body)
    rows: list[Row] = []
    warned = False
    if isinstance(body, Person):
        rows += birth_years(body) if ExtractPart.BIRTH_YEAR in parts else []
        rows += nationalities(body) if ExtractPart.NATIONALITY in parts else []
        rows += described(body) if ExtractPart.DESCRIPTION in parts else []
        warned = ExtractPart.HANDLE_WITH_CARE in parts and Care.ARMED in body.care
    return replace(
        block,
        status="",
        warnings=(said(Care.ARMED),) if warned else (),
        rows=tuple(rows),
        photograph=block.photograph if ExtractPart.PHOTOGRAPH in parts else None,
    )
