"""A verb of two needs two officers who both hold its power when it is carried out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tocsin.core.errors import Conflict, InvalidInput, NotAllowed, PowerMissing, SameOfficer
from tocsin.core.errors import WrongState as NotOpen
from tocsin.rooms.bureaus.actions import bureaus, groups, proposals, roles
from tocsin.rooms.bureaus.models import Post, Proposal
from tocsin.rooms.bureaus.powers import Role
from tocsin.rooms.register.actions import records


@pytest.fixture
def closed(cast):
    """The home bureau with two administrators and its bootstrap closed."""
    for role in ("border_officer", "reviewer"):
        cast.home.account(role)
    cast.home.account("administrator", 1)
    cast.home.account("administrator", 2)
    bureaus.close_bootstrap(cast.home.reader("administrator"), cast.home.bureau)
    cast.home.bureau.refresh_from_db()
    return cast.home


def _proposed(closed, **more):
    officer = closed.account("border_officer")
    said = {"role": Role.ANALYST, "reason": "covers for a colleague", **more}
    return roles.grant(closed.reader("administrator", 1), officer, **said)


def _holds(house, role):
    return Post.unrestricted.in_force(timezone.now()).filter(
        officer=house.account("border_officer"), role=role
    )


def test_nobody_lets_a_bureau_into_a_group_alone(closed, cast) -> None:
    first, second = (closed.reader("administrator", number) for number in (1, 2))
    group = groups.create(first, name="Eastern corridor")
    proposal = groups.add_member(first, group, bureau=cast.ally.bureau.pk)
    assert not group.members.filter(pk=cast.ally.bureau.pk).exists()
    proposals.approve(second, proposal)
    assert group.members.filter(pk=cast.ally.bureau.pk).exists()


def test_a_grant_waits_until_another_officer_approves_it(closed) -> None:
    proposal = _proposed(closed)
    assert not _holds(closed, Role.ANALYST).exists()
    proposals.approve(closed.reader("administrator", 2), proposal)
    assert _holds(closed, Role.ANALYST).exists()
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.APPROVED
    assert proposal.decider == closed.account("administrator", 2)


def test_nobody_is_both_halves_of_a_pair(closed) -> None:
    proposal = _proposed(closed)
    with pytest.raises(SameOfficer):
        proposals.approve(closed.reader("administrator", 1), proposal)
    with pytest.raises(SameOfficer):
        proposals.refuse(closed.reader("administrator", 1), proposal, grounds="changed my mind")
    assert not _holds(closed, Role.ANALYST).exists()


def test_nobody_approves_power_for_herself(closed) -> None:
    mine = roles.grant(
        closed.reader("administrator", 1),
        closed.account("administrator", 2),
        role=Role.OVERSIGHT,
        reason="she asked",
    )
    with pytest.raises(InvalidInput):
        proposals.approve(closed.reader("administrator", 2), mine)


def test_who_holds_the_pair_but_not_the_verb_can_neither_approve_nor_see_it(closed) -> None:
    proposal = _proposed(closed)
    reviewer = closed.reader("reviewer")
    assert not Proposal.visible_to(reviewer).filter(pk=proposal.pk).exists()
    with pytest.raises(PowerMissing):
        proposals.approve(reviewer, proposal)
    with pytest.raises(PowerMissing):
        proposals.refuse(reviewer, proposal, grounds="not for me to say")


def test_an_approver_who_lost_her_power_meanwhile_carries_nothing_out(closed) -> None:
    proposal, second = _proposed(closed), closed.reader("administrator", 2)
    Post.unrestricted.filter(officer=closed.account("administrator", 2)).update(
        until=timezone.now()
    )
    with pytest.raises(NotAllowed):
        proposals.approve(second, proposal)
    assert not _holds(closed, Role.ANALYST).exists()


def test_a_proposer_who_lost_her_power_meanwhile_has_proposed_nothing(closed) -> None:
    proposal = _proposed(closed)
    Post.unrestricted.filter(officer=closed.account("administrator", 1)).update(
        until=timezone.now()
    )
    with pytest.raises(NotAllowed):
        proposals.approve(closed.reader("administrator", 2), proposal)
    assert not _holds(closed, Role.ANALYST).exists()


def test_a_refusal_or_a_withdrawal_is_the_end_of_it(closed) -> None:
    refused, withdrawn = _proposed(closed), _proposed(closed, role=Role.BUREAU_OFFICER)
    proposals.refuse(closed.reader("administrator", 2), refused, grounds="not needed")
    proposals.withdraw(closed.reader("administrator", 1), withdrawn)
    for proposal in (refused, withdrawn):
        with pytest.raises(NotOpen):
            proposals.approve(closed.reader("administrator", 2), proposal)


def test_only_the_proposer_withdraws(closed) -> None:
    with pytest.raises(NotAllowed):
        proposals.withdraw(closed.reader("administrator", 2), _proposed(closed))


def test_what_nobody_decided_in_time_expires_by_itself_and_opens_nothing(closed) -> None:
    proposal = _proposed(closed)
    Proposal.unrestricted.filter(pk=proposal.pk).update(until=timezone.now())
    with pytest.raises(NotOpen):
        proposals.approve(closed.reader("administrator", 2), proposal)
    assert proposals.expire(timezone.now()) == 1
    assert proposals.expire(timezone.now()) == 0
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.EXPIRED


def test_in_bootstrap_one_administrator_grants_alone_and_closing_it_needs_two(cast) -> None:
    first = cast.home.reader("administrator", 1)
    roles.grant(first, cast.home.account("border_officer"), role=Role.ANALYST, reason="set-up")
    assert _holds(cast.home, Role.ANALYST).exists()
    with pytest.raises(Conflict):
        bureaus.close_bootstrap(first, cast.home.bureau)


def test_the_page_shows_what_would_change_and_only_the_second_officer_the_button(
    closed, cast
) -> None:
    until = timezone.now() + timedelta(days=9)
    proposal = _proposed(closed, until=until)
    first = cast.client(closed, "administrator", 1).get(f"/proposals/{proposal.pk}/")
    second = cast.client(closed, "administrator", 2).get(f"/proposals/{proposal.pk}/")
    approve = f'action="/proposals/{proposal.pk}/approve"'
    assert approve not in first.content.decode()
    assert approve in second.content.decode()
    for answer in (first, second):
        assert "covers for a colleague" in answer.content.decode()
    hidden = cast.client(cast.stranger, "administrator").get(f"/proposals/{proposal.pk}/")
    assert hidden.status_code == 404


def test_a_wider_label_is_shown_beside_the_one_in_force(cast) -> None:
    person = cast.person(cast.home.analyst)
    label = person.label.model_copy(update={"bureaus": frozenset({cast.ally.bureau.id})})
    proposal = records.widen(cast.home.bureau_officer, person, label=label, reason="they asked")
    page = cast.client(cast.home, "reviewer").get(f"/proposals/{proposal.pk}/").content.decode()
    assert f"<mark>{cast.ally.bureau.name}</mark>" in page or cast.ally.bureau.name in page
    assert '<table class="diff split">' in page
