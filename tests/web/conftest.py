"""A browserless client on the frame's own doors, without the rooms above it."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

FRAME = [
    "tocsin.web.security.SecurityHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tocsin.web.errors.ErrorPages",
]
PROCESSORS = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "tocsin.web.context.furniture",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": PROCESSORS},
    }
]


@pytest.fixture
def frame() -> Iterator[None]:
    """Settings with the web floor alone: no database, no rooms."""
    with override_settings(
        ROOT_URLCONF="tests.web.urls",
        MIDDLEWARE=FRAME,
        TEMPLATES=TEMPLATES,
        ALLOWED_HOSTS=["*"],
        DEBUG=False,
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        MESSAGE_STORAGE="django.contrib.messages.storage.cookie.CookieStorage",
        CSRF_FAILURE_VIEW="tocsin.web.errors.csrf_failure",
    ):
        yield


@pytest.fixture
def client(frame: None) -> Client:
    return Client(raise_request_exception=False)
