"""What somebody asks about the data kept of her: four clocks, two officers, one file apart."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.oversight.petitions import decided, named, opened
from tocsin.core.errors import Conflict, InvalidInput, NotFound, PowerMissing, WrongState
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.notices.timers import later
from tocsin.rooms.oversight.actions import petitions, standing
from tocsin.rooms.oversight.lifecycle import DECISION_MONTHS, Outcome, Stage, Wish
from tocsin.rooms.oversight.models import Passage, Petition
from tocsin.rooms.register.models import Record


def test_within_a_month_of_receipt_it_is_admitted_or_dismissed(cast) -> None:
    came = (timezone.now() - timedelta(days=3)).date()
    petition = opened(cast, received=came)
    assert petition.stage == Stage.RECEIVED
    assert petition.due == later(petition.received, 1)


@pytest.mark.parametrize("wish", list(Wish))
def test_a_decision_is_due_by_the_statute_s_months(cast, wish) -> None:
    petition = petitions.admit(cast.home.oversight, opened(cast, wish=wish), reason="complete")
    assert petition.due == later(petition.changed, DECISION_MONTHS[wish])
    assert DECISION_MONTHS[wish] == (4 if wish is Wish.ACCESS else 9)


def test_a_decision_needs_two_officers(cast) -> None:
    petition = named(cast)
    proposal = petitions.grant(
        cast.home.oversight, petition, outcome=Outcome.GRANTED, reason="the case was closed"
    )
    petition.refresh_from_db()
    assert petition.stage == Stage.ADMITTED
    proposals.approve(cast.home.reader("oversight", 2), proposal)
    petition.refresh_from_db()
    assert petition.stage == Stage.DECIDED
    assert petition.due == later(petition.decided, 1)


def test_nothing_is_granted_for_no_record(cast) -> None:
    petition = petitions.admit(cast.home.oversight, opened(cast), reason="complete")
    with pytest.raises(Conflict, match="name the records"):
        decided(cast, petition)


def test_a_deletion_is_not_carried_out_while_anything_is_kept(cast) -> None:
    petition = decided(cast, named(cast))
    with pytest.raises(Conflict, match="not carried out yet"):
        petitions.implement(cast.home.oversight, petition, reason="erased everywhere")


def test_what_is_not_carried_out_in_time_is_blocked_by_the_clock(cast) -> None:
    petition = decided(cast, named(cast))
    record = Record.unrestricted.get(pk=petition.named.get().record_id)
    assert standing.enforce(petition.due - timedelta(hours=1)) == 0
    assert standing.enforce(petition.due + timedelta(hours=1)) == 1
    record.refresh_from_db()
    assert record.state == "blocked"
    assert standing.enforce(petition.due + timedelta(hours=2)) == 0


def test_a_step_out_of_order_is_refused(cast) -> None:
    petition = opened(cast)
    with pytest.raises(WrongState):
        petitions.implement(cast.home.oversight, petition, reason="too early")
    petitions.dismiss(cast.home.oversight, petition, reason="no proof of identity")
    with pytest.raises(WrongState):
        petitions.admit(cast.home.oversight, petition, reason="changed our mind")


def test_a_day_to_come_is_refused_by_its_field(cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        opened(cast, received=(timezone.now() + timedelta(days=2)).date())
    assert refused.value.place == "received"


@pytest.mark.parametrize("role", ["bureau_officer", "analyst", "reviewer", "administrator"])
def test_nobody_but_oversight_sees_or_opens_one(cast, role) -> None:
    petition = opened(cast)
    assert not Petition.visible_to(cast.home.reader(role)).exists()
    assert cast.client(cast.home, role).get(petition.get_absolute_url()).status_code in {403, 404}
    with pytest.raises(PowerMissing):
        petitions.open(cast.home.reader(role), wish=Wish.ACCESS, applicant="Zofia Wymyślna")


def test_another_bureau_s_oversight_does_not_see_it(cast) -> None:
    petition = opened(cast)
    assert not Petition.visible_to(cast.ally.oversight).exists()
    page = cast.client(cast.ally, "oversight").get(petition.get_absolute_url())
    assert page.status_code == 404


def test_a_record_of_another_bureau_cannot_be_named(cast) -> None:
    theirs = named(cast, house=cast.ally).named.get().record_id
    with pytest.raises(NotFound):
        petitions.name(cast.home.oversight, opened(cast), record=theirs)


def test_numbers_count_up_within_a_bureau_s_year(cast) -> None:
    year = timezone.now().year
    assert [opened(cast).number for _ in range(2)] == [f"P-{year}-0001", f"P-{year}-0002"]
    assert opened(cast, house=cast.ally).number == f"P-{year}-0001"


def test_a_closed_file_is_forgotten_after_three_years_and_its_number_stays(cast) -> None:
    petition = opened(cast)
    petitions.withdraw(cast.home.oversight, petition, reason="she changed her mind")
    closed = Petition.unrestricted.get().changed
    assert standing.forget(later(closed, 36) - timedelta(days=1)) == 0
    assert standing.forget(later(closed, 36) + timedelta(days=1)) == 1
    petition.refresh_from_db()
    assert (petition.applicant, petition.text, petition.number != "") == ("", "", True)
    assert not Passage.unrestricted.exclude(text="").exists()
    with pytest.raises(WrongState, match="has been erased"):
        petitions.note(cast.home.oversight, petition, text="one more thing")


def test_the_page_opens_one_as_the_letter_gives_it(cast) -> None:
    client = cast.client(cast.home, "oversight")
    said = {"wish": "access", "applicant": "Zofia Wymyślna", "language": "pl", "text": "What?"}
    answer = client.post("/petitions/open", said)
    petition = Petition.unrestricted.get()
    assert answer.status_code == 302
    assert (petition.applicant, petition.language) == ("Zofia Wymyślna", "pl")


def test_a_petition_that_was_opened_is_what_one_sees_next(cast) -> None:
    from tocsin.rooms.oversight.models import Petition

    client = cast.client(cast.home, "oversight")
    typed = {"wish": "access", "applicant": "Olena Testenko", "language": "en", "next": ""}
    page = client.get("/petitions/open").content.decode()
    assert 'name="next" value=""' in page
    answer = client.post("/petitions/open", typed)
    assert answer.headers["Location"] == Petition.unrestricted.get().get_absolute_url()
