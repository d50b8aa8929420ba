"""Working groups, with their membership as signed statements, and the bureau with its keys."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tocsin.core.errors import NotFound, TocsinError
from tocsin.core.statements import cards
from tocsin.core.statements.signed import Signed
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.models import Bureau, Group, GroupVersion, Post
from tocsin.rooms.bureaus.powers import Power, Role
from tocsin.rooms.bureaus.reading.requests import reader


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    who.need(Power.SESSION_END)  # every role has it but the observer's
    groups = Group.visible_to(who).select_related("owner").prefetch_related("members")
    return render(request, "bureaus/groups.html", {"groups": groups})


@require_GET
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    who = reader(request)
    who.need(Power.SESSION_END)
    group = Group.visible_to(who).select_related("owner").filter(pk=pk).first()
    if group is None:
        raise NotFound("there is no such group here for you")
    versions = [(one, signed_well(one)) for one in group.versions.order_by("-number")]
    own = group.owner_id == who.bureau
    return render(request, "bureaus/group.html", {"group": group, "versions": versions, "own": own})


def signed_well(version: GroupVersion) -> bool:
    """Say whether a key on the owner's card signed exactly these bytes at that time."""
    try:
        card = cards.decode(version.group.owner.card.encode())
        said = Signed(bytes(version.statement), version.key, bytes(version.signature))
        card.read(said, version.at)
    except TocsinError:
        return False
    return True


@require_GET
def bureau(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    own = Bureau.visible_to(who).get(pk=who.bureau)
    card = cards.decode(own.card.encode())
    posts = Post.visible_to(who).in_force(timezone.now()).filter(role=Role.ADMINISTRATOR)
    context = {
        "bureau": own,
        "card": card,
        "valid": card.keys(timezone.now()),
        "revoked": {one.key for one in card.revoked},
        "administrators": posts.values("officer").distinct().count(),
        "root_at_home": (keys.folder(own.id) / "root.key").exists(),
        "others": Bureau.visible_to(who).exclude(pk=own.pk),
    }
    return render(request, "bureaus/bureau.html", context)


@require_GET
def card(request: HttpRequest) -> HttpResponse:
    who = reader(request)
    own = Bureau.visible_to(who).get(pk=who.bureau)
    return HttpResponse(own.card, content_type="application/json")
