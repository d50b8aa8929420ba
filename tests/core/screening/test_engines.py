"""Shards give the same hits wherever they run; what is not installed is named."""

import subprocess
import sys

import pytest

from tests.core.screening.people import REGISTER
from tests.core.screening.test_batch import as_row, write
from tocsin.core.errors import InvalidInput
from tocsin.core.screening.batch import Job, run


@pytest.fixture
def job(tmp_path):
    register = write(tmp_path / "register.jsonl", [as_row(x) for x in REGISTER])
    asked = [as_row(REGISTER[at % 4]) | {"id": f"q{at}"} for at in range(23)]
    queries = write(tmp_path / "queries.jsonl", asked)
    return {"queries": queries, "register": register, "out": tmp_path / "hits.jsonl"}


def test_without_dask_the_extra_is_named(job, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InvalidInput, match=r"tocsin\[dask\]"):
        run(Job(**job, engine="dask"))


@pytest.mark.parametrize("ending", ["queries", "out"])
def test_without_pyarrow_the_extra_is_named(job, monkeypatch, ending):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    path = job[ending].with_suffix(".parquet")
    if ending == "queries":
        path.write_bytes(b"PAR1")
    with pytest.raises(InvalidInput, match=r"tocsin\[parquet\]"):
        run(Job(**job | {ending: path}))


@pytest.mark.long
def test_a_cluster_of_two_processes_gives_the_same_bytes(job):
    pytest.importorskip("distributed")
    run(Job(**job))
    other = job["out"].with_name("dask.jsonl")
    script = (
        "from pathlib import Path\n"
        "from tocsin.core.screening.batch import Job, run\n"
        "if __name__ == '__main__':\n"
        f"    run(Job(Path({str(job['queries'])!r}), Path({str(job['register'])!r}),"
        f" Path({str(other)!r}), engine='dask', workers=2, shard_rows=5))\n"
    )
    path = other.with_name("on_dask.py")
    path.write_text(script, encoding="utf-8")
    subprocess.run([sys.executable, str(path)], check=True, timeout=120, env={"PYTHONPATH": "."})
    assert other.read_bytes() == job["out"].read_bytes()
