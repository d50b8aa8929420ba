"""Whoever comes into screening is looked for in what was asked in the last days: seen before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.hits.watched import STRANGER, TRAVELLER, check, person, watch

pytestmark = pytest.mark.django_db


def look_back(at=None) -> None:
    """Let the reaction read the feed and the clock do what it left."""
    from tocsin.rooms.hits.actions import looking_back
    from tocsin.rooms.hits.reactions import REACTIONS
    from tocsin.rooms.register import feed

    for reaction in REACTIONS:
        while feed.run(reaction):
            pass
    while looking_back.carry_on(at or timezone.now()):
        pass


def aged(made, days: int) -> None:
    from tocsin.rooms.hits.models import Check

    Check.unrestricted.filter(pk=made.pk).update(at=timezone.now() - timedelta(days=days))


def hits_of(made) -> list:
    from tocsin.rooms.hits.models import CheckResult

    return list(CheckResult.unrestricted.filter(check_made=made))


def test_a_clear_check_of_three_days_ago_becomes_an_open_hit(cast) -> None:
    desk = cast.home.border_officer
    seen, other = check(desk, **TRAVELLER, where="Eastern crossing"), check(desk, **STRANGER)
    assert seen.verdict == "clear"
    aged(seen, 3)
    record = person(cast)
    watch(cast, record)
    look_back()
    (hit,) = hits_of(seen)
    assert (hit.record, hit.verdict, hit.disposition) == (record.pk, "strong", "open")
    assert hit.later is not None
    assert hit.bases[0]["reference"] == "HOM-1"
    assert hits_of(other) == []
    browser = cast.client(cast.home, "border_officer")
    assert "3 days ago" in browser.get("/hits/").content.decode()
    opened = browser.get(hit.get_absolute_url()).content.decode()
    assert "Seen before this entry was in force" in opened
    assert "Eastern crossing" in opened


def test_looking_back_twice_adds_nothing(cast) -> None:
    from tocsin.rooms.register.models import Cursor

    seen = check(cast.home.border_officer)
    watch(cast, person(cast))
    look_back()
    Cursor.unrestricted.all().delete()
    look_back()
    assert len(hits_of(seen)) == 1


def test_what_is_past_its_days_is_not_looked_at(cast) -> None:
    seen = check(cast.home.border_officer)
    aged(seen, 31)
    watch(cast, person(cast))
    look_back()
    assert hits_of(seen) == []


def test_a_bureau_that_may_not_screen_for_the_entry_learns_nothing(cast) -> None:
    theirs = check(cast.ally.border_officer)
    watch(cast, person(cast))
    look_back()
    assert hits_of(theirs) == []


def test_what_was_found_is_journalled_in_the_log_of_the_bureau_that_asked(cast) -> None:
    from tocsin.rooms.journal.models import Entry

    seen = check(cast.home.border_officer)
    record = person(cast)
    watch(cast, record)
    look_back()
    found = Entry.unrestricted.of(cast.home.bureau.id).filter(verb="check.look_back")
    assert found.count() == 1
    for one in (record.pk, seen.pk):
        assert found.looks_at(one).count() == 1


def test_the_engine_turned_round_finds_what_the_engine_finds(cast) -> None:
    from tests.rooms.hits.watched import BODY
    from tocsin.rooms.hits.models import Check

    desk = cast.home.border_officer
    said = [
        {"names": ["Kovalchenko Oleksandr"], "dob": ["1971-03-05"]},
        {"names": ["Олександр Ковальченко"], "dob": ["1971-05-03"]},
        {"names": ["Aleksandr Kovaltchenko"], "dob": ["1971"], "nat": ["UKR"]},
        {"names": ["O. Kovalchenko"], "dob": ["1971-03-05"]},
        {"names": ["Someone Else"], "docs": ["FA123456"]},
        {"names": ["Oleksandra Kovalchuk"], "dob": ["1988-01-01"]},
    ]
    before = [check(desk, **one) for one in said]
    watch(cast, person(cast, body=BODY))
    look_back()
    after = [check(desk, **one) for one in said]
    for past, now in zip(before, after, strict=True):
        back = {(hit.record, round(hit.score, 9)) for hit in hits_of(past)}
        assert back == {(hit.record, round(hit.score, 9)) for hit in hits_of(now)}
    assert Check.unrestricted.count() == 2 * len(said)


def test_a_clear_row_of_a_manifest_is_found_packed_or_not(cast, home) -> None:
    from tocsin.rooms.bureaus.verb import Upload
    from tocsin.rooms.hits.actions import looking_back, manifests, screening
    from tocsin.rooms.hits.models import Check, Pack
    from tocsin.rooms.hits.traveller import packs

    for number in (1, 2):
        table = (
            f"id,names,dob\nseat-{number},Oleksandr Kovalchenko,1971-03-05\nx,Nobody Atall,1950\n"
        )
        officer = cast.home.reader("border_officer", purpose="border_control")
        manifests.upload(officer, file=Upload(f"{number}.csv", table.encode()), where="Port")
        while screening.carry_on(timezone.now()):
            pass
        if number == 1:
            assert looking_back.pack(timezone.now()) == 1
            assert Pack.unrestricted.get().count == 2
            assert packs.waiting("live") == []
    assert len(packs.waiting("live")) == 1
    assert not Check.unrestricted.exists(), "clear rows are not kept in the database"
    watch(cast, person(cast))
    look_back()
    assert sorted(Check.unrestricted.values_list("row", "where")) == [
        ("seat-1", "Port"),
        ("seat-2", "Port"),
    ]
    looking_back.pack(timezone.now() + timedelta(days=31))
    assert not Pack.unrestricted.filter(until__lt=timezone.now()).exists()


@pytest.mark.parametrize("form", [b"", b"TOCSIN-INDEX-5\n\n"], ids=["today's", "older"])
def test_checks_that_were_packed_are_found_once(cast, monkeypatch, form) -> None:
    from tocsin.rooms.hits.actions import looking_back
    from tocsin.rooms.hits.models import Pack

    monkeypatch.setattr(looking_back, "FEWEST", 1)
    desk = cast.home.border_officer
    old, new = check(desk), check(desk)
    aged(old, 1)
    assert looking_back.pack(timezone.now()) == 1
    assert Pack.unrestricted.get().source == Pack.CHECKS
    file = looking_back._path(Pack.unrestricted.get())
    file.write_bytes(form + file.read_bytes()[len(form) :])
    watch(cast, person(cast))
    look_back()
    assert (len(hits_of(old)), len(hits_of(new))) == (1, 1)
