"""A profile: assessed when it is signed, released by two when it qualifies, ended as any record."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.profiles.agreed import (
    agreed,
    by_two,
    drafted,
    group_of,
    kept,
    person,
    picture,
    proposed,
    released,
)
from tocsin.core.errors import InvalidInput, NotAllowed, NotFound, WrongState
from tocsin.core.labels import Label

pytestmark = pytest.mark.django_db


def seen_by(house, record) -> bool:
    from tocsin.rooms.register.models import Record

    return Record.visible_to(house.bureau_officer).filter(pk=record.pk).exists()


def test_it_is_released_to_the_group_by_two_until_its_review(cast) -> None:
    profile = released(cast)
    assert seen_by(cast.ally, profile)
    assert not seen_by(cast.stranger, profile)
    assert list(profile.body["met"]) == ["charged", "birth_date", "nationality", "document", "face"]
    until = profile.release_class.read().until
    assert timedelta(days=364) < until - timezone.now() < timedelta(days=367)


def test_what_lacks_a_criterion_stays_at_home_and_says_which(cast) -> None:
    from tocsin.rooms.profiles.actions import profiles

    group = group_of(cast)
    framework = agreed(cast, proposed(cast, group))
    profile = drafted(cast, person(cast, group), framework)
    profile = profiles.submit(cast.home.bureau_officer, profile)
    assert "face" not in profile.body["met"]
    with pytest.raises(NotAllowed, match="version 1; it lacks: Convicted"):
        by_two(cast, cast.home, profiles.release, profile)
    profile.refresh_from_db()
    assert profile.label.is_own_bureau_only
    assert not seen_by(cast.ally, profile)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"births": [{"date": f"{timezone.now().year - 17}-01-01"}]}, "may be a minor"),
        ({"care": ["minor"]}, "may be a minor"),
        ({"status": "witness"}, "as a victim, a witness"),
        ({"care": ["victim"]}, "as a victim, a witness"),
    ],
)
def test_no_framework_lets_a_minor_a_victim_or_a_witness_through(cast, changes, sentence) -> None:
    from tocsin.rooms.profiles.actions import profiles

    group = group_of(cast)
    framework = agreed(cast, proposed(cast, group))
    profile = kept(cast, person(cast, group, **changes), framework)
    with pytest.raises(NotAllowed, match=sentence):
        by_two(cast, cast.home, profiles.release, profile)


def test_the_whole_group_must_be_able_to_see_the_person(cast) -> None:
    from tocsin.rooms.profiles.actions import profiles

    framework = agreed(cast, proposed(cast, group_of(cast)))
    profile = kept(cast, person(cast, None), framework)
    with pytest.raises(NotAllowed, match="not released to ALY"):
        by_two(cast, cast.home, profiles.release, profile)


def test_a_stricter_version_shuts_the_door_and_the_old_one_leaves_it_open(cast) -> None:
    from tocsin.rooms.profiles.actions import frameworks, profiles

    group = group_of(cast)
    framework = agreed(cast, proposed(cast, group))
    profile = kept(cast, person(cast, group), framework)
    stricter = {"name": "Stricter", "review_months": 12, "every": frozenset({"fingerprints"})}
    by_two(cast, cast.home, frameworks.change, framework, version=1, **stricter)
    by_two(cast, cast.home, profiles.release, profile)
    assert seen_by(cast.ally, profile), "version 1 is in force still"
    agreed(cast, framework)
    profile.refresh_from_db()
    with pytest.raises(NotAllowed, match="version 2; it lacks: Fingerprints"):
        by_two(cast, cast.home, profiles.release, profile)


def test_the_owner_narrows_suspends_and_withdraws_it_as_any_record(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.profiles.actions import profiles
    from tocsin.rooms.register.actions import records

    profile = released(cast)
    home = cast.home.bureau_officer
    records.suspend(home, profile, reason="a doubt")
    assert not seen_by(cast.ally, profile)
    with pytest.raises(NotAllowed, match="verbs of its own"):
        records.resume(home, profile, reason="no doubt")
    profile.refresh_from_db()
    by_two(cast, cast.home, profiles.release, profile)
    assert seen_by(cast.ally, profile), "in force again once it is found to qualify"
    profile.refresh_from_db()
    ours = Label(until=profile.label.until)
    records.narrow(home, profile, label=ours, reason="ours alone")
    assert not seen_by(cast.ally, profile)
    profile.refresh_from_db()
    by_two(cast, cast.home, records.withdraw, profile, reason="the purpose is achieved")
    profile.refresh_from_db()
    with pytest.raises(WrongState, match="never changed"):
        profiles.edit(home, profile, case="HOM-2026/0043")
    erasing = records.delete(cast.home.reviewer, profile, reason="asked for")
    proposals.approve(cast.home.reader("reviewer", 2), erasing)
    profile.refresh_from_db()
    assert profile.body == {}


def test_what_others_hold_is_amended_by_two_and_must_qualify_still(cast) -> None:
    from tocsin.rooms.profiles.actions import profiles
    from tocsin.rooms.register.models import Draft

    profile = released(cast)
    home = cast.home.bureau_officer
    with pytest.raises(NotAllowed, match="others hold this record"):
        profiles.attach(home, profile, holds="fingerprints", file=picture(colour="#000000"))
    profiles.edit(home, profile, case="HOM-2026/0042")
    with pytest.raises(NotAllowed, match="amend it"):
        profiles.submit(home, profile)
    version = Draft.of(profile).edited.isoformat()
    with pytest.raises(NotAllowed, match="it lacks"):
        by_two(cast, cast.home, profiles.amend, profile, version=version)
    profiles.edit(home, profile, case="HOM-2026/0044", stated=frozenset({"convicted", "charged"}))
    version = Draft.of(profile).edited.isoformat()
    by_two(cast, cast.home, profiles.amend, profile, version=version)
    profile.refresh_from_db()
    assert (profile.body["case"], Draft.of(profile)) == ("HOM-2026/0044", None)


def test_bad_input_names_its_field(cast) -> None:
    from tocsin.rooms.profiles.actions import profiles

    group = group_of(cast)
    framework = proposed(cast, group)
    somebody = person(cast, group)
    with pytest.raises(InvalidInput, match="that its members have agreed") as refused:
        drafted(cast, somebody, framework)
    assert refused.value.place == "framework"
    agreed(cast, framework)
    with pytest.raises(InvalidInput, match="looked up, not stated") as refused:
        drafted(cast, somebody, framework, stated=frozenset({"birth_date"}))
    assert refused.value.place == "stated"
    with pytest.raises(InvalidInput, match="about this person") as refused:
        drafted(cast, somebody, framework, notices=frozenset({somebody.pk}))
    assert refused.value.place == "notices"
    with pytest.raises(InvalidInput, match="case"):
        drafted(cast, somebody, framework, case="no such form")
    with pytest.raises(NotFound, match="record of a person"):
        drafted(cast, framework, framework)
    with pytest.raises(NotFound, match="no profile under this number"):
        profiles.submit(cast.home.bureau_officer, somebody)
