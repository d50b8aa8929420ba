"""The rooms as the node sees them: their verbs loaded, their extension points collected.

Four extension points and no other: ``kinds`` (in core), ``panels``, ``reactions`` and ``clocks``.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.conf import settings

from tocsin.web.panels import MenuItem, Panel

_loaded: dict[str, list[ModuleType]] = {}


def load() -> None:
    """Import every room's actions, so that its verbs and their doors exist."""
    for _module in modules("actions"):
        pass


def modules(name: str) -> Iterator[ModuleType]:
    """Yield the module of this name of each room that has one, lowest room first."""
    if name not in _loaded:
        found = [f"tocsin.rooms.{room}.{name}" for room in settings.ROOMS]
        _loaded[name] = [import_module(path) for path in found if find_spec(path) is not None]
    yield from _loaded[name]


def collected(module: str, attribute: str) -> list[Any]:
    """Return everything the rooms list under this attribute, in room order."""
    return [item for one in modules(module) for item in getattr(one, attribute, [])]


def menu() -> list[MenuItem]:
    """Return the menu's entries in their order."""
    return sorted(collected("panels", "MENU"), key=lambda item: (item.section, item.order))


def panels(attribute: str, *subject: Any) -> list[Panel]:
    """Return the panels the rooms have for this page, made for its subject."""
    makers: list[Callable[..., Panel | None]] = collected("panels", attribute)
    made = [panel for panel in (maker(*subject) for maker in makers) if panel is not None]
    return sorted(made, key=lambda panel: panel.order)
