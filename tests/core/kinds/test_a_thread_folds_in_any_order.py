"""The state of a thread depends on the set of its entries, never on their order."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.kinds import Answer, Encounter, Outcome, Question, Thread, read_as
from tocsin.core.kinds.folding import Entry, Phase, fold

START = datetime(2026, 3, 1, tzinfo=UTC)
THREAD = "00000000-0000-4000-8000-000000000001"
SUBJECT = "00000000-0000-4000-8000-000000000002"


def uuid(number: int) -> UUID:
    return UUID(f"00000000-0000-4000-8000-{number:012d}")


def thread() -> Thread:
    body = {"type": "hit", "headline": "Met at a crossing", "participants": ["POL", "MDA"]}
    return read_as(Thread, body)


def entry(number: int, author: str, minutes: int, body_type, **body) -> Entry:
    said = read_as(body_type, {"thread": THREAD, **body})
    return Entry(uuid(number), author, START + timedelta(minutes=minutes), said)


def question(number: int, author: str, minutes: int) -> Entry:
    body = {"asks": ["confirm_identity"], "due": "2026-03-01T08:00:00.000Z"}
    return entry(number, author, minutes, Question, **body)


def answer(number: int, author: str, minutes: int, of: int, status: str = "answered") -> Entry:
    return entry(number, author, minutes, Answer, question=str(uuid(of)), status=status)


@st.composite
def shuffled(draw):
    authors, some = st.sampled_from(["POL", "MDA", "UKR"]), st.integers(0, 5)
    entries = []
    for number in range(10, 10 + draw(st.integers(1, 8))):
        kind = draw(st.sampled_from(["question", "answer", "outcome"]))
        author, minutes = draw(authors), draw(some)
        if kind == "question":
            entries.append(question(number, author, minutes))
        elif kind == "answer":
            of = draw(st.integers(10, 18))
            status = draw(st.sampled_from(["answered", "partly", "not_known"]))
            entries.append(answer(number, author, minutes, of, status))
        else:
            when = "2026-03-01T10:00:00.000Z"
            made = entry(number, author, minutes, Outcome, outcome="not_the_same", decided=when)
            entries.append(made)
    again = draw(st.lists(st.sampled_from(entries), max_size=4))
    return entries, draw(st.permutations(entries + again))


@given(world=shuffled())
def test_order_and_repetition_change_nothing(world) -> None:
    entries, otherwise = world
    assert fold(thread(), entries) == fold(thread(), otherwise)


def test_a_question_waits_until_the_other_side_answers_in_full() -> None:
    asked = question(10, "POL", 0)
    partly = answer(11, "MDA", 1, 10, "partly")
    assert fold(thread(), [asked, partly]).phase is Phase.ASKED
    assert fold(thread(), [answer(12, "MDA", 2, 10), partly, asked]).phase is Phase.ANSWERED


def test_an_unanswered_question_is_overdue_after_its_time() -> None:
    state = fold(thread(), [question(10, "POL", 0)])
    assert state.overdue(START + timedelta(hours=9)) == [uuid(10)]
    assert state.overdue(START + timedelta(hours=7)) == []


def test_entries_of_a_bureau_that_takes_no_part_are_ignored() -> None:
    state = fold(thread(), [question(10, "UKR", 0)])
    assert (state.phase, dict(state.questions)) == (Phase.OPEN, {})


def test_it_is_decided_when_every_participant_says_how_it_ended() -> None:
    when = "2026-03-01T10:00:00.000Z"
    one = entry(10, "POL", 0, Outcome, outcome="not_the_same", decided=when)
    two = entry(11, "MDA", 1, Outcome, outcome="not_the_same", decided=when)
    met = entry(12, "POL", 0, Encounter, subject=SUBJECT, met=when, confidence="possible")
    assert fold(thread(), [one, met]).phase is Phase.OPEN
    assert fold(thread(), [two, met, one]).phase is Phase.DECIDED
