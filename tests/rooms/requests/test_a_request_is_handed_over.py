"""A request goes to another officer here, or by its asker to another bureau: nobody else passes it."""

import pytest

from tests.rooms.requests.asking import asked
from tocsin.core.errors import InvalidInput, NotAllowed, WrongState
from tocsin.core.kinds.words import AnswerStatus
from tocsin.rooms.requests import desk
from tocsin.rooms.requests.actions import requests
from tocsin.rooms.requests.models import Charge, Request


def referred(cast):
    made = asked(cast, reference="H-7")
    return requests.answer(
        cast.ally.bureau_officer, made, status=AnswerStatus.REFERRED, refers_to=cast.stranger.code
    )


def test_a_bureau_that_cannot_answer_names_one_that_can(cast) -> None:
    made = referred(cast)
    assert made.answered is not None, "it owes nothing more"
    shown = cast.client(cast.home, "bureau_officer").get(made.get_absolute_url()).content.decode()
    assert f"{cast.stranger.code} can answer this." in shown
    assert not Request.visible_to(cast.stranger.bureau_officer).exists(), "it was told nothing"


def test_which_bureau_is_said_exactly_with_that_status(cast) -> None:
    made, officer = asked(cast), cast.ally.bureau_officer
    for said in (
        {"status": AnswerStatus.REFERRED},
        {"status": AnswerStatus.ANSWERED, "refers_to": cast.stranger.code},
    ):
        with pytest.raises(InvalidInput, match="which bureau"):
            requests.answer(officer, made, **said)


def test_the_asker_hands_it_over_as_it_was_asked_and_without_the_answers(cast) -> None:
    made = referred(cast)
    then = requests.pass_on(
        cast.home.bureau_officer, made, to=cast.stranger.bureau.pk, note="As you advised."
    )
    assert (then.title, then.reference, then.urgency) == (made.title, "H-7", made.urgency)
    assert then.is_open
    assert then.due > made.due
    made.refresh_from_db()
    assert made.outcome == "handed_over"
    stranger = cast.client(cast.stranger, "bureau_officer")
    page = stranger.get(then.get_absolute_url()).content.decode()
    assert "Seen at the border on Monday." in page
    assert "As you advised." not in page
    assert stranger.get(made.get_absolute_url()).status_code == 404
    assert cast.client(cast.ally, "bureau_officer").get(then.get_absolute_url()).status_code == 404
    for here, there in ((made, then), (then, made)):
        shown = cast.client(cast.home, "bureau_officer").get(here.get_absolute_url())
        assert there.get_absolute_url() in shown.content.decode()


def test_only_the_asker_hands_over_and_only_to_somebody_new(cast) -> None:
    made = asked(cast)
    with pytest.raises(NotAllowed):
        requests.pass_on(cast.ally.bureau_officer, made, to=cast.stranger.bureau.pk)
    with pytest.raises(InvalidInput, match="asked already"):
        requests.pass_on(cast.home.bureau_officer, made, to=cast.ally.bureau.pk)
    requests.pass_on(cast.home.bureau_officer, made, to=cast.stranger.bureau.pk)
    made.refresh_from_db()
    with pytest.raises(WrongState):
        requests.pass_on(cast.home.bureau_officer, made, to=cast.stranger.bureau.pk)


def test_an_officer_is_put_in_charge_and_the_other_bureau_is_not_told(cast) -> None:
    made = asked(cast)
    colleague = cast.ally.account("bureau_officer", 2)
    requests.assign(cast.ally.bureau_officer, made, officer=colleague.pk)
    page = cast.client(cast.ally, "bureau_officer").get("/requests/").content.decode()
    assert colleague.name in page
    for path in ("/requests/", made.get_absolute_url()):
        theirs = cast.client(cast.home, "bureau_officer").get(path).content.decode()
        assert colleague.name not in theirs
    assert desk.thread(cast.ally.bureau_officer, made, made.due)["charge"].officer == colleague
    requests.assign(cast.ally.bureau_officer, made, officer=cast.ally.account("bureau_officer").pk)
    assert Charge.unrestricted.count() == 1


def test_only_somebody_who_answers_requests_is_put_in_charge(cast) -> None:
    made = asked(cast)
    for account in (cast.ally.account("border_officer"), cast.home.account("bureau_officer")):
        with pytest.raises(InvalidInput, match="officer"):
            requests.assign(cast.ally.bureau_officer, made, officer=account.pk)
    form = cast.client(cast.ally, "bureau_officer").get(f"/requests/{made.pk}/assign")
    assert cast.ally.account("border_officer").name not in form.content.decode()
