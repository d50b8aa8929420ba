"""A traveller found to be somebody else is not stopped for the same entry again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.hits.watched import BODY, NAME, TRAVELLER, check, person, watch
from tocsin.core.errors import InvalidInput, WrongState

pytestmark = pytest.mark.django_db

INNOCENT = {"names": [NAME], "dob": ["1971-03-05"], "nat": ["POL"], "docs": ["ZZ000111"]}


def cleared(cast, **said):
    from tocsin.rooms.hits.actions import checks, clearances
    from tocsin.rooms.hits.models import Disposition

    officer = cast.home.bureau_officer
    found = check(officer, **(said or INNOCENT))
    result = checks.dispose(
        officer,
        found.results.get(),
        disposition=Disposition.NO_MATCH,
        reason="the photograph is of somebody else",
    )
    return clearances.grant(officer, result, reason="compared at gate 4")


def test_the_same_traveller_is_known_not_to_match(cast) -> None:
    watch(cast, person(cast))
    assert check(cast.home.border_officer, **INNOCENT).verdict in {"possible", "strong"}
    cleared(cast)
    again = check(cast.home.border_officer, **INNOCENT)
    assert again.verdict == "known"
    assert again.results.get().known
    page = cast.client(cast.home, "border_officer").get(again.get_absolute_url()).content.decode()
    assert "hero clear" in page
    assert "compared at gate 4" in page
    assert "<strong>Contact the owner" not in page


def test_the_order_and_script_of_the_name_do_not_matter(cast) -> None:
    watch(cast, person(cast))
    cleared(cast)
    turned = {**INNOCENT, "names": ["KOVALCHENKO OLEKSANDR"]}
    assert check(cast.home.border_officer, **turned).verdict == "known"


def test_a_namesake_is_still_stopped(cast) -> None:
    watch(cast, person(cast))
    cleared(cast)
    namesake = {"names": [NAME], "dob": ["1971-03"], "docs": ["AB777888"]}
    assert check(cast.home.border_officer, **namesake).verdict in {"possible", "strong"}


def test_the_listed_person_herself_is_still_stopped(cast) -> None:
    watch(cast, person(cast))
    cleared(cast)
    assert check(cast.home.border_officer, **TRAVELLER).verdict == "strong"


def test_another_bureau_decides_for_itself(cast) -> None:
    from tocsin.core.labels import Label, Tlp

    record = person(cast)
    basis = watch(cast, record)
    cleared(cast)
    for one in (record, basis):
        cast.release(one, Label(everyone=True, tlp=Tlp.GREEN))
    assert check(cast.ally.border_officer, **INNOCENT).verdict in {"possible", "strong"}


def test_an_entry_that_came_closer_interrupts_again(cast) -> None:
    from tocsin.rooms.register.actions import records

    record = person(cast, body={"names": [{"text": NAME}], "births": [{"date": "1971-03"}]})
    watch(cast, record)
    cleared(cast)
    officer = cast.home.bureau_officer
    assert check(officer, **INNOCENT).verdict == "known"
    records.edit(officer, record, body={**BODY, "documents": [{"number": "ZZ000111"}]})
    records.submit(officer, type(record).visible_to(officer).get(pk=record.pk))
    assert check(officer, **INNOCENT).verdict == "strong"


def test_an_ended_clearance_no_longer_counts(cast) -> None:
    from tocsin.rooms.hits.actions import clearances

    watch(cast, person(cast))
    given = cleared(cast)
    clearances.end(cast.home.bureau_officer, given, reason="granted in haste")
    assert check(cast.home.border_officer, **INNOCENT).verdict in {"possible", "strong"}


def test_only_an_entry_found_not_to_match_is_cleared(cast) -> None:
    from tocsin.rooms.hits.actions import clearances

    watch(cast, person(cast))
    result = check(cast.home.border_officer, **INNOCENT).results.get()
    with pytest.raises(WrongState):
        clearances.grant(cast.home.border_officer, result, reason="no time to compare")


def test_a_name_alone_clears_nobody(cast) -> None:
    watch(cast, person(cast))
    with pytest.raises(InvalidInput, match="every namesake"):
        cleared(cast, names=[NAME], dob=["1971-03"], nat=["UKR"])


def test_a_clearance_lasts_five_years_at_most(cast) -> None:
    from tocsin.rooms.hits.actions import checks, clearances
    from tocsin.rooms.hits.models import Disposition

    watch(cast, person(cast))
    officer = cast.home.bureau_officer
    result = check(officer, **INNOCENT).results.get()
    result = checks.dispose(officer, result, disposition=Disposition.NO_MATCH, reason="other face")
    with pytest.raises(InvalidInput):
        clearances.grant(
            officer, result, reason="for good", until=timezone.now() + timedelta(days=9999)
        )


def test_a_clearance_holds_no_name_and_no_number(cast) -> None:
    watch(cast, person(cast))
    given = cleared(cast)
    text = " ".join([*given.keys, given.salt])
    assert "kovalchenko" not in text.lower()
    assert "ZZ000111" not in text
