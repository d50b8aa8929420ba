"""Pages of this room: notices, one notice, its sheet, the review desk, what is due, conditions."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tocsin.core.errors import NotFound
from tocsin.core.kinds.colours import Hue
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.notices import desk, due, printed, sheets
from tocsin.rooms.notices.dossier import dossier, fetch, is_anothers
from tocsin.rooms.notices.forms.sheets import NoticeDraftForm, begun
from tocsin.rooms.notices.models import Policy
from tocsin.rooms.notices.preparing import conditions
from tocsin.web.panels import collected


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.RECORD_SEE)
    return render(request, "notices/notices.html", desk.listed(who, request.GET))


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    notice = fetch(who, pk)
    others = [one for one in collected("RECORD", who, notice.record) if is_anothers(one)]
    return render(request, "notices/notice.html", dossier(who, notice) | {"panels": others})


@require_GET
def paper_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    language = printed.language_asked(request.GET.get("language"))
    public = "public" in request.GET
    context = printed.page(who, fetch(who, pk), language, public=public)
    return render(request, "notices/paper.html", context)


@require_GET
def paper_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    language = printed.language_asked(request.GET.get("language"))
    public = "public" in request.GET
    name, data = printed.file(who, fetch(who, pk), language, public=public)
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@require_GET
def colours(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.NOTICE_DRAFT)
    context = {"hues": list(Hue), "subject": request.GET.get("subject", "")[:36]}
    return render(request, "notices/colours.html", context)


@require_GET
def begin(request: HttpRequest, colour: str) -> HttpResponse:
    who = reader(request)
    who.need(Power.NOTICE_DRAFT)
    if colour not in set(Hue):
        raise NotFound("there is no notice of that colour")
    tree, chosen = begun(who, colour, request.GET.get("subject", "")[:36])
    return _sheet(request, NoticeDraftForm.showing(who, colour, tree, **chosen), None)


@require_POST
def regrow(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    target = sheets.target_of(who, request.POST)
    who.need(Power.NOTICE_EDIT if target else Power.NOTICE_DRAFT)
    return _sheet(request, sheets.regrown(who, target, request.POST), target)


def _sheet(request: HttpRequest, form: Any, target: Any) -> HttpResponse:
    context = {
        "form": form,
        "target": target,
        "choices": sheets.choices(reader(request)),
        "regrow": "/notices/sheet",
        "back": target.get_absolute_url() if target else "/notices/",
    }
    part = getattr(request, "htmx", None)
    return render(request, "notices/_sheet.html" if part else "notices/sheet.html", context)


@require_POST
def preflight(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.NOTICE_DRAFT)
    said = sheets.flown(who, request.POST, timezone.now().date())
    return render(request, "notices/_preflight.html", said)


@require_GET
def review_desk(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.NOTICE_REVIEW)
    at = timezone.now()
    context = {"queue": desk.queue(who, at), "statistics": desk.statistics(who, at)}
    return render(request, "notices/desk.html", context)


@require_GET
def what_is_due(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.RECORD_SEE)
    feed = f"{settings.BASE_URL}{reverse('api:due')}"
    context = {"clocks": due.due(who, timezone.now()), "feed": feed}
    return render(request, "notices/due.html", context)


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.RECORD_SEE)
    answer = HttpResponse(due.calendar(who, timezone.now()), content_type="text/calendar")
    answer["Content-Disposition"] = 'attachment; filename="due.ics"'
    return answer


@require_GET
def conditions_page(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.RECORD_SEE)
    context = {"conditions": conditions(who), "unverified": Policy.allows_unverified(who.bureau)}
    return render(request, "notices/conditions.html", context)
