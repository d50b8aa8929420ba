"""Lists of this room: hits by verdict and finding, manifests, clearances; one page at a time."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from tocsin.core.errors import NotFound
from tocsin.core.formats import csv_lines
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.hits.answer import exportable
from tocsin.rooms.hits.models import (
    Check,
    CheckResult,
    CheckResults,
    Clearance,
    Disposition,
    Manifest,
    Verdict,
)
from tocsin.rooms.hits.shown import Shown, label_of, shown
from tocsin.rooms.register.models import titles_for

ON_A_PAGE = 25
COLUMNS = (
    "row", "traveller", "verdict", "score", "match", "title", "bases", "reasons", "finding",
    "reason",
)  # fmt: skip


def one_check(reader: Reader, pk: UUID) -> Check:
    """Return a check; absent and another bureau's raise the same NotFound."""
    found = Check.visible_to(reader).filter(pk=pk).select_related("officer", "manifest").first()
    if found is None:
        raise NotFound("there is no check under this number for you")
    return found


def one_manifest(reader: Reader, pk: UUID) -> Manifest:
    """Return a manifest; absent and another bureau's raise the same NotFound."""
    found = Manifest.visible_to(reader).filter(pk=pk).select_related("officer").first()
    if found is None:
        raise NotFound("there is no manifest under this number for you")
    return found


def hits_page(
    reader: Reader, said: QueryDict, *, manifest: Manifest | None = None
) -> dict[str, Any]:
    """Return a list of hits, filtered and paged as the address says, and journalled."""
    rows = CheckResult.visible_to(reader)
    if manifest is not None:
        rows = rows.filter(check_made__manifest=manifest)
    chosen = said.get("show", "" if manifest else "open")
    page = Paginator(
        narrowed(rows, chosen).select_related("check_made", "clearance"), ON_A_PAGE
    ).get_page(said.get("page"))
    records = [result.record for result in page]
    objects = [manifest.id] if manifest else []
    look(reader, "check.list", *objects, *dict.fromkeys(records), query={"show": chosen})
    return {
        "page": page,
        "hits": shown(reader, page.object_list),
        "tabs": _tabs(rows, chosen),
    }


def told(reader: Reader, check: Check) -> dict[str, Any]:
    """Return a check just made as the API tells it: with what the reader may see of each entry."""
    return told_all(reader, [check])[0] if check.count else _told(check, [])


def told_all(reader: Reader, checks: list[Check]) -> list[dict[str, Any]]:
    """Return checks as the API tells them, in a fixed number of queries."""
    rows = CheckResult.visible_to(reader).filter(check_made__in=checks)
    by_check: dict[UUID, list[dict[str, Any]]] = {check.pk: [] for check in checks}
    for hit in shown(reader, rows.worst_first().select_related("check_made")):
        by_check[hit.result.check_made_id].append(hit.plain())
    return [_told(check, by_check[check.pk]) for check in checks]


def _told(check: Check, hits: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": str(check.pk),
        "query": check.row,
        "at": check.at.isoformat(),
        "purpose": check.purpose,
        "verdict": check.verdict,
        "feed": check.feed,
        "findings": check.query.get("findings", []),
        "hits": hits,
    }


def checks_read(reader: Reader, number: int) -> dict[str, Any]:
    """Return a page of the bureau's checks for the API, journalled."""
    page = Paginator(Check.visible_to(reader), ON_A_PAGE).get_page(number)
    found = list(page.object_list)
    look(reader, "check.list", *(check.pk for check in found))
    pages = page.paginator.num_pages
    return {"page": page.number, "pages": pages, "checks": told_all(reader, found)}


def manifest_read(reader: Reader, pk: UUID, number: int) -> dict[str, Any]:
    """Return a manifest for the API with a page of its hits, journalled."""
    manifest = one_manifest(reader, pk)
    rows = CheckResult.visible_to(reader).filter(check_made__manifest=manifest).worst_first()
    page = Paginator(rows.select_related("check_made"), ON_A_PAGE).get_page(number)
    look(reader, "check.list", manifest.pk, *dict.fromkeys(row.record for row in page))
    hits = [hit.plain() for hit in shown(reader, page.object_list)]
    pages = page.paginator.num_pages
    return {**manifest.summary(), "page": page.number, "pages": pages, "hits_found": hits}


