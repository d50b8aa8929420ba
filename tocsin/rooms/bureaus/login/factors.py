"""Second factors: a wrong code is journalled, and the secrets lie encrypted in the database."""

import base64
from functools import lru_cache
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import Unavailable
from tocsin.rooms.bureaus.login import entries


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """A stolen database alone gives no second factor away: the key lies in the home."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong or was used before. Wait for the next one."),
    }

    def encrypt(self, text: str) -> str:
        return _box(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _box(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise Unavailable(
                "second factors cannot be read: secret.key is not the one of this database"
            ) from error


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code asked for at log-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.pop("placeholder", None)
        self.fields["code"].widget.attrs.update(autofocus=True, inputmode="text")

    def _emit_authentication_failed(self, authenticator: Any) -> None:
        super()._emit_authentication_failed(authenticator)
        address = get_adapter().get_client_ip(context.request)
        entries.refused(self.user.username, address, because="second factor")


@lru_cache(maxsize=2)
def _box(secret: str) -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"tocsin second factors")
    return Fernet(base64.urlsafe_b64encode(derive.derive(secret.encode())))
