import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.formats.reading import golden, said
from tocsin.core.formats import Limits, parse, passengers
from tocsin.core.formats.delimited import sniff_delimiter
from tocsin.core.kinds import dump, person_to_screening


def test_a_spreadsheet_with_other_headers_is_understood():
    file = golden("persons.csv")
    assert [row.external_id for row in file.rows] == ["p1", "p2", "p3", "p4"]
    assert person_to_screening(file["p1"].body) == {
        "names": ["Олександр Вербицький-Тест", "Oleksandr VERBYTSKYI-TEST"],
        "dob": ["1971-03-05"],
        "nat": ["UKR"],
        "gender": "male",
        "docs": ["UT 123456"],
    }
    assert dump(file["p2"].body)["births"][0]["date"] == "1980-03-05"
    assert file["p2"].body.gender == "female"
    assert file["p3"].body.nationalities == ("MDA",)
    assert file.errors == []


def test_rows_keep_their_lines_and_unknown_columns_are_said():
    file = golden("persons.csv")
    assert [row.place for row in file.rows] == ["line 2", "line 3", "line 4", "line 6"]
    assert [remark.sentence for remark in file.remarks] == [
        "the column 'Seat' is not known and was not read"
    ]


def test_a_name_in_look_alike_letters_is_kept_and_flagged():
    row = golden("persons.csv")["p4"]
    assert row.body.title() == "Кim Wzorcowy"
    assert "look alike" in row.remarks[0].sentence
    assert row.remarks[0].place == "line 6, names"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(delimiter):
    text = f"id{delimiter}names{delimiter}dob\np1{delimiter}Anna Nowa{delimiter}1971\n"
    assert sniff_delimiter(text.splitlines()[0]) == delimiter
    assert said(text)["p1"].body.births[0].date.year == 1971


@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_marks_of_order_and_line_ends_do_not_matter(start, end):
    assert said(f"{start}id,names{end}p1,Anna Nowa{end}")["p1"].body.title() == "Anna Nowa"


def test_surname_and_first_name_are_joined_and_kept_apart_as_well():
    name = said("id,Surname,First name\np1,Nowa,Anna\n")["p1"].body.names[0]
    assert (name.text, name.family, name.given) == ("Anna Nowa", "Nowa", "Anna")


def test_a_caller_may_say_what_a_header_means():
    file = said("nr,kto\n7,Anna Nowa\n", mapping={"nr": "id", "kto": "names"})
    assert file["7"].body.title() == "Anna Nowa"


def test_every_wrong_row_is_said_with_its_line_and_column_and_the_others_are_read():
    file = said(
        "id,names,dob,nat,gender\n"
        "p1,Anna Nowa,1971-02-31,PL,f\n"
        "p2,Anna Nowa,9999,PL,f\n"
        "p3,Anna Nowa,03/05/1971,PL,f\n"
        "p4,Anna Nowa,1971,Atlantis,f\n"
        "p5,Anna Nowa,1971,PL,maybe\n"
        f"p6,{'n' * 10_000},1971,PL,f\n"
        "p7,,1971,PL,f\n"
        ",Anna Nowa,1971,PL,f\n"
        "p9,Anna Nowa\n"
        "p10,Anna Nowa,1971,PL,f\n"
        "p10,Anna Druga,1971,PL,f\n"
    )
    assert [row.external_id for row in file.rows] == ["p10"]
    assert file.errors == [
        "line 2, column dob: is not a real day: February 1971 has 28 days",
        "line 3, column dob: has the year 9999: years from 1850 to 2100 are accepted",
        "line 4, column dob: '/' leaves open which part is the day: write 1971-03-05",
        "line 5, column nat: 'Atlantis' is not a country: give its ISO 3166 code, such as POL or PL",
        "line 6, column gender: must be male, female, unspecified or unknown",
        "line 7, column names: is longer than 500 characters",
        "line 8, column names: must not be empty",
        "line 9, column id: is required",
        "line 10: has 2 cells where the header has 5",
        "line 12, column id: 'p10' was already used by an earlier row",
    ]


def test_a_manifest_needs_names_only():
    rows = list(passengers(b"Passenger\nAnna Nowa\nJan Inny\n", filename="manifest.csv"))
    assert [row.external_id for row in rows] == ["row 1", "row 2"]


def test_a_field_of_several_lines_keeps_the_place_of_its_row():
    file = said('id,names,shoe\np1,Anna Nowa,"a\nb"\np2,Jan Inny,c\np3,,\n')
    assert file["p2"].place == "line 4"
    assert file.errors[0].startswith("line 5")


def test_more_rows_than_the_limit_are_refused():
    with pytest.raises(Exception, match="more than 2 rows") as refused:
        list(parse(b"names\nA\nB\nC\n", limits=Limits(rows=2)))
    assert refused.value.place == "row 3"


cells = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30)


@given(st.lists(st.tuples(cells, cells), max_size=6), st.sampled_from(",;\t|"))
def test_any_table_of_text_is_read_row_for_row(pairs, delimiter):
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["id", "names"])
    writer.writerows(pairs)
    file = said(out.getvalue())
    blank = sum(not (one.strip() or two.strip()) for one, two in pairs)
    assert len(file.rows) + len(file.errors) == len(pairs) - blank
