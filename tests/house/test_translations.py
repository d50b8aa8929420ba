"""Every string shown to people has its Polish, and none of it is a guess."""

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.house import tree
from tests.house.tree import PACKAGE, report

COMPLETE = ["pl"]
CATALOGUES = sorted(
    p for language in COMPLETE for p in PACKAGE.rglob(f"locale/{language}/LC_MESSAGES/django.po")
)


def test_there_is_a_catalogue() -> None:
    assert CATALOGUES, f"no locale/{COMPLETE[0]}/LC_MESSAGES/django.po anywhere in tocsin/"


@pytest.mark.parametrize("path", CATALOGUES, ids=tree.name)
def test_a_complete_language_lacks_nothing(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file)
    lacking = [
        str(message.id)[:80]
        for message in catalogue
        if message.id and (message.fuzzy or not all(_texts(message.string)))
    ]
    assert not lacking, report(f"{tree.name(path)} does not translate:", lacking)


@pytest.mark.parametrize("path", CATALOGUES, ids=tree.name)
def test_the_compiled_catalogue_is_newer_than_nothing(path: Path) -> None:
    assert path.with_suffix(".mo").exists(), "scripts/translations.py compiles it"


def _texts(string: object) -> list[str]:
    return [string] if isinstance(string, str) else list(string)  # type: ignore[call-overload]


def test_core_does_not_translate() -> None:
    faults = []
    for path in tree.sources(PACKAGE / "core"):
        faults += [
            f"{tree.name(path)}:{node.lineno}"
            for node in ast.walk(tree.parsed(path))
            if isinstance(node, ast.ImportFrom) and "translation" in (node.module or "")
        ]
    assert not faults, report("Core speaks plain English; pages translate:", faults)
