"""What this room shows on pages of others: menu, findings to decide, a record, a request."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds import KINDS
from tocsin.rooms.blind import desk
from tocsin.rooms.blind.actions import resolving
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models import titles_for
from tocsin.web.panels import MenuItem, Panel, Section

REFERENCE = re.compile(r"BM-([0-9]{1,9})-([0-9a-f]{48})", re.ASCII)


def _home(who: Reader) -> Panel | None:
    if not who.holds(Power.MATCH_SEE):
        return None
    count = desk.open_findings(who)
    return Panel("blind/_home.html", {"count": count}, order=9) if count else None


def _ask(who: Reader, record: Any) -> Panel | None:
    kind = KINDS.get(record.kind)
    asks = who.holds(Power.MATCH_ASK) and record.owner_id == who.bureau
    if not asks or kind is None or not kind.screened or record.state != "released":
        return None
    peers = list(desk.peers(who))
    return Panel("blind/_record.html", {"peers": peers, "record": record}, 70) if peers else None


def _behind(who: Reader, request: Any) -> Panel | None:
    """Show whom a confirmed match is about, to the bureau that was asked."""
    said = REFERENCE.fullmatch(request.reference)
    if said is None or request.asked_id != who.bureau or not who.holds(Power.MATCH_SEE):
        return None
    record = resolving.behind(who, request.asker_id, int(said[1]), said[2])
    title = titles_for(who, [record]).get(record) if record else None
    return Panel("blind/_behind.html", {"record": record, "title": title})


HOME = [_home]
RECORD = [_ask]
REQUEST = [_behind]
MENU = [
    MenuItem(
        _("Blind match"),
        "blind:blind",
        Power.MATCH_SEE,
        "eye-off",
        Section.BUREAUS,
        30,
        desk.open_findings,
    )
]
