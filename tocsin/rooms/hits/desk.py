"""The border desk: one officer, one traveller at a time, and what she checked today."""

from typing import Any

from django.utils import timezone

from tocsin.core.errors import InvalidInput
from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.hits import index
from tocsin.rooms.hits.actions import checks
from tocsin.rooms.hits.forms import DeskForm
from tocsin.rooms.hits.models import Check
from tocsin.rooms.hits.shown import shown, today
from tocsin.rooms.hits.traveller import again
from tocsin.web.telling import told

RECENT = 12


def ask(reader: Reader, form: DeskForm) -> Check | None:
    """Run the check a form asks for; None, and the form says why, when it cannot be run."""
    if not form.is_valid():
        return None
    index.of(reader.realm).size(timezone.now())
    try:
        return checks.run(reader, where=post_of(reader), **form.arguments())
    except InvalidInput as error:
        form.add_error(error.place if error.place in form.fields else "line", told(error.sentence))
        return None


def post_of(reader: Reader) -> str:
    """Return the name of the unit the officer serves in, as a check notes where it was made."""
    mine = Officer.visible_to(reader).filter(pk=reader.officer, unit__isnull=False)
    return (mine.values_list("unit__name", flat=True).first() or "")[:120]


def recent(reader: Reader) -> list[Check]:
    """Return what this officer checked today, the newest first."""
    since = today(timezone.now())
    mine = Check.visible_to(reader).filter(officer_id=reader.officer, at__gte=since, manifest=None)
    return list(mine[:RECENT])


def answer_of(reader: Reader, check: Check) -> dict[str, Any]:
    """Return the context of one answer for its page, as the reader may see it now."""
    hits = shown(reader, check.results.select_related("clearance"))
    # What the traveller is known not to match neither instructs nor scores.
    alerts = [hit for hit in hits if not hit.result.known]
    first = next(iter(alerts), None)
    return {
        "check": check,
        "traveller": again(check.query),
        "hits": hits,
        "points": first.points if first else None,
        "instruction": first.instruction if first else "",
        "findings": check.query.get("findings", []),
        "suggestion": check.query.get("suggestion", ""),
        "back": check.get_absolute_url(),
    }


def see(reader: Reader, check: Check) -> dict[str, Any]:
    """Journal that a kept answer is looked at again, then return its context."""
    look(reader, "check.see", check.id, *(result.record for result in check.results.all()))
    return answer_of(reader, check)
