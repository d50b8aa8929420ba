"""The pages of petitions. Each of them is itself a look, and journalled before it answers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.oversight import casefile


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    context = casefile.listing(who, closed="closed" in request.GET, page=request.GET.get("page"))
    return render(request, "oversight/petitions.html", context)


@require_GET
def petition(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    found = casefile.fetch(who, pk)
    context = casefile.file(who, found, request.GET.get("q", "")[:200])
    return render(request, "oversight/petition.html", context)


@require_GET
def origin(request: HttpRequest, pk: UUID, record: UUID) -> HttpResponse:
    who = reader(request)
    found = casefile.fetch(who, pk, record)
    return render(request, "oversight/origin.html", casefile.origin(who, found, record))


@require_GET
def letter(request: HttpRequest, pk: UUID, which: str) -> HttpResponse:
    who = reader(request)
    found = casefile.fetch(who, pk)
    own = Bureau.visible_to(who).get(pk=who.bureau)
    context = casefile.letter(found, which) | {"bureau": own, "language": found.language}
    with translation.override(found.language):
        drawn = SafeString(render_to_string("oversight/_letter.html", context))
    return render(request, "oversight/letter.html", context | {"letter": drawn})
