"""What doors there are, read off the URL table, the API's schema and the command line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

# Addresses that belong to a library and answer by its own rules, with what makes them safe.
LIBRARY = re.compile(r"^/(accounts/|static/)")
ABSENT = UUID("00000000-0000-4000-8000-00000000dead")


@dataclass(frozen=True)
class Door:
    """One address: its pattern and the converters of its parameters."""

    pattern: str
    parameters: tuple[str, ...]

    def address(self, target: Any = ABSENT) -> str:
        """Return a concrete address with the target's id, or one that is absent."""
        filled = re.sub(r"<uuid:[^>]+>|\{[^}]*\}", str(target), self.pattern)
        filled = re.sub(r"<int:[^>]+>", "1", filled)
        return re.sub(r"<[^>]+>", "nothing", filled)


@cache
def pages() -> tuple[Door, ...]:
    """Return every page's address."""
    return tuple(_pages())


def _pages() -> Iterator[Door]:
    seen = set()
    for pattern in _walk(get_resolver().url_patterns, "/"):
        if LIBRARY.match(pattern) or pattern.startswith("/api/") or pattern in seen:
            continue
        seen.add(pattern)
        yield Door(pattern, tuple(re.findall(r"<([^>:]+)", pattern)))


def _walk(patterns: list[Any], prefix: str) -> Iterator[str]:
    for one in patterns:
        here = prefix + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            yield here.replace("//", "/")


@cache
def routes() -> tuple[tuple[str, Door], ...]:
    """Return every API route as method and address."""
    return tuple(_routes())


def _routes() -> Iterator[tuple[str, Door]]:
    from tocsin.node.api import api

    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            yield method.upper(), Door(path, tuple(re.findall(r"\{([^}]+)\}", path)))


def commands() -> Iterator[str]:
    """Yield every command as it is typed."""
    import typer

    from tocsin.node.cli.app import build

    def walk(command: Any, words: list[str]) -> Iterator[str]:
        inner = getattr(command, "commands", None)
        if inner is None:
            yield " ".join(words)
            return
        for name, below in inner.items():
            yield from walk(below, [*words, name])

    yield from walk(typer.main.get_command(build([])), ["tocsin"])


def listing() -> list[str]:
    """Return every door as a line; the committed list must equal it."""
    lines = [f"page     {door.pattern}" for door in pages()]
    lines += [f"route    {method} {door.pattern}" for method, door in routes()]
    lines += [f"command  {command}" for command in commands()]
    return sorted(lines)
