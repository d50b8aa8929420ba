"""How people log in: allauth with our rules. No sign-up, no reset by mail; those need officers."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from tocsin.rooms.bureaus.models import Officer, Post


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by ``officer.add`` alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def can_delete_email(self, email_address: Any) -> bool:  # noqa: ARG002
        return False

    def pre_login(self, request: HttpRequest, user: Officer, **kwargs: Any) -> Any:
        """Let nobody in whose every post has ended; the answer is that of a wrong password."""
        if not Post.unrestricted.in_force(timezone.now()).filter(officer=user).exists():
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)
