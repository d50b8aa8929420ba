"""Log-in through a bureau's own identity provider, where the operator set one up.

An officer connects it to an account she already has; nobody gets an account this way.
"""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class OpenIdAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Only accounts that ``officer.add`` made."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002
        return False
