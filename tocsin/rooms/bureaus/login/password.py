"""Password log-in: who gets in, and that each success and each refusal stands in the journal."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.login import entries
from tocsin.rooms.bureaus.models import Officer, Post


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by ``officer.add`` alone; a changed password is the officer's own."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The log-in name or the password is wrong."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes and try again."),
        "enter_current_password": _("This is not your password."),
        "incorrect_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def can_delete_email(self, email_address: Any) -> bool:  # noqa: ARG002
        return False

    def set_password(self, user: Officer, password: str) -> None:
        """Set the password an officer chose herself; she need not change it again."""
        user.must_change_password = False
        super().set_password(user, password)
        entries.password_changed(user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return "/"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again who it is unless she logged in, with all her factors, a few minutes ago."""
        records = get_authentication_records(context.request, context.request.user)
        lately = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        if records and records[-1]["at"] > lately:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_login(self, request: HttpRequest, user: Officer, **kwargs: Any) -> Any:
        """Let nobody in whose account or every post has ended, though the password was right."""
        posts = Post.unrestricted.in_force(timezone.now()).filter(officer=user)
        if not user.is_active or not posts.exists():
            entries.refused(user.username, self.get_client_ip(request), because="no post in force")
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def login(self, request: HttpRequest, user: Officer) -> None:
        """Open the session and journal it."""
        super().login(request, user)
        entries.started(user, self.get_client_ip(request))

    def logout(self, request: HttpRequest) -> None:
        """Journal the end of the session and end it."""
        if isinstance(request.user, Officer):
            entries.ended(request.user)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Journal a wrong password; the answer is the same whether the name is known or not."""
        name = str(credentials.get("username", ""))
        entries.refused(name, self.get_client_ip(request), because="password")


class NameAndPassword(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """The log-in form in this house's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], _("Log-in name"))
        _word(self.fields["password"], _("Password"))
        self.fields["login"].widget.attrs.update(autofocus=True, autocapitalize="none")


class NewPassword(ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The form of a password change in this house's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], _("Password until now"))
        _word(self.fields["password1"], _("New password"))
        _word(self.fields["password2"], _("New password once more"))


def _word(field: forms.Field, label: Any) -> None:
    field.label = label
    field.widget.attrs.pop("placeholder", None)
