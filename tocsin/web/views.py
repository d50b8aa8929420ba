"""The frame's own doors: theme, language, the command palette's list and the style guide."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template import Engine
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as django_set_language

from tocsin.core.errors import InvalidInput
from tocsin.web.context import THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


def _way_back(request: HttpRequest) -> str:
    """Return where the form was, never another site."""
    target = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"


@login_not_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    theme = request.POST.get("theme", "")
    if theme not in THEMES:
        raise InvalidInput("choose light, dark or auto", place="theme")
    response = HttpResponseRedirect(_way_back(request))
    response.set_cookie(
        THEME_COOKIE,
        theme,
        max_age=YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    return django_set_language(request)


@require_GET
def palette(request: HttpRequest) -> JsonResponse:
    furnished: dict[str, Any] = {}
    for processor in Engine.get_default().template_context_processors:
        furnished |= processor(request)
    entries = [*furnished.get("menu", ()), *furnished.get("commands", ())]
    shown = ("label", "url", "icon", "hint", "key")
    return JsonResponse(
        {
            "entries": [
                {name: str(entry[name]) for name in shown if entry.get(name)} for entry in entries
            ],
            "search": furnished.get("search_url", ""),
        }
    )


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    from tocsin.web.styleguide import specimens

    return render(request, "web/styleguide.html", specimens(request))
