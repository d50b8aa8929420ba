"""Entries of the menu, and what oversight hangs on the pages of records, officers and home."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.journal.proof import latest_checkpoint
from tocsin.rooms.oversight import audit
from tocsin.rooms.oversight.audit import Sought
from tocsin.rooms.oversight.models import Petition
from tocsin.web.panels import MenuItem, Panel, Section


def _home(who: Reader) -> Panel | None:
    if not who.holds(Power.AUDIT_SEE):
        return None
    day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    today = audit.entries(who, Sought(since=day)).count()
    newest = latest_checkpoint(who.bureau)
    context = {"today": today, "signed": newest.signed if newest else None}
    return Panel("oversight/_home.html", context, order=20)


def _due(who: Reader) -> Panel | None:
    if not who.holds(Power.PETITION_SEE):
        return None
    open_ = Petition.visible_to(who).open()
    now = timezone.now()
    context = {"nearest": list(open_[:5]), "late": open_.filter(due__lt=now).count(), "now": now}
    return Panel("oversight/_petitions.html", context, order=15)


def _of_officer(who: Reader, officer: Any) -> Panel | None:
    if not who.holds(Power.AUDIT_SEE):
        return None
    return Panel("oversight/_officer.html", {"officer": officer}, order=80)


def _of_record(who: Reader, record: Any) -> Panel | None:
    if not who.holds(Power.AUDIT_SEE):
        return None
    return Panel("oversight/_record.html", {"record": record}, order=90)


HOME = [_due, _home]
OFFICER = [_of_officer]
RECORD = [_of_record]
MENU = [
    MenuItem(
        _("Petitions"), "oversight:petitions", Power.PETITION_SEE, "person", Section.OVERSIGHT, 40
    ),
    MenuItem(_("Who looked"), "oversight:looks", Power.AUDIT_SEE, "eye", Section.OVERSIGHT, 10),
    MenuItem(
        _("Unusual looks"), "oversight:unusual", Power.AUDIT_SEE, "warning", Section.OVERSIGHT, 20
    ),
    MenuItem(
        _("Journal"), "oversight:journal", Power.JOURNAL_EXPORT, "journal", Section.OVERSIGHT, 30
    ),
]
