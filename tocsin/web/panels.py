"""What a room may hang on pages it does not own: entries of the menu, panels of home and record.

Rooms list these in their ``panels.py``; the node collects them in room order. A panel is a template
and its context, made for one reader; a room that has nothing to say returns None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class Section(IntEnum):
    """The parts of the main menu, in their order."""

    BORDER = 1
    REGISTER = 2
    BUREAUS = 3
    OWN = 4
    OVERSIGHT = 5

    @property
    def heading(self) -> str | Promise:
        """What stands over its entries."""
        return _HEADINGS[self]


_HEADINGS = {
    Section.BORDER: _("At the border"),
    Section.REGISTER: _("Register"),
    Section.BUREAUS: _("Between bureaus"),
    Section.OWN: _("Own bureau"),
    Section.OVERSIGHT: _("Oversight"),
}


@dataclass(frozen=True, slots=True)
class MenuItem:
    """One entry of the main menu, shown to readers who hold the power.

    ``order`` counts within its section.
    """

    label: str | Promise
    url_name: str
    power: str
    icon: str
    section: Section
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
