"""What every page's frame needs, whichever room drew the page.

The node may set ``request.menu``, ``request.commands``, ``request.reader`` and
``request.search_url``; without them the frame is drawn with less in it.
"""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

import tocsin

THEME_COOKIE = "theme"
THEMES = {
    "auto": _("As the system"),
    "light": _("Light"),
    "dark": _("Dark"),
}


def theme_of(request: HttpRequest) -> str:
    """Return the theme the browser asked for by cookie; an unknown one counts as none."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    return theme if theme in THEMES else "auto"


def furniture(request: HttpRequest) -> dict[str, Any]:
    """Return theme, menu, commands, reader, realm, search address and version for the frame."""
    reader = getattr(request, "reader", None)
    return {
        "theme": theme_of(request),
        "themes": THEMES,
        "menu": getattr(request, "menu", ()),
        "commands": getattr(request, "commands", ()),
        "reader": reader,
        "realm": str(getattr(reader, "realm", "live")),
        "search_url": getattr(request, "search_url", ""),
        "version": tocsin.__version__,
    }
