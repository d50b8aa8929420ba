import datetime as dt
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.formats.reading import GOLDEN, Said, refused_only_with_a_place, said
from tocsin.core.errors import MalformedFile, TooLarge
from tocsin.core.formats import Limits, parse, passengers
from tocsin.core.kinds import person_to_screening

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


def parquet(**columns):
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


GOOD = parquet(
    id=["p1", "p2"],
    names=[["Анна Нова", "Anna Nowa"], ["Jan Inny"]],
    dob=[dt.date(1971, 3, 5), None],
    nat=["ua;pl", None],
    gender=["female", None],
    docs=[["A1"], []],
    seat=[1.5, 2.5],
)


def test_lists_and_dates_of_the_table_are_understood():
    file = said(GOOD)
    assert person_to_screening(file["p1"].body) == {
        "names": ["Анна Нова", "Anna Nowa"],
        "dob": ["1971-03-05"],
        "nat": ["UKR", "POL"],
        "gender": "female",
        "docs": ["A1"],
    }
    assert file["p2"].place == "row 2"
    assert "seat" in file.remarks[0].sentence


def test_numbers_are_ids_but_not_names():
    assert said(parquet(id=[7], names=["A B"]))["7"]
    assert said(parquet(id=["7"], names=[1.5])).errors == [
        "row 1, column names: must be text, a date or a list of texts"
    ]


def test_wrong_rows_are_said_with_their_number():
    file = said(parquet(id=["a", "a", "b"], names=["A", "B", "C"], dob=["1971", "1971", "9999"]))
    assert file.errors == [
        "row 2, column id: 'a' was already used by an earlier row",
        "row 3, column dob: has the year 9999: years from 1850 to 2100 are accepted",
    ]


def test_a_date_outside_any_calendar_is_said():
    days = pa.array([2**31 - 1], pa.date32())
    assert said(parquet(id=["a"], names=["A"], dob=days)).errors == [
        "row 1, column dob: is a date outside any calendar"
    ]


def test_a_manifest_needs_names_only():
    rows = list(passengers(parquet(name=["A B", "C D"])))
    assert [row.external_id for row in rows] == ["row 1", "row 2"]


def test_a_table_without_names_or_with_two_of_a_kind_is_refused():
    with pytest.raises(MalformedFile, match="no column is called"):
        said(parquet(id=["a"]))
    with pytest.raises(MalformedFile, match="mean the same"):
        said(parquet(names=["a"], name=["b"]))


def test_more_rows_than_the_limit_are_refused_before_they_are_read():
    with pytest.raises(TooLarge, match="more than 1 rows"):
        said(GOOD, limits=Limits(rows=1))


def test_a_column_that_unpacks_past_all_measure_is_refused_before_it_is_read():
    out = io.BytesIO()
    huge = pa.table({"id": ["a"], "names": ["n" * 3_000_000]})
    pq.write_table(huge, out, compression="zstd", use_dictionary=False)
    assert len(out.getvalue()) < 30_000
    with pytest.raises(TooLarge, match="unpack past"):
        said(out.getvalue(), limits=Limits(column=1_000_000))


def damaged(at, value):
    data = bytearray(GOOD)
    data[at] = value
    return bytes(data)


def test_a_table_that_kills_its_reader_is_refused():
    deadly = (GOLDEN / "deadly.parquet").read_bytes()
    with pytest.raises(MalformedFile) as refused:
        said(deadly)
    assert refused.value.place == "file"
    assert "not a whole Parquet file" in refused.value.sentence


def readers():
    """The processes of this one that read Parquet."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    commands = {pid: Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
    return [pid for pid, command in commands.items() if b"apart.py" in command]


def test_reading_may_stop_half_way_and_leaves_no_process_behind():
    items = parse(parquet(names=[f"A {number}" for number in range(50_000)]))
    next(items)
    assert len(readers()) == 1
    items.close()
    assert readers() == []


def test_a_file_on_disk_is_read_where_it_lies(tmp_path):
    path = tmp_path / "persons.parquet"
    path.write_bytes(GOOD)
    with path.open("rb") as file:
        assert len(Said(parse(file)).rows) == 2


@settings(max_examples=15, deadline=None)
@given(st.integers(4, len(GOOD) - 1), st.integers(0, 255))
def test_a_damaged_table_is_read_or_refused(at, value):
    with refused_only_with_a_place():
        said(damaged(at, value))


@pytest.mark.long
@settings(max_examples=100, deadline=None)
@given(st.integers(4, len(GOOD) - 1), st.integers(0, 255))
def test_many_damaged_tables_are_read_or_refused(at, value):
    with refused_only_with_a_place():
        said(damaged(at, value))
