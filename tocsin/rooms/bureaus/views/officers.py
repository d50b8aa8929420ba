"""Who works here, what each may do and since when: officers, roles, units."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.core.errors import NotFound, PowerMissing
from tocsin.rooms.bureaus.login import sessions
from tocsin.rooms.bureaus.models import Officer, Post, Token, Unit
from tocsin.rooms.bureaus.powers import ROLE_TITLES, ROLES, Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.requests import has_second_factor, reader
from tocsin.web.panels import collected

PAGE = 50


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    knows_staff(who)
    wanted = request.GET.get("q", "").strip()
    officers = Officer.visible_to(who).named(wanted).with_posts(who, timezone.now())
    page = Paginator(officers, PAGE).get_page(request.GET.get("page"))
    return render(request, "bureaus/officers.html", {"page": page, "q": wanted})


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    knows_staff(who)
    officer = Officer.visible_to(who).select_related("unit").filter(pk=pk).first()
    if officer is None:
        raise NotFound("there is no such officer here for you")
    context = {
        "officer": officer,
        "posts": Post.visible_to(who).filter(officer=officer),
        "tokens": Token.visible_to(who).filter(officer=officer),
        "sessions": len(sessions.living(officer)),
        "second_factor": has_second_factor(officer),
        "now": timezone.now(),
        "panels": collected("OFFICER", who, officer),
    }
    return render(request, "bureaus/officer.html", context)


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    rows = [
        (power.value, power in who.powers, [power in ROLES[role] for role in ROLES])
        for power in Power
    ]
    titles = [ROLE_TITLES[role] for role in ROLES]
    return render(request, "bureaus/roles.html", {"rows": rows, "titles": titles})


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.SESSION_END)  # every role has it but the observer's
    living = list(Unit.visible_to(who).filter(ended__isnull=True))
    return render(request, "bureaus/units.html", {"tree": Unit.tree(living)})


def knows_staff(who: Reader) -> None:
    if not (who.holds(Power.OFFICER_ADD) or who.holds(Power.AUDIT_SEE)):
        raise PowerMissing("this needs the power officer.add or audit.see")
