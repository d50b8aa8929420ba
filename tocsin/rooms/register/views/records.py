"""Pages of records: the search, one record, its history, who sees it, a preview."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.core.errors import NotFound
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.register.dossier.page import dossier, fetch, preview, reasons
from tocsin.rooms.register.dossier.past import past
from tocsin.rooms.register.exporting import FORMS, Form, lines, one, several
from tocsin.rooms.register.forms import SearchForm
from tocsin.rooms.register.models import SavedSearch
from tocsin.rooms.register.searching import exported, search
from tocsin.web.panels import collected


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    form = SearchForm(who, request.GET)
    query = form.query()
    address = request.GET.copy()
    address.pop("after", None)
    context = {
        "form": form,
        "query": query,
        "found": search(who, query),
        "address": address.urlencode(),
        "saved": SavedSearch.visible_to(who),
    }
    return render(request, "register/records.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    who = reader(request)
    rows = exported(who, SearchForm(who, request.GET).query())
    answer = StreamingHttpResponse(lines(rows), content_type="text/csv; charset=utf-8")
    name = f"records-{timezone.now():%Y%m%dT%H%MZ}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
def export_as(request: HttpRequest, form: str) -> HttpResponse:
    who = reader(request)
    data = several(who, SearchForm(who, request.GET).query(), FORMS[form])
    return _file(data, FORMS[form], f"records-{timezone.now():%Y%m%dT%H%MZ}")


@require_GET
def export_one(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    return _file(one(reader(request), pk, FORMS[form]), FORMS[form], f"record-{pk}")


def _file(data: bytes, form: Form, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=form.media)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form.ending}"'
    return answer


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    record = fetch(who, pk)
    context = dossier(who, record) | {"panels": collected("RECORD", who, record)}
    return render(request, "register/record.html", context)


@require_GET
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    record = fetch(who, pk)
    context = {"record": record, "entries": past(who, record)}
    return render(request, "register/history.html", context)


@require_GET
def who_sees(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    return render(request, "register/audience.html", reasons(who, fetch(who, pk)))


@require_GET
def preview_as(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    who = reader(request)
    record = fetch(who, pk)
    bureau = Bureau.visible_to(who).filter(code=code.upper()).first()
    if bureau is None:
        raise NotFound("this node knows no bureau of that code")
    return render(request, "register/preview.html", preview(who, record, bureau))
