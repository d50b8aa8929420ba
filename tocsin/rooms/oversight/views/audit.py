"""The pages of oversight. Each of them is itself a look, and journalled before it answers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.cells import csv_lines
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.oversight import audit, ledger
from tocsin.rooms.oversight.forms import SoughtForm
from tocsin.rooms.oversight.unusual import AGAIN_LEAST, BUSY_LEAST, FACTOR, SELDOM, unusual

PAGE = 50
HEAD = ("at", "verb", "officer", "name", "purpose", "query", "objects", "erased", "number")


@require_GET
def looks(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.AUDIT_SEE)
    form = SoughtForm(who, request.GET or None)
    if not form.is_bound or not form.is_valid():
        return render(request, "oversight/looks.html", {"form": form}, status=_status(form))
    sought = form.sought()
    look(who, Power.AUDIT_SEE, *filter(None, [sought.subject]), query=sought.plain())
    page = audit.Pages(audit.entries(who, sought), PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": list(audit.lines(who, page)), "sought": sought}
    return render(request, "oversight/looks.html", context)


@require_GET
def export_looks(request: HttpRequest) -> StreamingHttpResponse:
    who = reader(request)
    who.need(Power.AUDIT_SEE)
    form = SoughtForm(who, request.GET)
    if not form.is_valid():
        raise InvalidInput("the address asks for something that cannot be sought")
    sought = form.sought()
    look(who, Power.AUDIT_SEE, *filter(None, [sought.subject]), query=sought.plain())
    rows = (audit.cells(one) for one in audit.all_lines(who, audit.entries(who, sought)))
    return _download(csv_lines(HEAD, rows), "looks.csv", "text/csv; charset=utf-8")


@require_GET
def subject(_request: HttpRequest, pk: UUID) -> HttpResponse:
    return redirect(f"{reverse('oversight:looks')}?subject={pk}")


@require_GET
def officer(_request: HttpRequest, pk: UUID) -> HttpResponse:
    return redirect(f"{reverse('oversight:looks')}?officer={pk}")


@require_GET
def standing_out(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.AUDIT_SEE)
    look(who, Power.AUDIT_SEE, query={"unusual": True})
    figures = {"factor": FACTOR, "least": BUSY_LEAST, "again": AGAIN_LEAST, "seldom": SELDOM}
    context = {"found": unusual(who), **figures}
    return render(request, "oversight/unusual.html", context)


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    _watches(who)
    return render(request, "oversight/journal.html", {"state": ledger.state(who)})


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    _watches(who)
    look(who, "journal.verify")
    context = {"state": ledger.state(who), "report": ledger.verified(who)}
    return render(request, "oversight/journal.html", context)


@require_GET
def export_journal(request: HttpRequest) -> StreamingHttpResponse:
    who = reader(request)
    who.need(Power.JOURNAL_EXPORT)
    look(who, Power.JOURNAL_EXPORT)
    name = f"{who.bureau_code.lower()}-journal.jsonl"
    return _download(ledger.chunks(ledger.written_out(who)), name, "application/jsonl")


def _watches(who: Reader) -> None:
    if not who.holds(Power.JOURNAL_EXPORT):
        who.need(Power.AUDIT_SEE)


def _status(form: SoughtForm) -> int:
    return 422 if form.is_bound else 200


def _download(pieces: Iterable[Any], name: str, kind: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
