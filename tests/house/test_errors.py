"""The tree of errors is drawn, complete, answered by HTTP and explained in the manual."""

import re

import pytest

from tests.house.tree import ROOT
from tocsin.core import errors


def _walk(cls: type[errors.TocsinError]) -> list[type[errors.TocsinError]]:
    return [cls, *(leaf for child in cls.__subclasses__() for leaf in _walk(child))]


ALL = [c for c in _walk(errors.TocsinError) if c.__module__.startswith("tocsin.")]


def test_the_picture_shows_every_class_under_its_parent() -> None:
    above: dict[int, str] = {}
    drawn = {}
    for line in (errors.__doc__ or "").splitlines():
        if hit := re.match(r"^([│ ├└─]*)([A-Z]\w+)(\s{2,}|$)", line):
            depth = len(hit[1]) // 4
            above[depth] = hit[2]
            drawn[hit[2]] = above.get(depth - 1)
    assert drawn == {
        c.__name__: c.__bases__[0].__name__ if c is not errors.TocsinError else None for c in ALL
    }, "draw the tree at the top of core/errors.py as it is"


def test_errors_live_in_one_file() -> None:
    strays = [f"{c.__module__}.{c.__name__}" for c in ALL if c.__module__ != errors.__name__]
    assert not strays, f"these belong into core/errors.py: {strays}"


def test_every_code_is_its_own() -> None:
    codes = [c.code for c in ALL]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", code) for code in codes)


@pytest.mark.parametrize("error", ALL, ids=lambda e: e.__name__)
def test_an_error_is_a_class_a_status_and_a_page(error: type[errors.TocsinError]) -> None:
    from tocsin.web.errors import ANSWERS, status_of

    assert error in ANSWERS, f"web/errors.py has no row for {error.__name__}"
    assert 400 <= status_of(error) < 600
    page = (ROOT / "docs" / "errors.md").read_text()
    assert f"\n### {error.code}\n" in page, f"docs/errors.md does not explain {error.code}"


def test_no_answer_is_for_an_error_that_is_gone() -> None:
    from tocsin.web.errors import ANSWERS

    assert set(ANSWERS) <= set(ALL)


@pytest.mark.parametrize("error", ALL, ids=lambda e: e.__name__)
def test_an_error_speaks_one_sentence_and_names_its_place(error: type[errors.TocsinError]) -> None:
    told = error("the date is not a date; write YYYY-MM-DD", place="row 7, dob")
    assert str(told) == "row 7, dob: the date is not a date; write YYYY-MM-DD"
