"""Pages of this room: frameworks and profiles, one of each."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.profiles import desk


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    context = desk.listing(reader(request), request.GET.get("page"))
    return render(request, "profiles/profiles.html", context)


@require_GET
def framework(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "profiles/framework.html", desk.framework(reader(request), pk))


@require_GET
def profile(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "profiles/profile.html", desk.profile(reader(request), pk))
