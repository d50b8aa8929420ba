"""Pages on which a body is typed: the choice of kinds, the blank sheet, rows added, the hint."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from tocsin.core.errors import InvalidInput, NotFound
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.register.forms.drafts import BEGUN, DraftForm, EditForm, hints, regrown
from tocsin.rooms.register.models import Record


@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    reader(request).need(Power.RECORD_DRAFT)
    return render(request, "register/kinds.html", {"kinds": BEGUN})


@require_GET
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    who = reader(request)
    who.need(Power.RECORD_DRAFT)
    if kind not in {one.name for one in BEGUN}:
        raise NotFound("there is no such kind of record to begin")
    source = _source(who, request.GET.get("extract_of", ""))
    tree, initial = (source.body, {"extract_of": source.pk}) if source else ({}, {})
    form = DraftForm.showing(kind, tree, **initial)
    return _sheet(request, form, None)


@require_POST
def regrow(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    tree, others = regrown(request.POST)
    target = _source(who, request.POST.get("record", ""))
    who.need(Power.RECORD_EDIT if target else Power.RECORD_DRAFT)
    if target is not None:
        return _sheet(request, EditForm.showing(target, tree, **others), target)
    return _sheet(request, DraftForm.showing(request.POST.get("kind", ""), tree, **others), None)


@require_POST
def hint(request: HttpRequest) -> HttpResponse:
    reader(request).need(Power.RECORD_DRAFT)
    form = DraftForm(reader(request), None, request.POST)
    return render(request, "register/_hint.html", hints(form))


def _source(who: Reader, text: str) -> Record | None:
    if not text:
        return None
    try:
        own = Record.visible_to(who).filter(pk=UUID(text), owner_id=who.bureau)
    except ValueError as error:
        raise InvalidInput("is not the number of a record", place="record") from error
    return own.first()


def _sheet(request: HttpRequest, form: Any, target: Record | None) -> HttpResponse:
    context = {"form": form, "target": target}
    context["back"] = target.get_absolute_url() if target else "/records/"
    whole = "register/record_edit.html" if target else "register/record_draft.html"
    part = getattr(request, "htmx", None)
    return render(request, "register/_sheet.html" if part else whole, context)
