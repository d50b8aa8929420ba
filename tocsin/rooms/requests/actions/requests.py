"""Requests: open, ask more, answer, attach, hand over, close: records of their authors', signed."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, NotAllowed, WrongState
from tocsin.core.kinds.moments import instant_text
from tocsin.core.kinds.threads import ANSWERED_IN
from tocsin.core.kinds.words import (
    AnswerStatus,
    Asks,
    OutcomeKind,
    SaidForce,
    SaidHelp,
    SaidIdentity,
    SaidPaper,
)
from tocsin.core.labels import Use
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.bureaus.verb import Act, Upload, verb
from tocsin.rooms.register.actions import attachments
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Record
from tocsin.rooms.release.models import allowed
from tocsin.rooms.release.why import as_bureau
from tocsin.rooms.requests.actions import threads
from tocsin.rooms.requests.models import Charge, Entry, Request, who_may
from tocsin.rooms.requests.rules import CLASSES, Urgency

Headline = Annotated[str, StringConstraints(min_length=3, max_length=200, strip_whitespace=True)]
Text = Annotated[str, StringConstraints(max_length=4_000, strip_whitespace=True)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}(-[A-Z0-9]{1,6})?$")]
Spot = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
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
def answer(  # noqa: PLR0913  each thing that may be asked for has an answer in words of its own
    act: Act,
    request: Request,
    *,
    status: AnswerStatus,
    identity: SaidIdentity | None = None,
    force: SaidForce | None = None,
    paper: SaidPaper | None = None,
    seen_in: Country | None = None,
    seen_at: Spot = "",
    seen_on: date | None = None,
    help: SaidHelp | None = None,  # noqa: A002  what it travels as
    text: Text = "",
    record: UUID | None = None,
    refers_to: Code | None = None,
) -> Request:
    """Answer the newest question; a record is sent along by its number, once it is released.

    Raises InvalidInput for a record that the asking bureau cannot see: widen it first, and for an
    answer in the field of something that was not asked for.
    """
    if request.asked_id != act.reader.bureau:
        raise NotAllowed("only the bureau that was asked answers")
    _not_closed(request)
    question = _newest_question(request)
    seen = _given(country=seen_in, name=seen_at)
    said = _given(
        identity=identity, force=force, paper=paper, seen=seen, seen_on=seen_on, help=help
    )
    _asked_for(question, said)
    body: dict[str, Any] = {
        "thread": str(request.pk),
        "question": str(question.pk),
        "status": status.value,
        **said,
        **_given(text=text, refers_to=refers_to),
    }
    if record is not None:
        body["records"] = [str(_released_to(act, request, record))]
    threads.add(act, request, "answer", body)
    act.note(status=status.value)
    return Request.unrestricted.get(pk=request.pk)


@verb(Power.REQUEST_ATTACH)
def attach(act: Act, request: Request, *, file: Upload) -> Request:
    """Send a file with the newest question or answer of the own bureau, which is signed anew.

    Raises MalformedFile or TooLarge naming the file.
    """
    _not_closed(request)
    entry = _newest(request, act.reader.bureau, "question", "answer")
    if entry is None:
        raise WrongState("a file goes with words of this bureau: answer first")
    kept = attachments.enclose(act, entry, file)
    act.on(request.pk)
    act.note(file=kept.name)
    return request


@verb(Power.REQUEST_ASSIGN)
def assign(act: Act, request: Request, *, officer: UUID) -> Request:
    """Put an officer of the own bureau in charge of a request; the other bureau is not told.

    Raises InvalidInput for somebody who may not answer requests here.
    """
    if not who_may(act.reader, act.at).filter(officer_id=officer).exists():
        raise InvalidInput("is no officer of this bureau who sees to requests", place="officer")
    Charge.unrestricted.update_or_create(
        request=request,
        bureau_id=act.reader.bureau,
        defaults={"officer_id": officer, "since": act.at},
    )
    act.note(officer=str(officer))
    return request


@verb(Power.REQUEST_PASS_ON)
def pass_on(act: Act, request: Request, *, to: UUID, note: Text = "") -> Request:
    """Hand a request of ours over to another bureau: asked anew there, in a thread of its own.

    What was asked last goes to the other bureau as it was written, with the time of its class from
    now; answers do not, for they were given to us. Here the request ends as handed over.
    """
    if request.asker_id != act.reader.bureau:
        raise NotAllowed("only the bureau that opened the request hands it over")
    if request.closed is not None:
        raise WrongState("it was closed; open another request and name this one in it")
    if to == request.asked_id:
        raise InvalidInput("was asked already", place="to")
    partner, said = threads.partner(act, to), _newest_question(request).body
    made = threads.begin(
        act,
        threads.Asked(
            to=partner,
            headline=request.title,
            asks=said["asks"],
            urgency=Urgency(request.urgency),
            text=str(said.get("text", "")),
            subject=_subject(request),
            reference=request.reference,
            continues=request.pk,
        ),
    )
    end = {
        "thread": str(request.pk),
        "outcome": OutcomeKind.HANDED_OVER.value,
        "decided": instant_text(act.at),
    }
    threads.add(act, request, "outcome", end | ({"note": note} if note else {}))
    return made


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


def _newest(request: Request, author: UUID, *kinds: str) -> Record | None:
    rows = Entry.unrestricted.filter(
        thread=request.pk,
        record__kind__in=kinds,
        record__owner_id=author,
        record__state=State.RELEASED,
    )
    found = rows.select_related("record__release_class").order_by("at", "record_id").last()
    return None if found is None else found.record


def _newest_question(request: Request) -> Record:
    found = _newest(request, request.asker_id, "question")
    if found is None:  # until what follows the register has seen it, the row is still here
        raise WrongState("its question was taken back")
    return found


def _asked_for(question: Record, said: dict[str, Any]) -> None:
    """Refuse an answer, in closed words, to something that the question does not ask for."""
    asked = set(question.body["asks"])
    fitting = {name for one, names in ANSWERED_IN.items() if one in asked for name in names}
    for name in said:
        if name not in fitting:
            place = {"seen": "seen_in"}.get(name, name)
            raise InvalidInput("answers something that was not asked for", place=place)


def _given(**said: Any) -> dict[str, Any]:
    return {
        name: value if isinstance(value, dict) else str(value)
        for name, value in said.items()
        if value
    }


def _released_to(act: Act, request: Request, pk: UUID) -> UUID:
    asker = as_bureau(request.asker, realm=Realm(act.reader.realm), purpose="")
    classes = allowed(asker, Use.SEE, act.at)
    mine = Record.visible_to(act.reader).filter(pk=pk, release_class_id__in=classes)
    if not mine.exists():
        raise InvalidInput("is no record that the asking bureau may see", place="record")
    return pk


def _subject(request: Request) -> UUID | None:
    subject = request.record.body.get("subject")
    return UUID(subject) if subject else None
