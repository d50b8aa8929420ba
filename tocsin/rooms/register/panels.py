"""What this room shows on pages of others: the menu's entries and the panels of the home page."""

from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models import Import, Record
from tocsin.web.panels import MenuItem, Panel, Section

MENU = [
    MenuItem(_("Records"), "register:records", Power.RECORD_SEE, "list", Section.REGISTER, 10),
    MenuItem(_("Imports"), "register:imports", Power.IMPORT_START, "upload", Section.REGISTER, 50),
]
MOST = 1_000


def drafts(reader: Reader) -> Panel | None:
    """Return the drafts the officer is writing."""
    if not reader.holds(Power.RECORD_EDIT):
        return None
    mine = list(Record.drafted_by(reader)[:8])
    return Panel("register/_drafts.html", {"drafts": mine}, 20) if mine else None


def weak(reader: Reader) -> Panel | None:
    """Return how many of the bureau's records in force are weak for screening."""
    if not reader.holds(Power.RECORD_EDIT):
        return None
    count = Record.weak_of(reader)[: MOST + 1].count()
    shown = {"count": count, "is_more": count > MOST, "code": reader.bureau_code}
    return Panel("register/_weak.html", shown, 60) if count else None


def imports(reader: Reader) -> Panel | None:
    """Return the imports under way."""
    if not reader.holds(Power.IMPORT_START):
        return None
    jobs = list(Import.visible_to(reader).under_way()[:5])
    return Panel("register/_imports.html", {"jobs": jobs}, 30) if jobs else None


HOME = [drafts, imports, weak]
