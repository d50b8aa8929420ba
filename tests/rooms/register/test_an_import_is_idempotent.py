"""Reading the same file again changes nothing; a newer one revises, and reports what is gone."""

import json
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.actions import bases, imports, intake, records
from tocsin.rooms.register.models import Change, Import, ImportProblem, Record, Revision


def file_of(*people: dict[str, Any]) -> Upload:
    data = "\n".join(json.dumps(one, ensure_ascii=False) for one in people)
    return Upload(name="list.jsonl", data=data.encode())


def person(number: int, **more: Any) -> dict[str, Any]:
    return {"id": f"p{number}", "names": [f"Testa Nova{'abcdefghij'[number]}"], **more}


def run(reader: Any, file: Upload, **more: Any) -> Import:
    job = imports.start(reader, file=file, source="invented", **more)
    while Import.unrestricted.under_way().exists():
        intake.carry_on(timezone.now())
    job.refresh_from_db()
    return job


def counts(job: Import) -> tuple[int, int, int, int]:
    return job.created_count, job.revised_count, job.unchanged_count, job.error_count


def test_the_same_file_twice_changes_nothing_the_second_time(cast: Cast) -> None:
    reader = cast.home.bureau_officer
    first = run(reader, file_of(person(1), person(2)))
    told = Change.unrestricted.count()
    second = run(reader, file_of(person(1), person(2)))
    assert counts(first) == (2, 0, 0, 0)
    assert counts(second) == (0, 0, 2, 0)
    assert Revision.unrestricted.count() == 2
    assert Change.unrestricted.count() == told


def test_a_newer_file_revises_what_changed_and_reports_what_is_gone(cast: Cast) -> None:
    reader = cast.home.bureau_officer
    run(reader, file_of(person(1), person(2), person(3)))
    job = run(reader, file_of(person(1, dob=["1980"]), person(2)))
    assert counts(job) == (0, 1, 1, 0)
    assert job.missing_count == 1
    gone = ImportProblem.of(job).get(sort=ImportProblem.Sort.MISSING)
    assert gone.place == "p3"
    assert Record.unrestricted.get(external="p3").state == "released"
    assert Record.unrestricted.get(external="p1").revision == 2


def test_what_an_officer_changed_is_not_overwritten(cast: Cast) -> None:
    reader = cast.home.bureau_officer
    run(reader, file_of(person(1)))
    record = Record.unrestricted.get(external="p1")
    body = {**record.body, "gender": "female"}
    records.submit(reader, records.edit(reader, record, body=body))
    assert counts(run(reader, file_of(person(1)))) == (0, 0, 1, 0)
    job = run(reader, file_of(person(1, dob=["1980"])))
    assert counts(job) == (0, 0, 0, 1)
    record.refresh_from_db()
    assert record.body["gender"] == "female"
    assert "births" not in record.body


def test_a_trial_writes_nothing_and_says_what_would_happen(cast: Cast) -> None:
    reader = cast.home.bureau_officer
    job = run(reader, file_of(person(1), person(2)), dry_run=True)
    assert counts(job) == (2, 0, 0, 0)
    assert not Record.unrestricted.exists()
    assert not Change.unrestricted.exists()


def test_screened_entries_get_one_basis_and_an_ended_one_stays_ended(cast: Cast) -> None:
    reader = cast.home.bureau_officer
    run(reader, file_of(person(1)), screened=True)
    basis = Record.unrestricted.get(kind="basis")
    assert basis.basis.type == "list"
    assert basis.basis.list_name == "invented"
    run(reader, file_of(person(1)), screened=True)
    assert Record.unrestricted.filter(kind="basis").count() == 1
    bases.end(reader, basis, reason="cleared by the source")
    run(reader, file_of(person(1)), screened=True)
    assert Record.unrestricted.get(kind="basis").state == "withdrawn"


def test_a_withdrawn_record_is_not_brought_back(cast: Cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals

    reader = cast.home.bureau_officer
    run(reader, file_of(person(1)))
    record = Record.unrestricted.get(external="p1")
    proposal = records.withdraw(reader, record, reason="the source erred")
    proposals.approve(cast.home.reviewer, proposal)
    job = run(reader, file_of(person(1, dob=["1980"])))
    assert counts(job) == (0, 0, 0, 1)
    record.refresh_from_db()
    assert record.state == "withdrawn"


def test_imported_records_are_for_the_own_bureau_alone(cast: Cast) -> None:
    run(cast.home.bureau_officer, file_of(person(1)), screened=True)
    assert Record.visible_to(cast.home.bureau_officer).count() == 2
    assert not Record.visible_to(cast.ally.bureau_officer).exists()
    assert not Import.visible_to(cast.ally.bureau_officer).exists()
