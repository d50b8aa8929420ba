import csv
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.formats.reading import Said
from tocsin.core.formats import parse, passengers

MAKE = Path(__file__).parents[3] / "examples" / "data" / "make.py"


def made(folder, seed="7"):
    command = [sys.executable, str(MAKE), "--out", str(folder), "--persons", "400"]
    command += ["--passengers", "300", "--listed", "50", "--seed", seed]
    subprocess.run(command, check=True, capture_output=True)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return made(tmp_path_factory.mktemp("data"))


def test_the_same_seed_makes_the_same_bytes_and_another_seed_others(files, tmp_path):
    assert made(tmp_path / "again") == files
    assert made(tmp_path / "other", seed="8") != files


def test_the_register_and_the_manifest_are_read_whole(files):
    register = Said(parse(files["persons.jsonl"]))
    manifest = Said(passengers(files["passengers.csv"]))
    assert (len(register.rows), register.errors, register.remarks) == (400, [], [])
    assert (len(manifest.rows), manifest.errors, manifest.remarks) == (300, [], [])
    scripts = {name.script for row in register.rows for name in row.body.names}
    assert {"Latn", "Cyrl", "Arab"} <= scripts


def test_the_truth_names_passengers_and_the_persons_they_hide(files):
    truth = list(csv.DictReader(files["truth.csv"].decode().splitlines()))
    register = {row.external_id for row in parse(files["persons.jsonl"])}
    manifest = {row.external_id for row in passengers(files["passengers.csv"])}
    assert len(truth) == 7
    assert {row["match"] for row in truth} <= register
    assert {row["query"] for row in truth} <= manifest


def test_the_list_has_the_published_layout(files):
    file = Said(parse(files["list.xml"]))
    assert (len(file.rows), file.errors, file.remarks) == (50, [], [])
    assert all(row.listings[0].listed and row.remarks == () for row in file.rows)
    assert sum(row.place.split(", ")[1].startswith("ENTITY") for row in file.rows) == 10


def test_the_amended_list_changes_adds_and_leaves_out(files):
    before = {row.external_id: row.body for row in parse(files["list.xml"])}
    after = {row.external_id: row.body for row in parse(files["list-amended.xml"])}
    assert len(before.keys() - after.keys()) == 2
    assert len(after.keys() - before.keys()) == 2
    changed = [key for key in before.keys() & after.keys() if before[key] != after[key]]
    assert len(changed) == 3


def test_the_entities_are_read_with_their_papers_and_links(files):
    file = Said(parse(files["entities.ftm.json"], filename="entities.ftm.json"))
    assert file.errors == []
    assert len(file.rows) == 55
    assert len(file.links) == 5
    assert [remark.sentence for remark in file.remarks] == [
        "entities of the schema 'Email' were not read: 5"
    ]
