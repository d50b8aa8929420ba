"""Django's settings, derived from the environment table; nothing here is edited per node."""

import json
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from tocsin.node import environment

TOCSIN_HOME = environment.home()
TOCSIN_SECOND_FACTOR = environment.second_factor_required()
TOCSIN_METRICS_TOKEN = environment.METRICS_TOKEN.read()
BASE_URL = environment.BASE_URL.read().rstrip("/")
DEBUG = environment.DEBUG.read() == "1"


def _secret_key() -> str:
    """Read the node's session key; a home without one gets one, readable by its owner alone.

    Of processes that start at the same moment one makes the key, whole, and all of them use it.
    """
    path = TOCSIN_HOME / "secret.key"
    if not TOCSIN_HOME.exists():
        return secrets.token_urlsafe(48)
    if not path.exists():
        fresh = path.with_name(f"secret.key.{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(fresh)
        fresh.unlink()
    return path.read_text()


SECRET_KEY = _secret_key()

_base = urlsplit(BASE_URL)
_secure = _base.scheme == "https"
ALLOWED_HOSTS = [_base.hostname or "127.0.0.1", "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _secure else None
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# The rooms from the ground up; node/doors.py collects their extension points in this order.
ROOMS = [
    "journal",
    "bureaus",
    "release",
    "register",
    "notices",
    "catalogue",
    "profiles",
    "exchange",
    "requests",
    "missions",
    "blind",
    "hits",
    "border",
    "oversight",
]

PANELS = "tocsin.node.rooms.panels"  # who collects the rooms' panels for pages of lower rooms

INSTALLED_APPS = [
    "tocsin.web",
    "tocsin.node",
    *(f"tocsin.rooms.{room}" for room in ROOMS),
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
]

MIDDLEWARE = [
    "tocsin.web.security.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tocsin.rooms.bureaus.login.sessions.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tocsin.web.errors.ErrorPages",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "tocsin.web.catchup.CatchUpMiddleware",
    "tocsin.rooms.bureaus.reading.requests.ReaderMiddleware",
    "tocsin.rooms.release.once.OnceMiddleware",
]

ROOT_URLCONF = "tocsin.node.urls"
WSGI_APPLICATION = "tocsin.node.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tocsin.web.context.furniture",
                "tocsin.node.furnishing.context",
            ],
        },
    },
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "bureaus.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "tocsin.rooms.bureaus.login.password.Adapter"
ACCOUNT_FORMS = {
    "login": "tocsin.rooms.bureaus.login.password.NameAndPassword",
    "change_password": "tocsin.rooms.bureaus.login.password.NewPassword",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD: str | None = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end, this one goes on
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Guessing is slow: per address and per account, counted in the database for all processes at once.
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/300s/key"}
# https means that a proxy stands in front, unless the home holds the key with which we serve it
ALLAUTH_TRUSTED_PROXY_COUNT = int(_secure and not (TOCSIN_HOME / "tls" / "key.pem").exists())
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "node_cache",
    },
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tocsin"
MFA_TOTP_TOLERANCE = 1  # one code early or late, for a telephone whose clock is off
MFA_ADAPTER = "tocsin.rooms.bureaus.login.factors.FactorAdapter"
MFA_FORMS = {"authenticate": "tocsin.rooms.bureaus.login.factors.CodeForm"}

if environment.OPENID.read():
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ONLY = False
    SOCIALACCOUNT_AUTO_SIGNUP = False
    SOCIALACCOUNT_ADAPTER = "tocsin.rooms.bureaus.login.openid.OpenIdAdapter"
    _provider = json.loads(environment.OPENID.read())
    SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_provider]}}
    _server = urlsplit(_provider["server_url"])
    SIGN_IN_ORIGINS = [f"{_server.scheme}://{_server.netloc}"]  # a form may lead there

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("pl", _("Polish"))]
LANGUAGE_COOKIE_NAME = "language"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = TOCSIN_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["tocsin.web.uploads.Bounded"]
FORM_RENDERER = "tocsin.web.widgets.Renderer"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

MANUAL_ROOT = Path(__file__).resolve().parents[2] / "docs"

CSRF_FAILURE_VIEW = "tocsin.web.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
