"""A check answers as of the newest change: what was taken back a moment ago is not found."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from tests.rooms.hits.watched import BODY, STRANGER, check, person, watch

pytestmark = pytest.mark.django_db


def test_a_watched_person_is_found_with_reasons_and_instruction(cast) -> None:
    record = person(cast)
    watch(cast, record)
    found = check(cast.home.border_officer)
    assert found.verdict == "strong"
    result = found.results.get()
    assert result.record == record.pk
    assert result.title == "Oleksandr Kovalchenko"
    assert result.bases[0]["instruction"] == "contact_owner"
    assert {reason["feature"] for reason in result.reasons} >= {"dob.same", "document.same"}


def test_a_person_without_a_basis_is_not_screened_for(cast) -> None:
    person(cast)
    assert check(cast.home.border_officer).verdict == "clear"


def test_somebody_else_is_clear(cast) -> None:
    watch(cast, person(cast))
    assert check(cast.home.border_officer, **STRANGER).verdict == "clear"


def test_a_suspended_person_is_clear_at_once_and_found_again_when_resumed(cast) -> None:
    from tocsin.rooms.register.actions import records

    record = person(cast)
    watch(cast, record)
    officer = cast.home.border_officer
    assert check(officer).verdict == "strong"
    records.suspend(cast.home.bureau_officer, record, reason="mistaken")
    assert check(officer).verdict == "clear"
    records.resume(cast.home.bureau_officer, record, reason="not mistaken")
    assert check(officer).verdict == "strong"


def test_of_two_bases_one_is_enough(cast) -> None:
    from tocsin.rooms.register.actions import bases

    record = person(cast)
    first, second = watch(cast, record), watch(cast, record)
    officer = cast.home.border_officer
    assert len(check(officer).results.get().bases) == 2
    bases.end(cast.home.bureau_officer, first, reason="the case is closed")
    after = check(officer).results.get()
    assert [basis["basis"] for basis in after.bases] == [str(second.pk)]
    bases.end(cast.home.bureau_officer, second, reason="this one too")
    assert check(officer).verdict == "clear"


def test_a_basis_ends_by_itself_though_the_feed_says_nothing(cast) -> None:
    from tocsin.core.screening import Person
    from tocsin.rooms.hits import index

    record = person(cast)
    soon = timezone.now() + timedelta(hours=1)
    watch(cast, record, until=soon)
    reader = cast.home.border_officer
    asked = [Person(id="q", names=["Oleksandr Kovalchenko"], dob=["1971-03-05"])]
    screen = index.of("live").screen
    assert screen(asked, reader, at=timezone.now()).matches[0]
    assert not screen(asked, reader, at=soon + timedelta(seconds=1)).matches[0]


def test_a_revision_is_what_is_compared(cast) -> None:
    from tocsin.rooms.register.actions import records

    record = person(cast)
    watch(cast, record)
    officer = cast.home.bureau_officer
    records.edit(officer, record, body={**BODY, "names": [{"text": "Wilhelmina Zzyzxova"}]})
    records.submit(officer, type(record).visible_to(officer).get(pk=record.pk))
    found = check(officer, names=["Wilhelmina Zzyzxova"], dob=["1971-03-05"])
    assert found.results.get().record == record.pk


def test_the_answer_carries_the_newest_change(cast) -> None:
    from tocsin.rooms.register.models import newest_change

    watch(cast, person(cast))
    assert check(cast.home.border_officer).feed == newest_change()


def test_another_database_under_the_same_process_is_noticed(cast) -> None:
    from tocsin.rooms.hits import index
    from tocsin.rooms.hits.subjects import Mark

    watch(cast, person(cast))
    check(cast.home.border_officer)
    followed = index.of("live")
    followed._mark = Mark(followed._mark.number, UUID(int=7))
    followed._index = type(followed._index).build([])
    assert check(cast.home.border_officer).verdict == "strong"


def test_a_snapshot_is_opened_and_caught_up(cast) -> None:
    from tocsin.rooms.hits import index

    first = person(cast)
    watch(cast, first)
    index.of("live").save(timezone.now())
    born = [{"date": "1980-02-29"}]
    second = person(cast, body={"names": [{"text": "Wilhelmina Zzyzxova"}], "births": born})
    watch(cast, second)
    index._indexes.clear()
    officer = cast.home.border_officer
    assert index.opened("live") is not None
    assert check(officer).results.get().record == first.pk
    assert (
        check(officer, names=["Wilhelmina Zzyzxova"], dob=["1980-02-29"]).results.get().record
        == second.pk
    )


def test_a_damaged_snapshot_is_built_again(cast) -> None:
    from tocsin.rooms.hits import index

    watch(cast, person(cast))
    index.of("live").save(timezone.now())
    folder = index.folder("live")
    (folder / (folder / "newest").read_text() / "persons").write_bytes(b"torn")
    index._indexes.clear()
    assert check(cast.home.border_officer).verdict == "strong"


def test_rebuilding_says_how_many_there_are(cast) -> None:
    from tocsin.rooms.hits import index

    watch(cast, person(cast))
    assert index.rebuild("live", timezone.now()) == 1


def test_a_running_process_goes_over_to_an_index_that_was_rebuilt(cast) -> None:
    from tocsin.rooms.hits import index

    watch(cast, person(cast))
    officer = cast.home.border_officer
    assert check(officer).verdict == "strong"
    followed = index.of("live")
    followed._index = type(followed._index).build([])
    assert check(officer).verdict == "clear"
    index.rebuild("live", timezone.now())
    assert check(officer).verdict == "strong"
