"""What every page shows around its content: bureau, menu, purpose and waiting proposals."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tocsin.node import rooms
from tocsin.rooms.bureaus.login.purposes import PURPOSES
from tocsin.rooms.bureaus.login.standing import REALMS
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.web.panels import MenuItem

if TYPE_CHECKING:
    from tocsin.rooms.bureaus.models import Post


def context(request: HttpRequest) -> dict[str, Any]:
    """Return the furniture's context for a page; little without a reader."""
    reader: Reader | None = getattr(request, "reader", None)
    if reader is None:
        return {"menu": []}
    return {
        "search_url": "/records/" if reader.holds(Power.RECORD_SEE) else "",
        # Lazily: a refusal and a fragment show no menu, and its figures ask the database.
        "menu": SimpleLazyObject(lambda: _menu(request, reader)),
        "standing": "bureaus/_standing.html",
        "account_url": reverse("bureaus:account"),
        "purposes": PURPOSES.items(),
        "realms": REALMS.items(),
        "bureaus_to_act_for": _bureaus(request),
    }


def _bureaus(request: HttpRequest) -> list[tuple[str, UUID]]:
    """Return code and id of each bureau in which the officer holds a post now."""
    posts: list[Post] = getattr(request, "posts", [])
    return sorted({(post.bureau.code, post.bureau_id) for post in posts})


def _shown(reader: Reader, item: MenuItem) -> bool:
    return item.power in reader.powers


def _menu(request: HttpRequest, reader: Reader) -> list[dict[str, Any]]:
    """Return the entries this reader may use; the one nearest to the page is the active one."""
    entries = [_entry(request, reader, item) for item in rooms.menu() if _shown(reader, item)]
    nearest = max((len(entry["url"]) for entry in entries if entry["active"]), default=0)
    return [{**one, "active": one["active"] and len(one["url"]) == nearest} for one in entries]


def _entry(request: HttpRequest, reader: Reader, item: MenuItem) -> dict[str, Any]:
    url = reverse(item.url_name)
    return {
        "label": item.label,
        "section": item.section.heading,
        "url": url,
        "active": request.path == url or (url != "/" and request.path.startswith(url)),
        "icon": item.icon,
        "badge": item.badge(reader) if item.badge else 0,
    }
