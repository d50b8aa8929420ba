"""The page on which the other end of a link is chosen, then the relation to it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.register.dossier.circle import ends
from tocsin.rooms.register.dossier.page import fetch
from tocsin.rooms.register.forms.links import LinkForm


@require_GET
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.LINK_ADD)
    record = fetch(who, pk)
    words = request.GET.get("q", "")
    context = {"target": record, "words": words, "back": record.get_absolute_url()}
    if request.GET.get("to"):
        context["form"] = LinkForm.leading(who, record, request.GET["to"])
        return render(request, "register/link_add.html", context)
    context["ends"] = ends(who, record, words) if words else None
    part = getattr(request, "htmx", None)
    return render(request, "register/_ends.html" if part else "register/link.html", context)
