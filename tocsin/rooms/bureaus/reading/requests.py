"""From a request to its reader: session or token, bureau, realm and stated purpose.

A door calls ``reader(request)`` and gets a reader or an error, never None.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tocsin.core.errors import AccessEnded
from tocsin.core.labels import Purpose
from tocsin.rooms.bureaus.login import purposes
from tocsin.rooms.bureaus.models import Officer, Post, Token
from tocsin.rooms.bureaus.powers import Power, Role
from tocsin.rooms.bureaus.reader import Reader, Realm
from tocsin.rooms.bureaus.reading.posts import holding, reader_of

DEFAULT_PURPOSE = {
    Role.BORDER_OFFICER: Purpose.BORDER_CONTROL,
    Role.ANALYST: Purpose.ANALYSIS,
    Role.OVERSIGHT: Purpose.OVERSIGHT,
    Role.ADMINISTRATOR: Purpose.OVERSIGHT,
}
POWERS = {power.value: power for power in Power}
# Where an officer may still go while her password or second factor is not in order.
_ANTEROOM = ("/accounts/", "/language", "/theme", "/static/", "/i18n/")


def reader(request: HttpRequest) -> Reader:
    """Return who asks; raise AccessEnded when no post of hers is in force."""
    found = getattr(request, "reader", None)
    if found is None:
        raise AccessEnded("you have no post in force here; ask an administrator for one")
    return cast("Reader", found)


def reader_of_token(text: str, at: datetime) -> Reader | None:
    """Return the reader of an API token, with the token's powers at most; None if it is no good."""
    from tocsin.rooms.bureaus.actions.tokens import digest, mark_used

    token = (
        Token.unrestricted.filter(digest=digest(text), ended__isnull=True, until__gt=at)
        .select_related("officer")
        .first()
    )
    if token is None:
        return None
    mark_used(token, at)
    within = frozenset(POWERS[name] for name in token.powers if name in POWERS)
    return reader_of(token.officer_id, token.bureau_id, at=at, door="api", within=within)


def stating(found: Reader, request: HttpRequest) -> Reader:
    """Return the reader with the purpose and case of the headers; her role's without one."""
    purpose = request.headers.get("X-Purpose", "") or default_purpose(found.roles)
    reference = request.headers.get("X-Reference", "")
    purposes.check(purpose, reference)
    return found.stating(purpose, reference.strip())


def choose_bureau(officer: Officer, wanted: Any, posts: Sequence[Post]) -> UUID | None:
    """Return the bureau to act for: the one chosen if one of the posts is there, else the home."""
    mine = [post.bureau_id for post in posts]
    for bureau in mine:
        if str(bureau) == str(wanted):
            return bureau
    if officer.bureau_id in mine:
        return officer.bureau_id
    return mine[0] if mine else None


def posts_of(officer: Officer, at: datetime) -> list[Post]:
    """Return the officer's posts in force, in whatever bureau, the oldest first."""
    posts = list(Post.held_by(officer.id, at).order_by("since"))
    for post in posts:
        post.officer = officer
    return posts


def of_session(request: HttpRequest, at: datetime) -> Reader | None:
    """Return the reader of a logged-in session; None when no post is in force.

    The posts read for it stay on the request, for the furniture that names them.
    """
    officer = request.user
    if not isinstance(officer, Officer) or not officer.is_active:
        return None
    posts = posts_of(officer, at)
    bureau = choose_bureau(officer, request.session.get("bureau"), posts)
    if bureau is None:
        return None
    request.posts = posts  # type: ignore[attr-defined]
    found = holding(
        [post for post in posts if post.bureau_id == bureau],
        realm=Realm(request.session.get("realm", Realm.LIVE)),
        purpose=str(request.session.get("purpose", "")),
        reference=str(request.session.get("reference", "")),
    )
    return found if found.purpose else found.stating(default_purpose(found.roles))


def default_purpose(roles: frozenset[Role]) -> str:
    """Return the purpose that goes with a role until the officer states another."""
    for role, purpose in DEFAULT_PURPOSE.items():
        if role in roles:
            return purpose.value
    return Purpose.INVESTIGATION.value


class ReaderMiddleware:
    """Give each logged-in request its reader; a log-in that is not in order is mended first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            found = of_session(request, timezone.now())
            if found is None:
                logout(request)
                return redirect("account_login")
            detour = _detour(request)
            if detour is None:
                request.reader = found  # type: ignore[attr-defined]
            elif not request.path.startswith(_ANTEROOM):
                return redirect(detour)
        return self.get_response(request)


def _detour(request: HttpRequest) -> str | None:
    officer = cast("Officer", request.user)
    if officer.must_change_password:
        return reverse("account_change_password")
    if settings.TOCSIN_SECOND_FACTOR and not has_second_factor(officer):
        return reverse("mfa_activate_totp")
    return None


def has_second_factor(officer: Officer) -> bool:
    """Say whether the officer has a one-time code or a passkey set up."""
    from allauth.mfa.models import Authenticator

    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user=officer, type__in=types).exists())
