import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.formats.reading import golden, said
from tests.core.kinds.examples import BODIES
from tocsin.core.formats import bodies_jsonl, cell, csv_lines, persons_csv, persons_jsonl
from tocsin.core.formats.cells import join_list, split_list, uncell
from tocsin.core.kinds import findings, person_to_screening, read

ATTACKS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "=cmd|' /C calc'!A0",
    "＝1", "＋1", "－1", "＠x", "|x", "%x", "\ufeff=1", "'=1", "''=1", "\u200b=1",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert cell(text) == f"'{text}"
    assert uncell(cell(text)) == text


@pytest.mark.parametrize("text", ["Anna", "1971-03-05", "'t Hart", "", "a=b", "48220000000"])
def test_honest_cells_are_left_alone(text):
    assert cell(text) == text


def test_nothing_is_an_empty_cell():
    assert cell(None) == ""
    assert cell(7) == "7"


@given(st.text(max_size=12) | st.text("'=+-@ \t|%a", max_size=8))
def test_escaping_is_undone_exactly_and_leaves_no_formula(text):
    assert uncell(cell(text)) == text
    assert not re.match(r"\s*[=+\-@]", cell(text))


@given(st.lists(st.text(max_size=12).map(str.strip).filter(bool)))
def test_a_list_in_a_cell_is_split_as_it_was_joined(texts):
    assert split_list(join_list(texts)) == texts


def test_lines_follow_rfc_4180():
    lines = list(csv_lines(["a", "b"], [["x,y", 'say "hi"'], [None, "two\nlines"]]))
    assert lines == ["a,b\r\n", '"x,y","say ""hi"""\r\n', ',"two\nlines"\r\n']


@given(st.lists(st.lists(st.text(max_size=8), min_size=2, max_size=2), max_size=4))
def test_a_table_is_read_back_by_any_csv_reader(table):
    text = "".join(csv_lines(["a", "b"], table))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [[uncell(one) for one in row] for row in rows[1:]] == table


names = st.text(min_size=1, max_size=30).map(str.strip).filter(
    lambda text: text and not findings("person", {"names": [{"text": text}]})
)  # fmt: skip


@st.composite
def persons(draw):
    texts = draw(st.lists(names, min_size=1, max_size=3, unique=True))
    dates = draw(st.lists(st.sampled_from(["1971", "1980-02", "1999-12-31"]), unique=True))
    return read(
        "person",
        {
            "names": [{"text": text} for text in texts],
            "births": [{"date": date} for date in dates],
            "nationalities": draw(st.lists(st.sampled_from(["POL", "UTO"]), unique=True)),
            "documents": [{"number": "A;1\\"}] if draw(st.booleans()) else [],
        },
    )


@pytest.mark.parametrize("write", [persons_csv, persons_jsonl])
@given(some=st.lists(persons(), min_size=1, max_size=4))
def test_persons_written_in_the_plain_form_are_read_back_with_all_its_facts(write, some):
    text = "".join(write((f"p{number}", person) for number, person in enumerate(some)))
    file = said(text)
    assert file.errors == []
    assert [person_to_screening(row.body) for row in file.rows] == [
        person_to_screening(person) for person in some
    ]


def test_whole_bodies_are_written_and_read_back_unchanged():
    bodies = [(kind, read(kind, body)) for kind, body in BODIES.items()]
    file = said("".join(bodies_jsonl(bodies)))
    assert [(row.external_id, row.body) for row in file.rows] == bodies


def test_a_list_of_others_is_kept_whole_by_the_export_of_bodies():
    rows = golden("list.xml").rows
    again = said("".join(bodies_jsonl((row.external_id, row.body) for row in rows)))
    assert [row.body for row in again.rows] == [row.body for row in rows]
