"""The account page and the switches of a session: purpose, bureau, realm."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tocsin.rooms.bureaus.login import sessions, standing
from tocsin.rooms.bureaus.models import Officer, Post
from tocsin.rooms.bureaus.reading.requests import has_second_factor, reader


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    officer = cast("Officer", request.user)
    context = {
        "officer": officer,
        "posts": Post.held_by(officer.id, timezone.now()),
        "sessions": sessions.living(officer),
        "second_factor": has_second_factor(officer),
        "powers": sorted(power.value for power in who.powers),
    }
    return render(request, "bureaus/account.html", context)


@require_POST
def purpose(request: HttpRequest) -> HttpResponse:
    reader(request)
    standing.state(
        request.session,
        request.POST.get("purpose", ""),
        request.POST.get("reference", ""),
    )
    messages.success(request, _("Noted: it stands with everything you look at from now on."))
    return redirect(_way_back(request))


@require_POST
def acting(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("bureau", "")
    officer = cast("Officer", request.user)
    standing.act_for(request.session, officer, reader(request), wanted, timezone.now())
    return redirect("/")


@require_POST
def realm(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("realm", "")
    standing.enter(request.session, cast("Officer", request.user), reader(request), wanted)
    return redirect("/")


def _way_back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
