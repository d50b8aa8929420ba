"""A released notice is a basis at once; a suspended, blocked, withdrawn or expired one no longer."""

from datetime import timedelta

import pytest

from tests.rooms.notices.alerts import check, drafted, fresh, red, released, two, wanted

pytestmark = pytest.mark.django_db


def test_a_released_diffusion_hits_at_once_where_it_was_sent_and_nowhere_else(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    person = wanted(cast)
    desk = cast.ally.border_officer
    draft = drafted(cast, person)
    assert check(desk).verdict == "clear"
    notices.discard(cast.home.bureau_officer, draft)
    notice = released(cast, person)
    found = check(desk)
    assert found.verdict == "strong"
    basis = found.results.get().bases[0]
    assert (basis["class"], basis["instruction"]) == ("diffusion", "detain")
    assert basis["reference"] == f"red {notice.case}"
    assert check(cast.home.border_officer).verdict == "strong"
    assert check(cast.stranger.border_officer).verdict == "clear"


@pytest.mark.parametrize("verb", ["suspend", "withdraw"])
def test_two_officers_end_it_and_the_same_check_is_clear(cast, verb: str) -> None:
    from tocsin.rooms.notices.actions import notices

    notice = released(cast, wanted(cast))
    desk = cast.ally.border_officer
    proposal = getattr(notices, verb)(cast.home.bureau_officer, notice, reason="as ordered")
    assert check(desk).verdict == "strong", "one officer alone clears no name"
    from tocsin.rooms.bureaus.actions import proposals

    proposals.approve(cast.home.reviewer, proposal)
    assert check(desk).verdict == "clear"


def test_oversight_blocks_with_one_hand_and_two_let_it_act_again(cast) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import notices

    notice = released(cast, wanted(cast))
    desk = cast.ally.border_officer
    notices.block(cast.home.oversight, notice, reason="doubts under Article 3")
    assert check(desk).verdict == "clear"
    proposal = notices.unblock(cast.home.oversight, fresh(notice), reason="unfounded")
    assert check(desk).verdict == "clear"
    proposals.approve(cast.home.reviewer, proposal)
    assert check(desk).verdict == "strong"


def test_a_person_on_two_notices_stays_while_one_is_in_force(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    person = wanted(cast)
    first, second = released(cast, person), released(cast, person, case="HOM-2026/0043")
    desk = cast.ally.border_officer
    assert len(check(desk).results.get().bases) == 2
    two(cast, notices.withdraw, first, reason="the first case is closed")
    assert [one["reference"] for one in check(desk).results.get().bases] == ["red HOM-2026/0043"]
    two(cast, notices.withdraw, second, reason="the second case too")
    assert check(desk).verdict == "clear"


def test_past_its_last_day_nobody_is_screened_for_even_before_the_clock_acts(
    cast, monkeypatch
) -> None:
    from tocsin.rooms.notices.actions import silence

    notice = released(cast, wanted(cast))
    desk = cast.ally.border_officer
    assert check(desk).verdict == "strong"
    later = notice.until + timedelta(seconds=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    from tocsin.rooms.hits import index
    from tocsin.rooms.hits.traveller import traveller

    asked = traveller(names=["Oksana Vyhadanenko"], dob=["1979-02-11"], nat=[], docs=[])
    found = index.of("live").screen([asked.person("")], desk, at=later, limit=10)
    assert found.matches == [[]]
    assert silence.act_due(later) >= 1
    assert (fresh(notice).stage, fresh(notice).record.state) == ("expired", "expired")


def test_a_changed_instruction_reaches_the_desk_with_the_second_officer(cast) -> None:
    from tests.rooms.notices.alerts import version
    from tocsin.rooms.notices.actions import notices

    person = wanted(cast)
    notice = released(cast, person)
    body = red(person.pk, instruction="contact_owner")
    notices.edit(cast.home.bureau_officer, notice, body=body)
    desk = cast.ally.border_officer
    assert check(desk).results.get().bases[0]["instruction"] == "detain"
    notice = two(cast, notices.amend, notice, version=version(notice), note="by order of the court")
    assert notice.record.revision == 2
    assert check(desk).results.get().bases[0]["instruction"] == "contact_owner"


def test_a_subject_taken_off_the_notice_is_no_longer_screened_for(cast) -> None:
    from tests.rooms.notices.alerts import version
    from tocsin.rooms.notices.actions import notices

    person = wanted(cast)
    other = wanted(cast, names=[{"text": "Zenon Wymyslny"}])
    both = [{"record": str(one.pk), "status": "charged"} for one in (person, other)]
    notice = released(cast, person, subjects=both)
    desk = cast.ally.border_officer
    assert check(desk).verdict == "strong"
    notices.edit(cast.home.bureau_officer, notice, body=red(other.pk))
    two(cast, notices.amend, notice, version=version(notice), note="a mistaken identity")
    assert check(desk).verdict == "clear"
    assert check(desk, names=["Zenon Wymyslny"], dob=["1979-02-11"]).verdict == "strong"
