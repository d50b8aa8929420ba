"""Pages of this room: peers and their lines, who holds what, what is in quarantine."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tocsin.core.errors import NotFound
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.exchange import health
from tocsin.rooms.exchange.actions import lines
from tocsin.rooms.exchange.models import Holding, Peer, Quarantined, holders_of
from tocsin.rooms.register.models import Record

PAGE = 50


@require_GET
def peers(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.PEER_SEE)
    rows = [health.of(peer) for peer in Peer.visible_to(who).select_related("partner")]
    return render(request, "exchange/peers.html", {"rows": rows})


@require_GET
def peer(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.PEER_SEE)
    found = Peer.visible_to(who).select_related("partner").filter(pk=pk).first()
    if found is None:
        raise NotFound("there is no such peer here for you")
    return render(request, "exchange/peer.html", {"row": health.of(found), **health.detail(found)})


@require_GET
def introduction(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.PEER_SEE)
    own = Bureau.visible_to(who).get(pk=who.bureau)
    answer = HttpResponse(lines.introduction(own), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{own.code}.introduction"'
    return answer


@require_GET
def quarantine(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.PEER_SEE)
    rows = Quarantined.visible_to(who).select_related("peer__partner")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "exchange/quarantine.html", {"page": page})


@require_GET
def recalls(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.PEER_SEE)
    rows = health.recalled(who)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    waiting = Holding.visible_to(who).unconfirmed().count()
    return render(request, "exchange/recalls.html", {"page": page, "waiting": waiting})


@require_GET
def proof(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.PEER_SEE)
    record = Record.visible_to(who).filter(pk=pk, owner_id=who.bureau).first()
    if record is None:
        raise NotFound("there is no such record of your bureau for you")
    look(who, "recall.see", record.pk)
    rows = [health.proven(one) for one in holders_of(who, record.pk)]
    return render(request, "exchange/proof.html", {"record": record, "rows": rows})
