"""``tocsin screen``: hits on standard output or in a file, exit codes 0, 1 and 2."""

import json

import pytest
import typer
from typer.testing import CliRunner

from tocsin.node.cli.screen import screen

app = typer.Typer()
app.command()(screen)


@pytest.fixture
def files(tmp_path):
    register = tmp_path / "register.jsonl"
    register.write_text(
        '{"id": "p1", "names": ["Олександр Доленко"], "dob": ["1971-03-05"], "nat": ["ua"], "docs": ["FA123456"]}\n',
        encoding="utf-8",
    )
    queries = tmp_path / "queries.csv"
    queries.write_text(
        "id,names,dob,docs\nq1,Oleksandr DOLENKO,1971-03-05,FA123456\n", encoding="utf-8"
    )
    return queries, register


def test_hits_go_to_standard_output_and_the_rest_to_standard_error(files):
    queries, register = files
    done = CliRunner().invoke(app, [str(queries), "--register", str(register)])
    assert done.exit_code == 0
    hit = json.loads(done.stdout)
    assert (hit["query"], hit["match"], hit["verdict"]) == ("q1", "p1", "strong")
    assert "1 persons against 1 entries: 1 hits" in done.stderr


def test_a_row_that_cannot_be_read_ends_with_1_and_good_rows_are_screened(files):
    queries, register = files
    with queries.open("a", encoding="utf-8") as file:
        file.write("q2,Oleksandr Dolenko,1971-02-31,\n")
    out = queries.with_name("hits.csv")
    done = CliRunner().invoke(app, [str(queries), "--register", str(register), "--out", str(out)])
    assert done.exit_code == 1
    assert "queries.csv, line 3, dob" in done.stderr
    assert "1 rows could not be read and were NOT screened" in done.stderr
    assert out.read_text(encoding="utf-8").count("\n") == 2


@pytest.mark.parametrize(
    "wrong",
    [["--limit", "0"], ["--threshold", "2"], ["--engine", "spark"], ["--register", "none.jsonl"]],
)
def test_a_job_that_cannot_be_done_ends_with_2(files, wrong):
    queries, register = files
    done = CliRunner().invoke(app, [str(queries), "--register", str(register), *wrong])
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "tocsin screen:" in done.stderr
