"""Pages of this room."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.rooms.border import desk
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.STATION_SEE)
    return render(request, "border/stations.html", desk.listing(who, timezone.now()))


@require_GET
def station(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.STATION_SEE)
    found = desk.fetch(who, pk)
    return render(request, "border/station.html", desk.page(who, found, timezone.now()))


@require_GET
def copy(request: HttpRequest, pk: UUID, number: int) -> HttpResponseBase:
    who = reader(request)
    who.need(Power.STATION_COPY)
    file = desk.sealed(who, desk.fetch(who, pk), number)
    return FileResponse(file, as_attachment=True, filename=f"{number}.copy")
