"""The API's fixed names for checks, and what a token's officer may read of checks and manifests.

``POST /checks`` and ``POST /checks/batch`` say the verb ``check.run``, as ``/checks/run`` does.
"""

from typing import Annotated, Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import ConfigDict, Field

from tocsin.core.errors import InvalidInput
from tocsin.core.labels import Purpose
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.hits import index, lists
from tocsin.rooms.hits.actions import checks
from tocsin.rooms.hits.actions.checks import Row, Where, Word, Zone

router = Router(tags=["hits"])
MOST = 1_000  # persons of one batch
AT_ONCE = 50  # of a batch answered in one transaction, so that others may write in between

Words = Annotated[list[Word], Field(max_length=20)]


class Question(Schema):
    """One person as in files, a passport zone beside or instead, and why it is asked."""

    model_config = ConfigDict(extra="forbid")

    id: Row = ""
    names: Words = []
    dob: Words = []
    nat: Words = []
    gender: Word | None = None
    docs: Words = []
    mrz: Zone = ""
    where: Where = ""
    purpose: Purpose | None = None


class Batch(Schema):
    """Many persons asked about for one purpose."""

    model_config = ConfigDict(extra="forbid")

    persons: Annotated[list[Question], Field(min_length=1, max_length=MOST)]
    purpose: Purpose | None = None


@router.post("/checks", operation_id="check.one", response=dict[str, Any])
def check(request: HttpRequest, body: Question) -> dict[str, Any]:
    """Screen one person and answer with everybody who comes close, each with reasons and bases."""
    return _ask(_ready(_stating(reader(request), body.purpose)), body)


@router.post("/checks/batch", operation_id="check.batch", response=dict[str, Any])
def batch(request: HttpRequest, body: Batch) -> dict[str, Any]:
    """Screen up to 1,000 persons; the answers stand in the order of the questions."""
    who = _ready(_stating(reader(request), body.purpose))
    answers = []
    for start in range(0, len(body.persons), AT_ONCE):
        with transaction.atomic():
            for place, question in enumerate(body.persons[start : start + AT_ONCE], start):
                answers.append(_placed(who, question, place))
    return {"answers": answers}


@router.get("/checks", operation_id="check.list", response=dict[str, Any])
def listing(request: HttpRequest, page: int = 1) -> dict[str, Any]:
    """Read the bureau's checks, the newest first, as far as their entries may still be seen."""
    who = reader(request)
    who.need(Power.CHECK_RUN)
    return lists.checks_read(who, page)


@router.get("/manifests/{pk}", operation_id="manifest.read", response=dict[str, Any])
def manifest(request: HttpRequest, pk: UUID, page: int = 1) -> dict[str, Any]:
    """Read how far a manifest has come, and its hits, the loudest first."""
    who = reader(request)
    who.need(Power.MANIFEST_UPLOAD)
    return lists.manifest_read(who, pk, page)


def _stating(who: Reader, purpose: Purpose | None) -> Reader:
    stated = who.stating(purpose.value) if purpose else who
    if stated.purpose not in set(Purpose):
        raise InvalidInput("must be one of {known}", known=", ".join(Purpose), place="purpose")
    return stated


def _ready(who: Reader) -> Reader:
    """Bring the index up to date before a transaction begins: the first time may take a while."""
    index.of(who.realm).size(timezone.now())
    return who


def _ask(who: Reader, question: Question) -> dict[str, Any]:
    said = question.model_dump(exclude={"purpose"}, exclude_unset=True)
    return lists.told(who, checks.run(who, **said))


def _placed(who: Reader, question: Question, place: int) -> dict[str, Any]:
    try:
        return _ask(who, question)
    except InvalidInput as error:
        where = f"persons[{place}]" + (f".{error.place}" if error.place else "")
        raise InvalidInput(error.sentence, place=where) from error
