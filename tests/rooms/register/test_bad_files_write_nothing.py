"""A file that cannot be read to its end leaves nothing; a bad row is named and the others are taken."""

import json

import pytest
from django.utils import timezone

from tests.cast import Cast
from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.actions import imports, intake
from tocsin.rooms.register.models import Import, ImportProblem, Record

GOOD = json.dumps({"id": "p1", "names": ["Testa Novakova"]})


def run(cast: Cast, name: str, data: bytes) -> Import:
    job = imports.start(
        cast.home.bureau_officer, file=Upload(name=name, data=data), source="invented"
    )
    while Import.unrestricted.under_way().exists():
        intake.carry_on(timezone.now())
    job.refresh_from_db()
    return job


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("cut.csv", b'id,names\np1,Testa Novakova\np2,"Tes', "line 3"),
        ("latin.csv", b"id,names\np1,Testa Nov\xe1k\n", "line 2"),
        ("nul.jsonl", GOOD.encode() + b"\n\0\n", "line 2"),
        ("long.jsonl", GOOD.encode() + b"\n" + b"x" * 1_100_000, "line 2"),
    ],
)
def test_a_broken_file_is_refused_whole_and_its_place_named(
    cast: Cast, name: str, data: bytes, place: str
) -> None:
    job = run(cast, name, data)
    assert job.phase == "failed"
    assert place in job.problem
    assert not Record.unrestricted.exists()


def test_a_zip_is_refused_before_it_is_kept(cast: Cast) -> None:
    with pytest.raises(MalformedFile, match="ZIP"):
        run(cast, "list.csv", b"PK\x03\x04rest")
    assert not Import.unrestricted.exists()


def test_bad_rows_are_named_and_the_others_taken(cast: Cast) -> None:
    rows = [
        {"id": "p1", "names": ["Testa Novakova"]},
        {"id": "p2", "names": ["Testa Novakovb"], "dob": ["1980-02-31"]},
        {"id": "p3", "names": ["x" * 10_000]},
        {"id": "p1", "names": ["Testa Novakovc"]},
        {"id": "p5", "names": []},
        {"id": "p6", "names": ["Testa Novakovd"], "dob": ["9999"]},
    ]
    job = run(cast, "rows.jsonl", "\n".join(json.dumps(one) for one in rows).encode())
    assert (job.created_count, job.error_count) == (1, 5)
    places = ImportProblem.of(job).values_list("place", flat=True)
    assert {place.split(",")[0] for place in places} == {f"line {n}" for n in (2, 3, 4, 5, 6)}


def test_a_source_must_be_named(cast: Cast) -> None:
    upload = Upload(name="a.jsonl", data=GOOD.encode())
    with pytest.raises(InvalidInput, match="source"):
        imports.start(cast.home.bureau_officer, file=upload)
