"""Pages of this room: what is asked of whom, and one mission with its offers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.missions import desk


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.MISSION_SEE)
    context = desk.listing(who, timezone.now(), request.GET.get("page"))
    return render(request, "missions/missions.html", context)


@require_GET
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.MISSION_SEE)
    context = desk.one(who, desk.fetch(who, pk), timezone.now())
    return render(request, "missions/mission.html", context)
