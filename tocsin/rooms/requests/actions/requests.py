"""Requests: open, ask more, answer, close. Each writes one record of its author's, signed."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, NotAllowed, WrongState
from tocsin.core.kinds.moments import instant_text
from tocsin.core.kinds.words import AnswerStatus, Asks, OutcomeKind
from tocsin.core.labels import Use
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.register.models import Record
from tocsin.rooms.release.models import allowed
from tocsin.rooms.release.why import as_bureau
from tocsin.rooms.requests.actions import threads
from tocsin.rooms.requests.models import Entry, Request
from tocsin.rooms.requests.rules import CLASSES, Urgency

Headline = Annotated[str, StringConstraints(min_length=3, max_length=200, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=4_000, strip_whitespace=True)]
Reference = Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)]


@verb(Power.REQUEST_OPEN)
def open(  # noqa: A001, PLR0913  the verb's name; a request says these things
    act: Act,
    *,
    to: UUID,
    headline: Headline,
    asks: list[Asks],
    urgency: Urgency = Urgency.ORDINARY,
    text: Text = "",
    subject: UUID | None = None,
    reference: Reference = "",
) -> Request:
    """Ask another bureau for information; its clock runs from now by the class of urgency.

    Only the two bureaus see it. Raises NotFound for a bureau without an open line to this one.
    """
    _something(asks)
    partner = threads.partner(act, to)
    said = threads.Asked(
        to=partner,
        headline=headline,
        asks=asks,
        urgency=urgency,
        text=text,
        subject=threads.own_subject(act, subject),
        reference=reference,
    )
    return threads.begin(act, said)


@verb(Power.REQUEST_ASK)
def ask(
    act: Act,
    request: Request,
    *,
    asks: list[Asks],
    urgency: Urgency = Urgency.ORDINARY,
    text: Text = "",
) -> Request:
    """Ask further in the same matter; from now on the clock of this question runs."""
    _something(asks)
    if request.asker_id != act.reader.bureau:
        raise NotAllowed("only the bureau that opened the request asks further in it")
    _not_closed(request)
    due = act.at + CLASSES[urgency].within
    threads.ask_more(act, request, asks, due, text)
    return Request.unrestricted.get(pk=request.pk)


@verb(Power.REQUEST_ANSWER)
def answer(
    act: Act,
    request: Request,
    *,
    status: AnswerStatus,
    text: Text = "",
    record: UUID | None = None,
) -> Request:
    """Answer the newest question; a record is sent along by its number, once it is released.

    Raises InvalidInput for a record that the asking bureau cannot see: widen it first.
    """
    if request.asked_id != act.reader.bureau:
        raise NotAllowed("only the bureau that was asked answers")
    _not_closed(request)
    body: dict[str, Any] = {
        "thread": str(request.pk),
        "question": str(_newest_question(request)),
        "status": status.value,
    }
    if text:
        body["text"] = text
    if record is not None:
        body["records"] = [str(_released_to(act, request, record))]
    threads.add(act, request, "answer", body)
    act.note(status=status.value)
    return Request.unrestricted.get(pk=request.pk)


@verb(Power.REQUEST_CLOSE)
def close(act: Act, request: Request, *, outcome: OutcomeKind, note: Text = "") -> Request:
    """Close the request with what came of it; whoever opened it does so."""
    if request.asker_id != act.reader.bureau:
        raise NotAllowed("only the bureau that opened the request closes it")
    _not_closed(request)
    body = {
        "thread": str(request.pk),
        "outcome": outcome.value,
        "decided": instant_text(act.at),
    }
    if note:
        body["note"] = note
    threads.add(act, request, "outcome", body)
    act.note(outcome=outcome.value)
    return Request.unrestricted.get(pk=request.pk)


def _something(asks: list[Asks]) -> None:
    if not asks:
        raise InvalidInput("choose at least one thing to ask for", place="asks")


def _not_closed(request: Request) -> None:
    if request.closed is not None:
        raise WrongState("it was closed; open another request and name this one in it")


def _newest_question(request: Request) -> UUID:
    rows = Entry.unrestricted.filter(
        thread=request.pk, record__kind="question", record__owner_id=request.asker_id
    )
    return rows.order_by("at", "record_id").last().record_id  # type: ignore[union-attr]


def _released_to(act: Act, request: Request, pk: UUID) -> UUID:
    asker = as_bureau(request.asker, realm=Realm(act.reader.realm), purpose="")
    classes = allowed(asker, Use.SEE, act.at)
    mine = Record.visible_to(act.reader).filter(pk=pk, release_class_id__in=classes)
    if not mine.exists():
        raise InvalidInput("is no record that the asking bureau may see", place="record")
    return pk
