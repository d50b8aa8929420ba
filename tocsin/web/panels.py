"""What a room may hang on pages it does not own: entries of the menu, panels of home and record.

Rooms list these in their ``panels.py``; the node collects them in room order. A panel is a template
and its context, made for one reader; a room that has nothing to say returns None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the main menu, shown to readers who hold the power."""

    label: str | Promise
    url_name: str
    power: str
    icon: str
    order: int
    badge: Callable[[Any], int] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel on a page: where its template lies and what it shows."""

    template: str
    context: dict[str, Any]
    order: int = 50


def collected(attribute: str, *subject: Any) -> list[Panel]:
    """Return the panels of every room for this page; the node says by its settings who collects."""
    found: list[Panel] = import_string(settings.PANELS)(attribute, *subject)
    return found
