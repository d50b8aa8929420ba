"""Nothing an operator or officer can meet is missing from the manual, and no link in it is dead."""

import re
from pathlib import Path

import pytest

from scripts.docs import SECTIONS, render
from tests.house.tree import ROOT, report

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda s: s.name)
def test_a_generated_section_stands_in_the_manual_as_the_code_says(section) -> None:
    page = (DOCS / section.page).read_text()
    assert render(page, section) == page, f"docs/{section.page} is stale: run make docs"


@pytest.mark.parametrize("reader", ["officer", "operator", "peer", "auditor", "developer"])
def test_each_reader_has_a_chapter_reached_from_the_front_page(reader: str) -> None:
    assert (DOCS / reader / "index.md").exists()
    assert f"({reader}/index.md)" in (DOCS / "index.md").read_text()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(DOCS).as_posix())
def test_no_link_is_dead(page: Path) -> None:
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        path, _, anchor = target.partition("#")
        if "://" in path or target.startswith("mailto:"):
            continue
        found = (page.parent / path).resolve() if path else page
        if not found.exists() or (
            anchor and found.suffix == ".md" and anchor not in _anchors(found)
        ):
            dead.append(target)
    assert not dead, report(f"docs/{page.relative_to(DOCS)} points nowhere:", dead)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(DOCS).as_posix())
def test_every_page_can_be_reached(page: Path) -> None:
    if page == DOCS / "index.md":
        return
    others = [p for p in PAGES if p != page]
    links = {
        (p.parent / t.partition("#")[0]).resolve()
        for p in others
        for t in re.findall(r"\]\(([^)\s:]+)\)", p.read_text())
        if t.partition("#")[0]
    }
    assert page.resolve() in links, f"no page links to docs/{page.relative_to(DOCS)}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(DOCS).as_posix())
def test_a_page_is_plain_markdown(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    html = re.findall(r"<[a-zA-Z!/][^>]*>", text)
    assert not html, report("headings, lists, tables, code, links, images, emphasis only:", html)
    assert text.lstrip().startswith("# "), "a page begins with its title"


def test_every_term_of_the_glossary_is_explained_once() -> None:
    terms = re.findall(r"^\*\*(.+?)\*\*", (DOCS / "glossary.md").read_text(), re.MULTILINE)
    assert len(terms) >= 30
    assert sorted(set(terms)) == sorted(terms)
    assert terms == sorted(terms, key=str.casefold), "the glossary is in order of the alphabet"


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^a-z0-9]+", "-", h.lower().replace("`", "")).strip("-") for h in headings}
