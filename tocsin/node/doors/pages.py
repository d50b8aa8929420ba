"""The page of every verb: GET shows its form, POST says it."""

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from tocsin.core.errors import Conflict, InvalidInput, NotAllowed, PowerMissing
from tocsin.node.doors.forms import arguments, form_for
from tocsin.rooms.bureaus.models import Proposal
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import VERBS, Secret, Verb
from tocsin.web.errors import status_of
from tocsin.web.telling import told


def patterns() -> list[URLPattern]:
    """Return one URL per verb: ``/records/<id>/widen``, ``/officers/add``."""
    return [
        path(
            f"{verb.plural}/<uuid:pk>/{verb.action}"
            if verb.target
            else f"{verb.plural}/{verb.action}",
            door(verb),
            name=verb.name,
        )
        for verb in VERBS.values()
    ]


def door(verb: Verb[Any, Any]) -> Any:
    """Return the view of one verb."""

    def view(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        who = reader(request)
        who.need(verb.power)
        target = verb.find(who, pk) if pk is not None else None
        if request.method != "POST":
            return _show(request, verb, target, form_for(verb, who, target))
        form = form_for(verb, who, target, request.POST, request.FILES)
        if not form.is_valid():
            return _show(request, verb, target, form, status=422)
        try:
            result = verb.perform(who, target, arguments(form))
        except PowerMissing:
            raise
        except (InvalidInput, Conflict, NotAllowed) as error:
            place = error.place if error.place in form.fields else None
            form.add_error(place, told(error.sentence if place else error))
            return _show(request, verb, target, form, status=status_of(error))
        return _answer(request, verb, target, result)

    view.__name__ = f"door_of_{verb.name}"
    return view


def _show(
    request: HttpRequest, verb: Verb[Any, Any], target: Any, form: Any, status: int = 200
) -> HttpResponse:
    context = {
        "verb": verb,
        "target": target,
        "subject": str(getattr(target, "title", "") or getattr(target, "name", "")),
        "form": form,
        "promise": verb.sentence,
        "more": verb.explanation,
        "back": _back(request, target),
        # A verb without a target makes something new: one goes on to that, not back.
        "next": _back(request, target) if target is not None else request.GET.get("next", ""),
    }
    own = f"{verb.room}/{verb.noun}_{verb.action}.html"
    return render(request, [own, "node/verb.html"], context, status=status)


def _answer(request: HttpRequest, verb: Verb[Any, Any], target: Any, result: Any) -> HttpResponse:
    if isinstance(result, Secret):
        return render(
            request, "node/secret.html", {"secret": result, "back": _back(request, target)}
        )
    if isinstance(result, Proposal) and verb.officers == 2:
        messages.info(request, _("Proposed. Another officer must approve it."))
        return redirect(_back(request, target))
    messages.success(request, _("Done: %(promise)s.") % {"promise": _in_short(verb)})
    wanted = request.POST.get("next")
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    where = getattr(result, "get_absolute_url", None)
    return redirect(where() if where else _back(request, None))


def _in_short(verb: Verb[Any, Any]) -> str:
    """Return what a verb does in the language of the page, without what its sentence adds."""
    return re.split(r"[;:.](?: |$)", _(verb.sentence), maxsplit=1)[0]


def _back(request: HttpRequest, target: Any) -> str:
    wanted = request.GET.get("next") or request.POST.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    where = getattr(target, "get_absolute_url", None)
    return str(where()) if where else "/"
