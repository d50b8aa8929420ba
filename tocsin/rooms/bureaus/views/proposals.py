"""What waits for a second officer, and one proposal with everything its approval would change."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.core.errors import NotFound
from tocsin.rooms.bureaus.models import Proposal, Token
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.bureaus.views.wording import worded
from tocsin.web.panels import collected

PAGE = 50


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    seen = Proposal.visible_to(who).select_related("proposer", "decider")
    waiting = list(seen.open(timezone.now()))
    look(who, "proposal.list", *[one.target for one in waiting if one.target])
    context = {
        "mine_to_decide": [worded(who, one) for one in waiting if one.proposer_id != who.officer],
        "mine": [worded(who, one) for one in waiting if one.proposer_id == who.officer],
        "page": Paginator(seen.closed(timezone.now()), PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "bureaus/proposals.html", context)


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    seen = Proposal.visible_to(who).select_related("proposer", "decider")
    proposal = seen.filter(pk=pk).first()
    if proposal is None:
        raise NotFound("there is no such proposal here for you")
    look(who, "proposal.see", proposal.id, *([proposal.target] if proposal.target else []))
    said = worded(who, proposal, target=True)
    context = {"said": said, "panels": collected("PROPOSAL", who, proposal)}
    return render(request, "bureaus/proposal.html", context)


@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.TOKEN_CREATE)
    seen = Token.visible_to(who).select_related("officer")
    context = {
        "mine": seen.filter(officer_id=who.officer),
        "others": seen.exclude(officer_id=who.officer),
        "now": timezone.now(),
    }
    return render(request, "bureaus/tokens.html", context)
