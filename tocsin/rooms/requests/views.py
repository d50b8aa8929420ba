"""Pages of this room: what is owed and awaited, and one request with its thread."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.requests import desk
from tocsin.web import panels


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.REQUEST_SEE)
    context = desk.listing(who, timezone.now(), request.GET.get("page"))
    return render(request, "requests/requests.html", context)


@require_GET
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.REQUEST_SEE)
    found = desk.fetch(who, pk)
    context = desk.thread(who, found, timezone.now())
    context["panels"] = panels.collected("REQUEST", who, found)
    return render(request, "requests/request.html", context)
