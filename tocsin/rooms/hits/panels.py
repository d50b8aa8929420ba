"""What this room shows on pages of others: the menu's entries, open hits, who came close."""

from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.hits.models import CheckResult, results_about
from tocsin.rooms.hits.shown import shown
from tocsin.rooms.register.models import Record
from tocsin.web.panels import MenuItem, Panel, Section

FEW = 6
TRACK = 20


def open_count(reader: Reader) -> int:
    """Return how many hits wait for a finding."""
    return CheckResult.visible_to(reader).open().count()


MENU = [
    MenuItem(_("Border desk"), "hits:desk", Power.CHECK_RUN, "scan", Section.BORDER, 10),
    MenuItem(
        _("Manifests"), "hits:manifests", Power.MANIFEST_UPLOAD, "document", Section.BORDER, 20
    ),
    MenuItem(_("Hits"), "hits:hits", Power.CHECK_DISPOSE, "flag", Section.BORDER, 30, open_count),
    MenuItem(_("Clearances"), "hits:clearances", Power.CHECK_DISPOSE, "shield", Section.BORDER, 40),
]


def waiting(reader: Reader) -> Panel | None:
    """Return the loudest hits that wait for a finding."""
    if not reader.holds(Power.CHECK_DISPOSE):
        return None
    rows = CheckResult.visible_to(reader).open().worst_first().select_related("check_made")
    first = list(rows[:FEW])
    if not first:
        return None
    context = {"hits": shown(reader, first), "count": rows.count()}
    return Panel("hits/_open.html", context, 10)


def met(reader: Reader, record: Record) -> Panel | None:
    """Return the track of this record: the bureau's own checks that came close, newest first.

    When and where each was, by which papers, how close, and what was found.
    """
    if not reader.holds(Power.CHECK_DISPOSE):
        return None
    rows = list(results_about(reader, record.pk).order_by("-check_made__at")[:TRACK])
    if not rows:
        return None
    places = {row.check_made.where for row in rows if row.check_made.where}
    papers = {one for row in rows for one in row.check_made.query.get("docs", ())}
    context = {"results": rows, "places": sorted(places), "papers": sorted(papers)}
    return Panel("hits/_met.html", context, 60)


HOME = [waiting]
RECORD = [met]
