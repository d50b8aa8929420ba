"""The manual: the Markdown of ``docs/``, rendered by the node, offline, without raw HTML."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from tocsin.core.errors import NotFound

_renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)


def inside(root: Path, page: str) -> Path:
    """Return the file below ``root``; raise NotFound for a path that leaves it."""
    path = (root / page).resolve()
    if not path.is_relative_to(root.resolve()):
        raise NotFound("the manual has no such page")
    return path


def read(root: Path, page: str) -> dict[str, Any]:
    """Return a page's title, its HTML and the list of all pages."""
    name = page.strip("/") or "index"
    path = inside(root, f"{name}.md")
    if not path.is_file():
        path = inside(root, f"{name}/index.md")
    if not path.is_file():
        raise NotFound("the manual has no such page; its first page lists all of them")
    text = path.read_text(encoding="utf-8")
    heading = _HEADING.search(text)
    return {
        "title": heading[1] if heading else name,
        "html": mark_safe(_html(text)),  # noqa: S308  our own files, raw HTML switched off
        "contents": contents(root),
        "page": name,
    }


@lru_cache(maxsize=256)
def _html(text: str) -> str:
    html: str = _renderer.render(text)
    html = re.sub(r' style="text-align:(\w+)"', r' class="\1"', html)
    return _anchored(html)


def _anchored(html: str) -> str:
    """Give headings ids, so that errors and settings can be linked to."""

    def one(match: re.Match[str]) -> str:
        plain = re.sub(r"<[^>]+>", "", match[2])
        slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
        return f'<h{match[1]} id="{slug}">{match[2]}</h{match[1]}>'

    return re.sub(r"<h([1-6])>(.*?)</h\1>", one, html)


def contents(root: Path) -> list[tuple[str, str]]:
    """Return (page, title) of every page, the readers' order first."""
    found = []
    for path in sorted(root.rglob("*.md")):
        heading = _HEADING.search(path.read_text(encoding="utf-8"))
        name = path.relative_to(root).with_suffix("").as_posix()
        found.append((name, heading[1] if heading else name))
    return found
