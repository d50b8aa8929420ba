"""What this room shows on pages of others: its menu entry, what waits, a person's profiles."""

from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.profiles import desk
from tocsin.rooms.register.models import Record
from tocsin.web.panels import MenuItem, Panel, Section


def _record(who: Reader, record: Record) -> Panel | None:
    if record.kind in {"profile", "framework"}:
        return Panel("profiles/_itself.html", {"record": record}, 5)
    if record.kind != "person":
        return None
    rows = desk.about(who, record.pk)
    may_begin = who.holds(Power.PROFILE_DRAFT) and record.state == "released"
    may_begin = may_begin and any(one.in_force for one in desk.frameworks(who))
    if not rows and not may_begin:
        return None
    context = {"profiles": rows, "may_begin": may_begin, "record": record}
    return Panel("profiles/_about.html", context, 32)


RECORD = [_record]
MENU = [
    MenuItem(_("Profiles"), "profiles:profiles", Power.RECORD_EXPORT, "users", Section.REGISTER, 70)
]
