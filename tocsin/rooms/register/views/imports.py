"""Pages of imports: the list of them, one with its progress, its report as a file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET

from tocsin.core.errors import NotFound
from tocsin.core.formats.cells import csv_lines
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.register.dossier.intake import pace, said_of
from tocsin.rooms.register.forms.imports import ImportForm
from tocsin.rooms.register.models import Import, ImportProblem
from tocsin.web.telling import told


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.IMPORT_START)
    jobs = Import.visible_to(who).select_related("officer")[:50]
    return render(request, "register/imports.html", {"jobs": jobs, "form": ImportForm(who, None)})


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = fetch(request, pk)
    context = {"job": job, "pace": pace(job, timezone.now()), **said_of(job)}
    part = getattr(request, "htmx", None)
    return render(request, "register/_import.html" if part else "register/import.html", context)


@require_GET
def report(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    job = fetch(request, pk)
    said = ImportProblem.of(job).values_list("sort", "place", "sentence").iterator()
    # The rows are written after the page's language is gone: it is taken along.
    language = get_language()
    rows = ((sort, place, _in(language, sentence)) for sort, place, sentence in said)
    lines = csv_lines(("sort", "place", "sentence"), rows)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="import-{job.pk}.csv"'
    return answer


def _in(language: str | None, sentence: str) -> str:
    with override(language):
        return told(sentence)


def fetch(request: HttpRequest, pk: UUID) -> Import:
    who = reader(request)
    who.need(Power.IMPORT_START)
    found: Import | None = Import.visible_to(who).filter(pk=pk).select_related("officer").first()
    if found is None:
        raise NotFound("there is no import under this number for you")
    return found
