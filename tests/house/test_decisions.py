"""Decision records are short, numbered once, and all in the index."""

import re

import pytest

from tests.house import tree
from tests.house.tree import ROOT, report

FOLDER = ROOT / "docs" / "decisions"
RECORDS = sorted(p for p in FOLDER.glob("*.md") if p.name != "index.md")


@pytest.mark.parametrize("path", RECORDS, ids=lambda p: p.stem[:4])
def test_a_record_is_one_screen_of_context_decision_and_consequence(path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= 40, f"{path.name} is longer than 40 lines"
    assert text.startswith(f"# {path.stem[:4]} "), f"{path.name} begins with '# {path.stem[:4]} '"
    for heading in ("Context", "Decision", "Consequence"):
        assert re.search(rf"^## {heading}", text, re.MULTILINE), f"{path.name} lacks ## {heading}"


def test_no_number_is_used_twice() -> None:
    numbers = [int(p.stem[:4]) for p in RECORDS]
    assert numbers == sorted(set(numbers)), "a number is never used again"
    assert all(re.fullmatch(r"\d{4}(-[a-z0-9]+)+", p.stem) for p in RECORDS)


def test_every_record_that_is_cited_exists() -> None:
    cited = {
        (number, tree.name(path))
        for path in [*tree.sources(), *tree.sources(ROOT / "tests")]
        for number in re.findall(r"docs/decisions/(\d{4})", path.read_text())
    }
    known = {p.stem[:4] for p in RECORDS}
    missing = [f"{place} cites {number}" for number, place in sorted(cited) if number not in known]
    assert not missing, report("docs/decisions has no such record:", missing)


def test_every_record_stands_in_the_index() -> None:
    index = (FOLDER / "index.md").read_text()
    missing = [p.name for p in RECORDS if f"({p.name})" not in index]
    assert not missing, f"run make docs: {missing}"