TABS: dict[str, tuple[str | Promise, Q]] = {
    "": (gettext_lazy("All"), Q()),
    "open": (gettext_lazy("Open"), Q(disposition=Disposition.OPEN, known=False)),
    "strong": (Verdict.STRONG.label, Q(verdict=Verdict.STRONG, known=False)),
    "possible": (Verdict.POSSIBLE.label, Q(verdict=Verdict.POSSIBLE, known=False)),
    "known": (Verdict.KNOWN.label, Q(known=True)),
    "no_match": (Disposition.NO_MATCH.label, Q(disposition=Disposition.NO_MATCH)),
    "confirmed": (Disposition.CONFIRMED.label, Q(disposition=Disposition.CONFIRMED)),
}


def narrowed(rows: CheckResults, chosen: str) -> CheckResults:
    """Narrow hits to one tab of a list, the worst first; an unknown tab is the first."""
    return rows.filter(TABS.get(chosen, TABS[""])[1]).worst_first()


def _tabs(rows: CheckResults, chosen: str) -> list[dict[str, Any]]:
    wanted = {f"n{at}": Count("pk", filter=q) for at, (_label, q) in enumerate(TABS.values()) if q}
    counts = {"n0": Count("pk"), **wanted}
    found = rows.order_by().aggregate(**counts)
    return [
        {
            "label": label,
            "url": f"?{urlencode({'show': name})}",
            "active": name == chosen,
            "badge": found[f"n{at}"],
        }
        for at, (name, (label, _q)) in enumerate(TABS.items())
    ]


def manifests_page(reader: Reader, said: QueryDict) -> Page[Manifest]:
    """Return a page of the bureau's manifests."""
    rows = Manifest.visible_to(reader).select_related("officer")
    return Paginator(rows, ON_A_PAGE).get_page(said.get("page"))


def clearances_page(reader: Reader, said: QueryDict) -> dict[str, Any]:
    """Return a page of the bureau's clearances, with titles the reader may see."""
    rows = Clearance.visible_to(reader).select_related("officer")
    page = Paginator(rows, ON_A_PAGE).get_page(said.get("page"))
    records = {one.record for one in page}
    look(reader, "clearance.list", *records)
    titles = titles_for(reader, records)
    listed = [(one, titles.get(one.record, "")) for one in page]
    return {"page": page, "clearances": listed, "now": timezone.now()}


def pace(manifest: Manifest, at: datetime) -> dict[str, Any]:
    """Return rows a second and the time left; both None while there is nothing to go by."""
    if not manifest.began or not manifest.done:
        return {"rate": None, "left": None}
    taken = max(((manifest.finished or at) - manifest.began).total_seconds(), 0.001)
    rate = manifest.done / taken
    left = timedelta(seconds=round((manifest.rows - manifest.done) / rate))
    return {"rate": round(rate), "left": left if manifest.is_under_way else None}


def hits_csv(reader: Reader, manifest: Manifest) -> Iterator[str]:
    """Yield a manifest's hits as CSV that no spreadsheet runs, journalled before the first line.

    A record that may not be exported leaves its row without title, values, bases or id.
    """
    rows = CheckResult.visible_to(reader).filter(check_made__manifest=manifest)
    rows = rows.worst_first().select_related("check_made")
    look(reader, "manifest.export", manifest.id)
    return csv_lines(COLUMNS, _table(reader, rows))


def _table(reader: Reader, rows: CheckResults) -> Iterator[list[object]]:
    count = rows.count()
    for start in range(0, count, 500):
        chunk = list(rows[start : start + 500])
        may = exportable(reader, {row.record for row in chunk})
        for hit in shown(reader, chunk):
            yield _row(hit, may=hit.result.record in may)


def _row(hit: Shown, *, may: bool) -> list[object]:
    result = hit.result
    head: list[object] = [result.check_made.row, result.check_made.label]
    head += ["known" if result.known else result.verdict, f"{result.score:.4f}"]
    told: list[object] = ["", "", "", ""]
    if may:
        bases = "; ".join(f"{b.owner} {b.kind} {b.reference}: {b.instruction}" for b in hit.bases)
        why = "; ".join(
            f"{label_of(r['feature'])} {r['weight']:+.1f} ({r['query']} / {r['match']})"
            for r in hit.reasons
            if r["weight"]
        )
        told = [result.record, hit.title, bases, why]
    return [*head, *told, result.disposition, result.reason]
