"""One bureau asks, the other answers: two rows of one thread, clocks, and who may do what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.requests.asking import asked
from tocsin.core.errors import InvalidInput, NotAllowed, NotFound, PowerMissing, WrongState
from tocsin.core.kinds.words import AnswerStatus, Asks, OutcomeKind
from tocsin.rooms.requests import desk
from tocsin.rooms.requests.actions import requests, silence, threads
from tocsin.rooms.requests.models import Entry, Request
from tocsin.rooms.requests.rules import CLASSES, Urgency, urgency_of

Alarm = Request.Alarm


def test_both_bureaus_see_it_and_nobody_else(cast) -> None:
    made = asked(cast)
    assert Request.visible_to(cast.home.bureau_officer).get().pk == made.pk
    assert Request.visible_to(cast.ally.bureau_officer).get().pk == made.pk
    assert not Request.visible_to(cast.stranger.bureau_officer).exists()
    assert not Request.visible_to(cast.ally.border_officer).exists()
    with pytest.raises(NotFound):
        desk.fetch(cast.stranger.bureau_officer, made.pk)


def test_the_time_runs_by_the_class_of_urgency(cast) -> None:
    for urgency, row in CLASSES.items():
        made = asked(cast, urgency=urgency)
        # What travels is the time itself, to the millisecond.
        assert abs(made.due - made.opened - row.within) < timedelta(milliseconds=2)
        assert made.urgency == urgency == urgency_of(made.opened, made.due)


def test_a_final_answer_ends_the_clock_and_a_partial_one_does_not(cast) -> None:
    made = asked(cast)
    officer = cast.ally.bureau_officer
    partly = requests.answer(officer, made, status=AnswerStatus.ONGOING, text="We look.")
    assert (partly.answered, partly.status, partly.is_open) == (None, "ongoing", True)
    full = requests.answer(officer, made, status=AnswerStatus.ANSWERED, text="In Utopia.")
    assert full.answered is not None
    assert not full.is_open
    assert not Request.visible_to(officer).to_answer(officer.bureau).exists()


def test_asking_further_starts_a_clock_of_its_own(cast) -> None:
    made = asked(cast)
    requests.answer(cast.ally.bureau_officer, made, status=AnswerStatus.ANSWERED)
    again = requests.ask(
        cast.home.bureau_officer, made, asks=[Asks.SUPPLEMENTARY], urgency=Urgency.ORDINARY
    )
    assert (again.answered, again.urgency, again.is_open) == (None, "ordinary", True)


def test_each_side_says_only_its_own(cast) -> None:
    made = asked(cast)
    with pytest.raises(NotAllowed):
        requests.answer(cast.home.bureau_officer, made, status=AnswerStatus.ANSWERED)
    with pytest.raises(NotAllowed):
        requests.close(cast.ally.bureau_officer, made, outcome=OutcomeKind.CLOSED)
    with pytest.raises(NotAllowed):
        requests.ask(cast.ally.bureau_officer, made, asks=[Asks.OTHER])
    with pytest.raises(PowerMissing):
        requests.open(
            cast.home.border_officer, to=cast.ally.bureau.pk, headline="Who", asks=[Asks.OTHER]
        )


def test_a_closed_request_is_closed(cast) -> None:
    made = requests.close(
        cast.home.bureau_officer, asked(cast), outcome=OutcomeKind.LOCATED, note="Thank you."
    )
    assert made.closed is not None
    assert made.outcome == "located"
    with pytest.raises(WrongState):
        requests.answer(cast.ally.bureau_officer, made, status=AnswerStatus.ANSWERED)


def taken_back(cast, record) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.register.actions import records

    proposal = records.withdraw(cast.home.bureau_officer, record, reason="asked by mistake")
    proposals.approve(cast.home.reviewer, proposal)


def test_a_question_that_is_taken_back_is_owed_no_answer(cast) -> None:
    from tests.rooms.exchange.abroad import settle

    made = asked(cast)
    taken_back(cast, Entry.unrestricted.get(thread=made.pk).record)
    with pytest.raises(WrongState, match="taken back"):
        requests.answer(cast.ally.bureau_officer, made, status=AnswerStatus.ANSWERED)
    settle()
    assert not Request.unrestricted.exists()
    assert silence.escalate(made.due) == 0
    assert threads.FOLLOWING.rebuild() == 0


def test_the_question_before_counts_when_the_newest_is_taken_back(cast) -> None:
    from tests.rooms.exchange.abroad import settle

    made = asked(cast)
    requests.ask(cast.home.bureau_officer, made, asks=[Asks.OTHER], urgency=Urgency.ORDINARY)
    taken_back(cast, Entry.unrestricted.filter(thread=made.pk).order_by("at").last().record)
    settle()
    again = Request.unrestricted.get()
    assert (again.due, again.urgency) == (made.due, made.urgency)
    answer = {"status": AnswerStatus.ANSWERED, "text": "In Utopia."}
    assert not requests.answer(cast.ally.bureau_officer, again, **answer).is_open


def test_a_word_of_an_exercise_changes_nothing_in_earnest(cast) -> None:
    made = asked(cast)
    requests.close(cast.home.bureau_officer, made, outcome=OutcomeKind.CLOSED)
    record = Entry.unrestricted.get(record__kind="outcome").record
    record.realm = "exercise"
    record.save(update_fields=["realm"])
    threads.FOLLOWING.follow({made.pk})
    assert Request.unrestricted.get().closed is None


def test_a_thread_between_two_others_is_nobody_s_request(cast) -> None:
    made = asked(cast)
    codes = [cast.ally.bureau.code, cast.stranger.bureau.code]
    made.record.body |= {"participants": codes}
    made.record.save(update_fields=["body"])
    threads.FOLLOWING.follow({made.pk})
    assert not Request.unrestricted.exists()


def test_what_cannot_be_asked_is_refused_and_nothing_is_written(cast) -> None:
    with pytest.raises(InvalidInput, match="asks"):
        asked(cast, asks=[])
    with pytest.raises(NotFound):
        asked(cast, to=cast.home.bureau.pk)
    hidden = cast.person(cast.ally.bureau_officer)
    with pytest.raises(InvalidInput, match="subject"):
        asked(cast, subject=hidden.pk)
    assert not Entry.unrestricted.exists()


def test_a_record_is_sent_along_once_the_asker_may_see_it(cast) -> None:
    from tocsin.core.labels import Label, Tlp
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.register.actions import records

    made, officer = asked(cast), cast.ally.bureau_officer
    sent = cast.person(officer)
    with pytest.raises(InvalidInput, match="record"):
        requests.answer(officer, made, status=AnswerStatus.ANSWERED, record=sent.pk)
    label = Label(bureaus=frozenset({cast.home.bureau.pk}), tlp=Tlp.AMBER)
    proposal = records.widen(officer, sent, label=label, reason="for the request")
    proposals.approve(cast.ally.reviewer, proposal)
    requests.answer(officer, made, status=AnswerStatus.ANSWERED, record=sent.pk)
    page = desk.thread(cast.home.bureau_officer, made, timezone.now())
    assert page["entries"][-1]["sent"] == [(sent.pk, sent.title)]


def test_silence_raises_the_alarm_once_and_the_journal_says_so(cast) -> None:
    from tocsin.rooms.journal.models import Entry as Leaf

    made = asked(cast)
    for at, expected in (
        (made.opened + timedelta(hours=1), 0),
        (made.warn, 1),
        (made.warn + timedelta(minutes=1), 0),
        (made.due, 1),
        (made.due + timedelta(days=1), 0),
    ):
        assert silence.escalate(at) == expected
    made.refresh_from_db()
    assert made.alarm == Alarm.LATE
    said = Leaf.unrestricted.filter(verb="request.escalate")
    assert {one.log for one in said} == {cast.home.bureau.pk, cast.ally.bureau.pk}


def test_the_figures_count_what_was_in_time_and_what_was_not(cast) -> None:
    first, second, third = asked(cast), asked(cast), asked(cast)
    for one in (first, second):
        requests.answer(cast.ally.bureau_officer, one, status=AnswerStatus.ANSWERED)
    late = second.due + timedelta(hours=1)
    Request.unrestricted.filter(pk=second.pk).update(answered=late)
    (row,) = desk.figures(cast.home.bureau_officer, third.due)["theirs"]
    assert (row.asked, row.in_time, row.late, row.share) == (3, 1, 2, 33)
    (mirror,) = desk.figures(cast.ally.bureau_officer, third.due)["ours"]
    assert mirror.code == cast.home.code
    assert mirror.late == 2


def test_the_rows_are_derived_from_the_records_whatever_the_order(cast) -> None:
    made = asked(cast)
    requests.answer(cast.ally.bureau_officer, made, status=AnswerStatus.PARTLY)
    requests.answer(cast.ally.bureau_officer, made, status=AnswerStatus.NOT_KNOWN)
    requests.close(cast.home.bureau_officer, made, outcome=OutcomeKind.CLOSED)
    before = Request.unrestricted.values().get()
    Request.unrestricted.all().delete()
    Entry.unrestricted.all().delete()
    assert threads.FOLLOWING.rebuild() == 1
    assert Request.unrestricted.values().get() == before


def test_an_answer_of_somebody_who_takes_no_part_changes_nothing(cast) -> None:
    from tocsin.core.labels import Label
    from tocsin.rooms.register.actions import records

    made = asked(cast)
    question = Entry.unrestricted.get(thread=made.pk)
    body = {"thread": str(made.pk), "question": str(question.pk), "status": "answered"}
    stranger = cast.stranger.bureau_officer
    forged = records.submit(stranger, records.draft(stranger, kind="answer", body=body))
    assert Label() == forged.label
    threads.FOLLOWING.keep(forged)
    threads.FOLLOWING.follow({made.pk})
    made.refresh_from_db()
    assert made.is_open


def test_the_pages_show_it_to_both_and_hide_it_from_others(cast) -> None:
    made = asked(cast)
    requests.answer(cast.ally.bureau_officer, made, status=AnswerStatus.PARTLY, text="So far.")
    for house, seen in ((cast.home, 200), (cast.ally, 200), (cast.stranger, 404)):
        client = cast.client(house, "bureau_officer")
        page = client.get(made.get_absolute_url())
        assert page.status_code == seen
        assert (b"So far." in page.content) == (seen == 200)
        listed = client.get("/requests/")
        assert (made.title.encode() in listed.content) == (seen == 200)
    assert cast.client(cast.home, "border_officer").get("/requests/").status_code == 403
    assert cast.client(cast.home, "bureau_officer").get("/requests/open").status_code == 200


def test_its_entries_are_listed_when_asked_for_and_do_not_bury_the_records(cast) -> None:
    made = asked(cast)
    requests.answer(cast.ally.bureau_officer, made, status=AnswerStatus.PARTLY, text="Perhaps.")
    client = cast.client(cast.home, "bureau_officer")
    for query, words in (("", False), ("?kind=answer", True), ("?q=perhaps", True)):
        page = client.get(f"/records/{query}").content
        assert (b"Answered in part" in page) == words, query
    assert made.title.encode() in client.get("/records/").content, "the request itself is listed"
