"""A framework: signed by its owner, agreed by each member with two officers, old versions kept."""

import pytest

from tests.rooms.profiles.agreed import ASKED, agreed, by_two, group_of, proposed
from tocsin.core.errors import Conflict, InvalidInput, NotAllowed, SameOfficer, Stale

pytestmark = pytest.mark.django_db


def in_force(house, framework):
    from tocsin.rooms.profiles import agreeing

    framework.refresh_from_db()
    found = agreeing.in_force(house.bureau_officer, framework)
    return found.number if found else None


def changed(cast, framework, **said):
    from tocsin.rooms.profiles.actions import frameworks

    whole = {"name": "Invented framework", "review_months": 6, **ASKED, **said}
    whole.setdefault("version", framework.revision)
    return by_two(cast, cast.home, frameworks.change, framework, **whole)


def test_it_is_in_force_once_each_member_has_agreed_by_two_officers(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.profiles.actions import frameworks

    framework = proposed(cast, group_of(cast))
    assert in_force(cast.home, framework) is None
    waiting = frameworks.agree(cast.ally.bureau_officer, framework, version=1)
    with pytest.raises(SameOfficer):
        proposals.approve(cast.ally.bureau_officer, waiting)
    assert in_force(cast.home, framework) is None
    proposals.approve(cast.ally.reviewer, waiting)
    assert in_force(cast.home, framework) == 1
    assert in_force(cast.ally, framework) == 1


def test_the_version_before_goes_on_until_the_new_one_is_agreed_and_is_kept(cast) -> None:
    from tocsin.rooms.profiles import agreeing

    framework = agreed(cast, proposed(cast, group_of(cast)))
    changed(cast, framework)
    assert in_force(cast.ally, framework) == 1
    agreed(cast, framework)
    assert in_force(cast.ally, framework) == 2
    kept = agreeing.versions(cast.ally.bureau_officer, framework)
    assert [one.number for one in kept] == [2, 1]
    assert [one.said.review_months for one in kept] == [6, 12]


def test_one_who_declines_keeps_the_old_version_and_may_agree_later(cast) -> None:
    from tocsin.rooms.profiles.actions import frameworks

    framework = agreed(cast, proposed(cast, group_of(cast)))
    changed(cast, framework)
    framework.refresh_from_db()
    frameworks.decline(cast.ally.bureau_officer, framework, version=2)
    assert in_force(cast.home, framework) == 1
    agreed(cast, framework)
    assert in_force(cast.home, framework) == 2


def test_a_member_that_leaves_is_not_waited_for_and_one_that_joins_is_asked_by_the_next(
    cast,
) -> None:
    from tocsin.rooms.bureaus.actions import groups

    group = group_of(cast)
    framework = proposed(cast, group)
    groups.remove_member(cast.home.administrator, group, bureau=cast.ally.bureau.id)
    assert in_force(cast.home, framework) == 1
    groups.add_member(cast.home.administrator, group, bureau=cast.stranger.bureau.id)
    assert in_force(cast.home, framework) == 1, "who joins takes what is in force"
    changed(cast, framework)
    assert in_force(cast.home, framework) == 1, "and is asked for the next"


def test_an_agreement_taken_back_counts_no_more(cast) -> None:
    from tocsin.rooms.register.actions import records
    from tocsin.rooms.register.models import Record

    framework = agreed(cast, proposed(cast, group_of(cast)))
    ally = cast.ally.bureau_officer
    agreement = Record.visible_to(ally).of_kind("agreement").get()
    by_two(cast, cast.ally, records.withdraw, agreement, reason="agreed by mistake")
    assert in_force(cast.home, framework) is None


def test_what_does_not_fit_is_refused_with_its_sentence(cast) -> None:
    from tocsin.rooms.profiles.actions import frameworks

    group = group_of(cast)
    nothing = {"every": frozenset(), "any_of": frozenset(), "at_least": None}
    with pytest.raises(InvalidInput, match="names no criterion"):
        proposed(cast, group, **nothing)
    with pytest.raises(InvalidInput, match="asks for more"):
        proposed(cast, group, at_least=4)
    with pytest.raises(InvalidInput, match="names a criterion twice"):
        proposed(cast, group, any_of=frozenset({"birth_date", "charged"}))
    framework = proposed(cast, group)
    with pytest.raises(Conflict, match="has a framework"):
        proposed(cast, group)
    with pytest.raises(Stale, match="another version by now"):
        by_two(cast, cast.ally, frameworks.agree, framework, version=2)
    with pytest.raises(NotAllowed, match="owner agreed by signing"):
        by_two(cast, cast.home, frameworks.agree, framework, version=1)
    with pytest.raises(NotAllowed, match="only the bureau that owns"):
        by_two(cast, cast.ally, frameworks.change, framework, version=1, name="Our own", review_months=1, every=frozenset({"charged"}))  # fmt: skip
    with pytest.raises(Conflict, match="says already"):
        changed(cast, framework, review_months=12)
    agreed(cast, framework)
    with pytest.raises(Conflict, match="has said so already"):
        agreed(cast, framework)


def test_only_the_owner_of_a_group_proposes_and_no_other_verb_writes_one(cast) -> None:
    from tocsin.rooms.register.actions import records

    group = group_of(cast)
    from tocsin.rooms.profiles.actions import frameworks

    with pytest.raises(NotAllowed, match="only the bureau that owns the group"):
        by_two(cast, cast.ally, frameworks.propose, group, name="Ours", review_months=6, every=frozenset({"charged"}))  # fmt: skip
    framework = proposed(cast, group)
    body = {**framework.body, "name": "Another"}
    with pytest.raises(NotAllowed, match="verbs of its own"):
        records.draft(cast.home.bureau_officer, kind="framework", body=body)
    with pytest.raises(NotAllowed, match="verbs of its own"):
        records.edit(cast.home.bureau_officer, framework, body=body)
