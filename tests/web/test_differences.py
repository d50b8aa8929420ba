"""A comparison loses nothing: each side can be read back from its rows."""

from hypothesis import given
from hypothesis import strategies as st

from tocsin.web.differences import compare, lines_of

LINES = st.lists(st.text(alphabet="ab ж-ا1", min_size=1, max_size=12), max_size=12)


@given(LINES, LINES)
def test_both_sides_can_be_read_back(before: list[str], after: list[str]) -> None:
    rows = compare(before, after)
    for side, lines in (("before", before), ("after", after)):
        pieces = [getattr(row, side) for row in rows]
        assert ["".join(p.text for p in line) for line in pieces if line is not None] == lines


@given(LINES)
def test_the_same_on_both_sides_has_no_change(lines: list[str]) -> None:
    assert all(row.kind == "same" for row in compare(lines, lines))


def test_only_the_part_that_changed_is_marked() -> None:
    (row,) = compare("document: ZX 440 119", "document: ZX 440 191")
    assert row.after is not None
    assert [piece.text for piece in row.after if piece.changed] == ["191"]


def test_a_mapping_is_compared_field_by_field() -> None:
    assert lines_of({"names": ["A", "B"], "born": None}) == ["names: A", "names: B", "born: null"]
