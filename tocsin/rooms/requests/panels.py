"""What this room shows on pages of others: its menu entry, and what is owed, on the first page."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.requests import desk
from tocsin.rooms.requests.models import Request
from tocsin.web.panels import MenuItem, Panel, Section


def _owed(who: Reader) -> int:
    return Request.visible_to(who).to_answer(who.bureau).count()


def _home(who: Reader) -> Panel | None:
    if not who.holds(Power.REQUEST_SEE):
        return None
    said = desk.totals(who, timezone.now())
    if not any(said.values()):
        return None
    tone = "strong" if said["owed_late"] else ""
    return Panel("requests/_home.html", said | {"tone": tone}, order=7)


HOME = [_home]
MENU = [
    MenuItem(
        _("Requests"), "requests:requests", Power.REQUEST_SEE, "inbox", Section.BUREAUS, 10, _owed
    )
]
