"""Files against files: the same hits in every form and manner, nothing lost silently."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import REGISTER
from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.screening import Index, Person
from tocsin.core.screening.batch import Job, run
from tocsin.core.screening.batch.rows import BadRow, read_persons

pq = pytest.importorskip("pyarrow.parquet")
pa = pytest.importorskip("pyarrow")


def as_row(person):
    lists = {"names": list(person.names), "dob": list(person.dob), "nat": list(person.nat)}
    return {"id": person.id, **lists, "gender": person.gender, "docs": list(person.docs)}


def write(path: Path, rows):
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["id", "names", "dob", "nat", "gender", "docs"])
            writer.writeheader()
            for row in rows:
                writer.writerow(
                    {k: ";".join(v) if isinstance(v, list) else v for k, v in row.items()}
                )
    else:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def register(tmp_path):
    return write(tmp_path / "register.jsonl", [as_row(x) for x in REGISTER])


@pytest.fixture
def queries(tmp_path):
    asked = [as_row(REGISTER[at % 4]) | {"id": f"q{at}"} for at in range(23)]
    return write(tmp_path / "queries.jsonl", asked)


def hits(path: Path):
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return [
                row | {"score": float(row["score"]), "reasons": json.loads(row["reasons"])}
                for row in csv.DictReader(file)
            ]
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_every_form_in_and_out_gives_the_answers_of_the_library(tmp_path, register, form, ending):
    queries = write(tmp_path / f"queries.{form}", [as_row(x) for x in REGISTER])
    out = tmp_path / f"hits.{ending}"
    outcome = run(Job(queries, register, out))
    index = Index.build(REGISTER)
    wanted = [m.as_json(x.id) for x in REGISTER for m in index.screen(x)]
    assert hits(out) == wanted
    assert (outcome.rows, outcome.hits, outcome.bad_rows) == (4, len(wanted), [])
    assert not (tmp_path / f"hits.{ending}.work").exists()


def test_a_bad_row_is_named_and_the_good_rows_are_screened(tmp_path, register):
    queries = tmp_path / "queries.csv"
    queries.write_text(
        "id,names,dob\nq1,Jan Doliński,1980-02-31\nq2,Jan Doliński,1980-02-11\nq3,,1980\n"
        "q4,Jan Doliński\n,Jan Doliński,\nq6,Jan Doliński,9999\n",
        encoding="utf-8",
    )
    out = tmp_path / "hits.jsonl"
    outcome = run(Job(queries, register, out))
    assert [(x.file, x.row, x.field) for x in outcome.bad_rows] == [
        ("queries.csv", "line 2", "dob"),
        ("queries.csv", "line 4", "names"),
        ("queries.csv", "line 5", ""),
        ("queries.csv", "line 6", "id"),
        ("queries.csv", "line 7", "dob"),
    ]
    assert [hit["query"] for hit in hits(out)] == ["q2"]
    listed = (tmp_path / "hits.jsonl.errors.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in listed] == [x.as_json() for x in outcome.bad_rows]


def test_a_second_entry_with_one_id_is_reported(tmp_path, queries):
    twice = write(tmp_path / "twice.jsonl", [as_row(REGISTER[0]), as_row(REGISTER[0])])
    outcome = run(Job(queries, twice, tmp_path / "hits.jsonl"))
    assert [(x.file, x.field) for x in outcome.bad_rows] == [("twice.jsonl", "id")]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("q.csv", b"", MalformedFile), ("q.csv", b"a,b\n1,2\n", MalformedFile),
        ("q.csv", b"names\nJan\n", MalformedFile), ("q.jsonl", b"PK\x03\x04zip", MalformedFile),
        ("q.parquet", b"PAR1 not really", MalformedFile), ("q.csv", b"\xff\xfei\x00d", MalformedFile),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_at_all_leaves_nothing_behind(
    tmp_path, register, name, content, error
):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(error):
        run(Job(tmp_path / name, register, tmp_path / "hits.jsonl"))
    assert not (tmp_path / "hits.jsonl").exists()


def test_a_file_that_breaks_off_is_read_until_there(tmp_path, register):
    queries = tmp_path / "q.csv"
    queries.write_bytes(
        b"id,names,dob\nq1,Jan Dolinski,1980-02-11\nq2,Jan \xff Dolinski,1980\nq3,X,\n"
    )
    out = tmp_path / "hits.jsonl"
    outcome = run(Job(queries, register, out))
    assert [hit["query"] for hit in hits(out)] == ["q1"]
    assert "not read further" in outcome.bad_rows[-1].error
    assert outcome.bad_rows[-1].row == "line 3, byte 8"


def test_a_formula_in_a_cell_is_made_text(tmp_path, register):
    queries = write(tmp_path / "q.jsonl", [as_row(REGISTER[1]) | {"id": "=1+1"}])
    run(Job(queries, register, tmp_path / "hits.csv"))
    assert (tmp_path / "hits.csv").read_text(encoding="utf-8").splitlines()[1].startswith("'=1+1,")


def test_processes_and_shard_sizes_change_no_byte(tmp_path, register, queries):
    run(Job(queries, register, tmp_path / "one.jsonl"))
    run(Job(queries, register, tmp_path / "two.jsonl", workers=2, shard_rows=5))
    run(Job(queries, register, tmp_path / "two.jsonl", workers=2, shard_rows=5))
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


class Stopped(Exception):
    """The power went."""


def test_a_stopped_run_goes_on_where_it_was(tmp_path, register, queries):
    out = tmp_path / "hits.jsonl"
    job = Job(queries, register, out, shard_rows=5)

    def stop(progress):
        if progress.rows >= 10:
            raise Stopped

    with pytest.raises(Stopped):
        run(job, stop)
    assert not out.exists()
    outcome = run(job)
    assert outcome.resumed == 10
    assert outcome.rows == 23
    run(Job(queries, register, tmp_path / "whole.jsonl"))
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


def test_other_inputs_or_options_begin_anew(tmp_path, register, queries):
    out = tmp_path / "hits.jsonl"

    def stop(progress):
        if progress.rows >= 10:
            raise Stopped

    with pytest.raises(Stopped):
        run(Job(queries, register, out, shard_rows=5), stop)
    assert run(Job(queries, register, out, shard_rows=5, limit=1)).resumed == 0


def test_a_killed_run_started_again_ends_with_the_same_bytes(tmp_path, register, queries):
    out = tmp_path / "hits.jsonl"
    command = (
        "import time; from pathlib import Path\n"
        "from tocsin.core.screening.batch import Job, run\n"
        f"run(Job(Path({str(queries)!r}), Path({str(register)!r}), Path({str(out)!r}), shard_rows=2),"
        " lambda progress: time.sleep(0.2))"
    )
    running = subprocess.Popen([sys.executable, "-c", command])
    shard = tmp_path / "hits.jsonl.work" / "shard-0000002.jsonl"
    until = time.monotonic() + 60
    while not shard.exists() and time.monotonic() < until:
        time.sleep(0.02)
    running.kill()
    running.wait()
    assert not out.exists()
    assert run(Job(queries, register, out, shard_rows=2)).resumed > 0
    run(Job(queries, register, tmp_path / "whole.jsonl"))
    assert out.read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@pytest.mark.parametrize(
    "change",
    [{"limit": 0}, {"threshold": 0.0}, {"engine": "spark"}, {"workers": 0}, {"queries": Path("none.csv")},
     {"out": Path("no/such/folder/hits.jsonl")}],
)  # fmt: skip
def test_an_impossible_job_is_refused(tmp_path, register, queries, change):
    job = {"queries": queries, "register": register, "out": tmp_path / "hits.jsonl"} | change
    with pytest.raises(InvalidInput):
        run(Job(**job))


@settings(max_examples=50)
@given(st.binary(max_size=300), st.sampled_from(["csv", "jsonl", "parquet"]))
@example(b"id,names\rq1,Anna", "csv")  # a lone carriage return in the header
def test_any_bytes_are_read_or_refused(tmp_path_factory, content, ending):
    path = tmp_path_factory.mktemp("any") / f"q.{ending}"
    path.write_bytes(content)
    try:
        found = list(read_persons(path))
    except InvalidInput as problem:
        refused = problem
    else:
        assert all(isinstance(row, Person | BadRow) for row in found)
        return
    assert refused.place
