"""The manual: the Markdown of ``docs/``, rendered by the node, offline, without raw HTML.

It is set as a book: chapters by reader, pages in the order of their names, a way on and a way back.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from tocsin.core.errors import NotFound

_renderer = MarkdownIt("commonmark", {"html": False}).enable("table")
_HEADING = re.compile(r"^#\s+(.+)$", re.MULTILINE)
_MARKUP = re.compile(r"^\[//\].*$|[`*_#|>]|\]\([^)]*\)|\[|:?-{3,}:?", re.MULTILINE)
CHAPTERS = ("officer", "operator", "auditor", "peer", "developer", "", "decisions")
HITS = 30
AROUND = 70


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: its name as in the address, its title, and its text without markup."""

    name: str
    title: str
    plain: str

    @property
    def chapter(self) -> str:
        return self.name.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that holds the words sought, and the words around the first of them."""

    leaf: Leaf
    before: str
    word: str
    after: str


def inside(root: Path, page: str) -> Path:
    """Return the file below ``root``; raise NotFound for a path that leaves it."""
    path = (root / page).resolve()
    if not path.is_relative_to(root.resolve()):
        raise NotFound("the manual has no such page")
    return path


def read(root: Path, page: str) -> dict[str, Any]:
    """Return a page's title and HTML, the contents by chapter, and the pages before and after."""
    name = page.strip("/") or "index"
    path = inside(root, f"{name}.md")
    if not path.is_file():
        name = f"{name}/index"
        path = inside(root, f"{name}.md")
    if not path.is_file():
        raise NotFound("the manual has no such page; its first page lists all of them")
    text = path.read_text(encoding="utf-8")
    leaves = book(root)
    place = next((i for i, leaf in enumerate(leaves) if leaf.name == name), 0)
    return {
        "title": leaves[place].title,
        "html": mark_safe(_html(_HEADING.sub("", text, count=1))),  # noqa: S308  ours, raw HTML off
        "chapters": chapters(root),
        "page": name,
        "before": leaves[place - 1] if place else None,
        "after": leaves[place + 1] if place + 1 < len(leaves) else None,
    }


def chapters(root: Path) -> list[tuple[str, list[Leaf]]]:
    """Return (title, pages) of each chapter; a chapter is titled by its first page."""
    found: dict[str, list[Leaf]] = {}
    for leaf in book(root):
        found.setdefault(leaf.chapter, []).append(leaf)
    return [(leaves[0].title, leaves) for leaves in found.values()]


def search(root: Path, words: str) -> list[Hit]:
    """Return the pages that hold every word, those with a word in their title first."""
    asked = words.casefold().split()
    hits = []
    for leaf in book(root):
        text = f"{leaf.title} {leaf.plain}".casefold()
        if asked and all(word in text for word in asked):
            hits.append(_hit(leaf, asked[0]))
    titled = [any(word in hit.leaf.title.casefold() for word in asked) for hit in hits]
    order = sorted(range(len(hits)), key=lambda i: not titled[i])
    return [hits[i] for i in order[:HITS]]


def _hit(leaf: Leaf, word: str) -> Hit:
    found = re.search(re.escape(word), leaf.plain, re.IGNORECASE)
    if found is None:
        return Hit(leaf, leaf.plain[:AROUND], "", "")
    start, end = found.span()
    return Hit(
        leaf,
        leaf.plain[max(0, start - AROUND) : start],
        leaf.plain[start:end],
        leaf.plain[end : end + AROUND],
    )


def book(root: Path) -> list[Leaf]:
    """Return every page in reading order."""
    files = [(path, path.stat().st_mtime_ns) for path in root.rglob("*.md")]
    leaves = [_leaf(root, path, changed) for path, changed in files]
    return sorted(leaves, key=_order)


def _order(leaf: Leaf) -> tuple[int, int, str]:
    if leaf.name == "index":
        return (-1, 0, "")
    known = CHAPTERS.index(leaf.chapter) if leaf.chapter in CHAPTERS else len(CHAPTERS)
    return (known, 0 if leaf.name.endswith("/index") else 1, leaf.name)


@lru_cache(maxsize=512)
def _leaf(root: Path, path: Path, _changed: int) -> Leaf:
    text = path.read_text(encoding="utf-8")
    heading = _HEADING.search(text)
    name = path.relative_to(root).with_suffix("").as_posix()
    plain = " ".join(_MARKUP.sub(" ", text).split())
    return Leaf(name, heading[1] if heading else name, plain)


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
