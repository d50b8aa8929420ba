"""Kept checks, the bureau's hits and its clearances."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.hits import desk, lists


@require_GET
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.CHECK_RUN)
    return render(request, "hits/check.html", desk.see(who, lists.one_check(who, pk)))


@require_GET
def hits(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.CHECK_DISPOSE)
    return render(request, "hits/hits.html", lists.hits_page(who, request.GET))


@require_GET
def clearances(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.CHECK_DISPOSE)
    return render(request, "hits/clearances.html", lists.clearances_page(who, request.GET))
