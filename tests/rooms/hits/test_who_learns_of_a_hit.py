"""A hit is told exactly when the reader may screen the subject and a basis of it in force."""

import pytest

from tests.rooms.hits.watched import check, person, watch
from tocsin.core.labels import Handling, Label, Purpose, Tlp

pytestmark = pytest.mark.django_db


def label(*houses, **more):
    bureaus = frozenset(house.bureau.id for house in houses)
    return Label(bureaus=bureaus, tlp=Tlp.AMBER, **more)


def test_a_strangers_officer_never_gets_a_hit(cast) -> None:
    watch(cast, person(cast))
    found = check(cast.stranger.border_officer)
    assert found.verdict == "clear"
    assert found.count == 0


def test_a_released_person_without_a_released_basis_is_clear_for_the_ally(cast) -> None:
    record = person(cast)
    watch(cast, record)
    cast.release(record, label(cast.ally))
    assert check(cast.ally.border_officer).verdict == "clear"


def test_a_released_basis_of_an_unreleased_person_is_clear_for_the_ally(cast) -> None:
    basis = watch(cast, person(cast))
    cast.release(basis, label(cast.ally))
    assert check(cast.ally.border_officer).verdict == "clear"


def test_person_and_basis_released_are_a_hit_for_the_ally_and_nobody_else(cast) -> None:
    record = person(cast)
    basis = watch(cast, record)
    for one in (record, basis):
        cast.release(one, label(cast.ally))
    result = check(cast.ally.border_officer).results.get()
    assert [named["owner"] for named in result.bases] == ["HOM"]
    assert check(cast.stranger.border_officer).verdict == "clear"


def test_the_ally_watches_a_released_person_for_reasons_of_her_own(cast) -> None:
    record = person(cast)
    watch(cast, record)
    cast.release(record, label(cast.ally))
    watch(cast, record, reader=cast.ally.bureau_officer)
    mine = check(cast.ally.border_officer).results.get()
    assert [named["owner"] for named in mine.bases] == ["ALY"]
    home = check(cast.home.border_officer).results.get()
    assert [named["owner"] for named in home.bases] == ["HOM"]


def test_a_restriction_that_allows_reading_only_is_no_hit(cast) -> None:
    record = person(cast)
    basis = watch(cast, record)
    restricted = {"handling": frozenset({Handling.H3}), "handling_note": "read only"}
    cast.release(record, label(cast.ally, **restricted))
    cast.release(basis, label(cast.ally))
    assert check(cast.ally.border_officer).verdict == "clear"


def test_a_release_for_another_purpose_is_no_hit(cast) -> None:
    record = person(cast)
    basis = watch(cast, record)
    for one in (record, basis):
        cast.release(one, label(cast.ally, purposes=frozenset({Purpose.BORDER_CONTROL})))
    officer = cast.ally.border_officer
    assert check(officer.stating("investigation")).verdict == "clear"
    assert check(officer.stating("border_control")).verdict == "strong"


def test_who_may_not_see_records_is_told_that_it_matched_but_not_what_it_says(cast) -> None:
    from dataclasses import replace

    from tocsin.rooms.bureaus.powers import Power

    watch(cast, person(cast))
    officer = cast.home.border_officer
    blind = replace(officer, powers=officer.powers - {Power.RECORD_SEE})
    from django.utils import timezone

    from tocsin.rooms.hits.answer import answers
    from tocsin.rooms.hits.index import of
    from tocsin.rooms.hits.traveller import traveller

    asked = traveller(names=["Oleksandr Kovalchenko"], dob=["1971-03-05"])
    at = timezone.now()
    found = of("live").screen([asked.person()], blind, at=at)
    hit = answers(blind, [asked], found.matches, at)[0][0]
    assert hit.title == ""
    assert {reason["match"] for reason in hit.reasons} == {""}


def test_the_other_realm_is_another_index(cast) -> None:
    from tocsin.rooms.bureaus.reader import Realm

    watch(cast, person(cast))
    exercise = cast.home.reader("border_officer", realm=Realm.EXERCISE)
    assert check(exercise).verdict == "clear"


def test_another_bureaus_check_is_nowhere_to_be_found(cast) -> None:
    watch(cast, person(cast))
    found = check(cast.home.border_officer)
    stranger = cast.client(cast.stranger, "border_officer")
    assert cast.client(cast.home, "border_officer").get(f"/checks/{found.pk}/").status_code == 200
    assert stranger.get(f"/checks/{found.pk}/").status_code == 404
    assert stranger.get(f"/desk/?check={found.pk}").status_code == 404
    result = found.results.get()
    assert stranger.get(f"/checks/{result.pk}/dispose").status_code == 404


def test_what_was_withdrawn_is_no_longer_told_by_old_checks(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.hits.reactions import REACTIONS
    from tocsin.rooms.register import feed
    from tocsin.rooms.register.actions import records

    record = person(cast)
    watch(cast, record)
    found = check(cast.home.border_officer)
    wish = records.withdraw(cast.home.bureau_officer, record, reason="it was somebody else")
    proposals.approve(cast.home.reviewer, wish)
    for reaction in REACTIONS:
        feed.run(reaction)
    result = found.results.get()
    assert result.title == ""
    assert result.bases == []
    assert {reason["match"] for reason in result.reasons} == {""}
    assert result.verdict == "strong"


def test_a_finding_said_later_tells_nothing_of_a_record_that_was_taken_back(cast) -> None:
    from tocsin.rooms.hits.actions import checks
    from tocsin.rooms.hits.models import Disposition
    from tocsin.rooms.register.actions import records

    record = person(cast)
    basis = watch(cast, record)
    for one in (record, basis):
        cast.release(one, label(cast.ally))
    result = check(cast.ally.border_officer).results.get()
    fresh = type(record).visible_to(cast.home.bureau_officer).get(pk=record.pk)
    records.narrow(cast.home.bureau_officer, fresh, label=Label(), reason="shared by mistake")
    officer = cast.ally.border_officer
    said = checks.dispose(
        officer, result, disposition=Disposition.POSSIBLE, reason="waiting for the owner"
    )
    assert "Kovalchenko" not in str(said.summary())
    page = cast.client(cast.ally, "border_officer").get(result.get_absolute_url())
    # The traveller's own name stays: she was asked about. The record's side does not.
    assert "An entry whose content you may not see" in page.content.decode()
    assert "Contact the owner" not in page.content.decode()
