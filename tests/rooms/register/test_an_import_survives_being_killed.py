"""An import killed at any moment and carried on by another process comes to the same result."""

import json
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.actions import imports, intake
from tocsin.rooms.register.actions.intake import batches, files, reading
from tocsin.rooms.register.models import Import, Record, Revision, Term

PEOPLE = 23


class Killed(BaseException):
    """The process is gone: nothing may catch this."""


def started(cast: Cast) -> Import:
    people = [
        {"id": f"p{number}", "names": [f"Testa Novak{chr(97 + number)}"], "dob": ["1980-01-01"]}
        for number in range(PEOPLE)
    ]
    data = "\n".join(json.dumps(one) for one in people).encode()
    upload = Upload(name="list.jsonl", data=data)
    return imports.start(cast.home.bureau_officer, file=upload, source="s", screened=True)


def carried_on(job: Import) -> Import:
    while Import.unrestricted.under_way().exists():
        intake.carry_on(timezone.now())
    job.refresh_from_db()
    return job


def whole(job: Import) -> None:
    assert job.phase == "done"
    assert job.rows == PEOPLE
    persons = Record.unrestricted.filter(kind="person")
    assert sorted(persons.values_list("external", flat=True)) == sorted(
        f"p{number}" for number in range(PEOPLE)
    )
    assert Record.unrestricted.filter(kind="basis").count() == PEOPLE
    assert Revision.unrestricted.count() == 2 * PEOPLE
    assert Term.unrestricted.filter(record__kind="person").exists()


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_killed_between_two_batches(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    monkeypatch.setattr(batches, "SIZE", 5)
    job = started(cast)
    intake.carry_on(timezone.now())
    for _ in range(moment):
        intake.carry_on(timezone.now())
    whole(carried_on(job))


def test_killed_inside_a_batch_leaves_nothing_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SIZE", 5)
    job = started(cast)
    intake.carry_on(timezone.now())
    intake.carry_on(timezone.now())
    before = Record.unrestricted.count()

    def die(*_: Any, **__: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(batches.journal, "append", die)
        with pytest.raises(Killed):
            intake.carry_on(timezone.now())
    assert Record.unrestricted.count() == before
    whole(carried_on(job))


def test_killed_while_reading_begins_the_reading_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = started(cast)
    monkeypatch.setattr(reading, "SLICE", 0.0)
    intake.carry_on(timezone.now())
    assert job.pk in reading._open  # the half-read file of the dying process
    reading._open.pop(job.pk).close()
    assert not Record.unrestricted.exists()
    whole(carried_on(job))


def test_a_lost_spool_is_read_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "SIZE", 5)
    job = started(cast)
    intake.carry_on(timezone.now())
    intake.carry_on(timezone.now())
    files.spool(job.pk).unlink()
    job = carried_on(job)
    assert job.phase == "done"
    assert Record.unrestricted.filter(kind="person").count() == PEOPLE


def test_nothing_of_the_file_is_kept_when_it_is_over(cast: Cast) -> None:
    job = carried_on(started(cast))
    assert not list(files.folder().glob(f"{job.pk}*"))


def test_a_cancelled_import_stops_and_keeps_what_it_took(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SIZE", 5)
    job = started(cast)
    intake.carry_on(timezone.now())
    intake.carry_on(timezone.now())
    imports.cancel(cast.home.bureau_officer, job)
    assert intake.carry_on(timezone.now()) == 0
    assert Record.unrestricted.filter(kind="person").count() == 5
