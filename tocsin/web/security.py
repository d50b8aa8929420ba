"""Headers on every answer: a strict content policy, no sniffing, nothing kept in caches.

A page that needs an exception here is a page to be written differently.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

HSTS = "max-age=31536000; includeSubDomains"
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
)


def content_policy(sign_in_origins: Iterable[str] = ()) -> str:
    """Return the policy; the only guests ever named are sign-in servers a form may lead to."""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            " ".join(("form-action 'self'", *sign_in_origins)),
            "frame-ancestors 'none'",
        )
    )


class SecurityHeaders:
    """Sets what the answer has not set itself; stands outermost, so it dresses error pages too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        # Browsers apply form-action to redirects as well, so a sign-in server must be named.
        self.policy = content_policy(getattr(settings, "SIGN_IN_ORIGINS", ()))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response["Content-Security-Policy"] = self.policy
        response["Referrer-Policy"] = "same-origin"
        response["Permissions-Policy"] = PERMISSIONS
        response["Cross-Origin-Opener-Policy"] = "same-origin"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["X-Content-Type-Options"] = "nosniff"
        response["X-Frame-Options"] = "DENY"
        if request.is_secure():
            response["Strict-Transport-Security"] = HSTS
        # Whoever wants an answer kept says so in its view; all else may hold somebody's data.
        response.headers.setdefault("Cache-Control", "no-store")
        return response
