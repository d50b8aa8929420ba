"""The border desk."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tocsin.core.errors import NotFound
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.hits import desk as counter
from tocsin.rooms.hits.forms import DeskForm
from tocsin.rooms.hits.lists import one_check


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.CHECK_RUN)
    form = DeskForm(who, data=request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST":
        check = counter.ask(who, form)
        if check is not None and not _by_htmx(request):
            return redirect(f"{request.path}?check={check.pk}")
        context |= counter.answer_of(who, check) if check else {}
    elif request.GET.get("check"):
        context |= counter.see(who, one_check(who, _uuid(request.GET["check"])))
    context["recent"] = counter.recent(who)
    return render(request, "hits/_desk.html" if _by_htmx(request) else "hits/desk.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("there is no check under this number for you") from error


def _by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
