"""What this room shows on pages of others: its menu entry, and what is asked, on the first page."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.missions.models import Mission
from tocsin.web.panels import MenuItem, Panel, Section


def _asked(who: Reader) -> int:
    return Mission.visible_to(who).to_answer(who.bureau).count()


def _home(who: Reader) -> Panel | None:
    if not who.holds(Power.MISSION_SEE):
        return None
    asked = _asked(who)
    ours = Mission.visible_to(who).of_ours(who.bureau).silent().filter(due__lte=timezone.now())
    late = ours.count()
    if not (asked or late):
        return None
    context = {"asked": asked, "late": late, "tone": "strong" if late else ""}
    return Panel("missions/_home.html", context, order=7)


HOME = [_home]
MENU = [
    MenuItem(
        _("Missions"),
        "missions:missions",
        Power.MISSION_SEE,
        "vehicle",
        Section.BUREAUS,
        20,
        _asked,
    )
]
