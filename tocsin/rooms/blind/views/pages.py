"""Pages of this room for officers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.rooms.blind import desk
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.MATCH_SEE)
    context = desk.listing(who, timezone.now(), request.GET.get("page"))
    return render(request, "blind/blind.html", context)


@require_GET
def question(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.MATCH_SEE)
    return render(request, "blind/question.html", desk.question(who, desk.fetch(who, pk)))
