"""A room has the same few files, plus the nouns named here, each with what it holds."""

import pytest

from tests.house.tree import PACKAGE, ROOMS, report

KNOWN = {
    "__init__", "apps", "models", "lifecycle", "rules", "actions", "kinds", "panels", "reactions",
    "clocks", "forms", "views", "api", "commands", "urls", "migrations", "templates", "locale",
}  # fmt: skip

# A room's own nouns. A row here is a decision: say in a few words what the noun is.
OWN: dict[str, dict[str, str]] = {
    "journal": {},
    "bureaus": {
        "keys": "the node's private keys on disk",
        "login": "how allauth is told our rules",
        "powers": "the enum of powers and the table of roles",
        "reader": "(officer, bureau, realm): who is reading",
        "sessions": "log-ins listed and ended",
        "verb": "the decorator that makes an action a verb",
    },
    "release": {},
    "register": {},
    "hits": {},
    "oversight": {},
}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_only_the_files_of_a_room(room: str) -> None:
    folder = PACKAGE / "rooms" / room
    found = {p.stem for p in folder.iterdir() if p.name != "__pycache__" and p.suffix != ".pyc"}
    strange = sorted(found - KNOWN - OWN[room].keys())
    gone = sorted(OWN[room].keys() - found)
    assert not strange, report(f"{room} has files that no room has; name them in OWN:", strange)
    assert not gone, report(f"OWN names files that {room} no longer has:", gone)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_only_a_few_nouns_of_its_own(room: str) -> None:
    assert len(OWN[room]) <= 8, f"{room} has {len(OWN[room])} nouns of its own: two rooms in one?"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_keeps_its_templates_under_its_own_name(room: str) -> None:
    templates = PACKAGE / "rooms" / room / "templates"
    stray = [p.name for p in templates.iterdir() if p.name != room] if templates.exists() else []
    assert not stray, report(f"templates/ of {room} holds only {room}/:", stray)
