"""``@verb``: the one way to change anything. Power, transaction, change, journal, in that order.

A verb is a plain function ``(act, target, *, arguments) -> result`` in a room's ``actions``. The
decorator makes it callable by a reader, refuses a reader without the power, runs the change and its
journal entry in one transaction and publishes the verb's typed arguments, from which the node
makes its page, API route and command. ``@verb_of_two`` makes a proposal that another officer must
approve.
"""

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import SEEK_END, BytesIO
from typing import IO, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar, get_type_hints
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone
from pydantic import BaseModel, ConfigDict, ValidationError, create_model

from tocsin.core.errors import AccessEnded, InvalidInput, NotAllowed, NotFound, SameOfficer
from tocsin.core.refusals import findings_of
from tocsin.rooms.bureaus.models import Bureau, Proposal
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.posts import reader_of
from tocsin.rooms.journal import actions as journal

P = ParamSpec("P")
R = TypeVar("R")

PROPOSAL_LASTS = timedelta(days=7)


class Upload:
    """A file handed to a verb: the name it came with, and its bytes or the open file they are in.

    A door hands on what it was sent as a file on disk; a verb that takes large files copies it
    from there, piece by piece, and never asks for ``read``.
    """

    def __init__(self, name: str, data: bytes | IO[bytes]) -> None:
        self.name = name
        self._source: IO[bytes] = BytesIO(data) if isinstance(data, bytes) else data

    @property
    def size(self) -> int:
        """Return how many bytes the file has."""
        return self._source.seek(0, SEEK_END)

    def open(self) -> IO[bytes]:
        """Return the file at its beginning."""
        self._source.seek(0)
        return self._source

    def read(self, most: int = -1) -> bytes:
        """Return the bytes of the file, at most its first ``most``."""
        return self.open().read(most)


@dataclass(frozen=True, slots=True)
class Secret:
    """Something shown exactly once, such as a new token; never stored, never journalled."""

    title: str
    text: str


@dataclass(slots=True)
class Act:
    """One verb being said: by whom, when, about what. The verb's body adds objects and detail."""

    reader: Reader
    at: datetime
    proposer: UUID | None = None
    objects: list[UUID] = field(default_factory=list)
    detail: dict[str, Any] = field(default_factory=dict)

    def on(self, *objects: UUID) -> None:
        """Name what the journal entry is about."""
        self.objects.extend(objects)

    def note(self, **detail: Any) -> None:
        """Add facts to the entry's erasable part."""
        self.detail.update(detail)


class Target(Protocol):
    """What a verb can be said of: something with an id that a reader may or may not see."""

    pk: Any

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet[Any]: ...


VERBS: dict[str, "Verb[Any, Any]"] = {}


class Verb(Generic[P, R]):
    """A verb and everything its doors need to know about it."""

    officers = 1
    do_not_call_in_templates = True  # a page shows what it is; it never says it

    def __init__(self, power: Power, function: Callable[Concatenate[Act, P], R]) -> None:
        self.power = power
        self.function = function
        self.name = power.value
        self.noun, self.action = self.name.split(".")
        self.room = function.__module__.split(".")[2]
        self.plural = function.__module__.rsplit(".", 1)[1]
        self.promise = inspect.getdoc(function) or ""
        self.sentence, self.explanation = _for_people(self.promise)
        self.target, self.arguments = _signature(self.name, function)
        VERBS[self.name] = self

    def __call__(self, reader: Reader, *args: P.args, **kwargs: P.kwargs) -> R:
        """Say the verb; raise PowerMissing, InvalidInput or what the verb itself refuses."""
        return self._say(reader, args[0] if args else None, self.read(kwargs))

    def perform(self, reader: Reader, target: Any, arguments: Mapping[str, Any]) -> Any:
        """Say the verb with arguments as they came through a door."""
        return self._say(reader, target, self.read(arguments))

    def read(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Check the arguments against the signature; name the field that is wrong."""
        try:
            checked = self.arguments.model_validate(dict(arguments))
        except ValidationError as error:
            first = findings_of(error)[0]
            raise InvalidInput(first.sentence, place=first.place or self.name) from error
        found = {name: getattr(checked, name) for name in type(checked).model_fields}
        for name, value in found.items():
            if isinstance(value, datetime) and value.tzinfo is None:  # it would compare with none
                raise InvalidInput(
                    "is not a date with a time: write 2031-05-04T10:00:00Z", place=name
                )
        return found

    def find(self, reader: Reader, pk: UUID) -> Any:
        """Fetch the target as this reader sees it; absent and hidden raise the same NotFound."""
        assert self.target is not None
        found = self.target.visible_to(reader).filter(pk=pk).first()
        if found is None:
            raise NotFound("there is nothing here under this number for you")
        return found

    def _say(
        self, reader: Reader, target: Any, arguments: dict[str, Any], proposer: UUID | None = None
    ) -> R:
        reader.need(self.power)
        with transaction.atomic():
            at = timezone.now()
            act = Act(reader=fresh(reader, at), at=at, proposer=proposer)
            act.reader.need(self.power)
            if target is None:
                result = self.function(act, **arguments)  # type: ignore[call-arg]
            else:
                result = self.function(act, locked(target), **arguments)
            record(act, self.name)
        return result


class VerbOfTwo(Verb[P, R]):
    """A verb that one officer proposes and another approves. Saying it returns the proposal."""

    officers = 2

    def __init__(
        self,
        power: Power,
        function: Callable[Concatenate[Act, P], R],
        *,
        alone_in_bootstrap: bool = False,
    ) -> None:
        super().__init__(power, function)
        self.alone_in_bootstrap = alone_in_bootstrap

    def __call__(self, reader: Reader, *args: P.args, **kwargs: P.kwargs) -> Any:
        """Propose; raise PowerMissing or InvalidInput."""
        return self.perform(reader, args[0] if args else None, kwargs)

    def perform(self, reader: Reader, target: Any, arguments: Mapping[str, Any]) -> Any:
        """Propose through a door; in bootstrap a verb that may be said alone is said at once."""
        checked = self.read(arguments)
        bureau = Bureau.unrestricted.get(pk=reader.bureau)
        if self.alone_in_bootstrap and bureau.bootstrap_closed is None:
            return self._say(reader, target, checked)
        return self._propose(reader, target, checked)

    def carry_out(self, reader: Reader, proposal: Proposal) -> R:
        """Say the verb as the second officer; raise SameOfficer when she proposed it herself.

        Raises NotAllowed when who proposed it has lost the power meanwhile: then it is one officer.
        """
        if proposal.proposer_id == reader.officer:
            raise SameOfficer("another officer must approve what you proposed")
        first = reader_of(proposal.proposer_id, proposal.bureau_id, at=timezone.now())
        if first is None or not first.holds(self.power):
            raise NotAllowed("who proposed this has lost the power for it; propose it anew")
        target = None
        if self.target is not None:
            assert proposal.target is not None
            target = self.find(reader, proposal.target)
        return self._say(
            reader, target, self.read(proposal.arguments), proposer=proposal.proposer_id
        )

    def _propose(self, reader: Reader, target: Any, arguments: dict[str, Any]) -> Proposal:
        reader.need(self.power)
        dumped = self.arguments(**arguments).model_dump(mode="json")
        with transaction.atomic():
            at = timezone.now()
            act = Act(reader=fresh(reader, at), at=at)
            act.reader.need(self.power)
            proposal = Proposal.unrestricted.create(
                bureau_id=reader.bureau,
                realm=reader.realm,
                verb=self.name,
                target=target.pk if target is not None else None,
                title=str(getattr(target, "title", "") or getattr(target, "name", ""))[:200],
                arguments=dumped,
                proposer_id=reader.officer,
                proposed=at,
                until=at + PROPOSAL_LASTS,
            )
            act.on(proposal.id, *([target.pk] if target is not None else []))
            act.note(verb=self.name, arguments=dumped)
            record(act, "proposal.open")
        return proposal


def verb(power: Power) -> Callable[[Callable[Concatenate[Act, P], R]], Verb[P, R]]:
    """Make the function below the verb of this power."""
    return lambda function: Verb(power, function)


def verb_of_two(
    power: Power, *, alone_in_bootstrap: bool = False
) -> Callable[[Callable[Concatenate[Act, P], R]], VerbOfTwo[P, R]]:
    """Make the function below a verb that needs two officers."""
    return lambda function: VerbOfTwo(power, function, alone_in_bootstrap=alone_in_bootstrap)


def look(reader: Reader, verb_name: str, *objects: UUID, query: Any = None) -> None:
    """Journal that this reader looked, durable before any answer leaves."""
    journal.look(
        log=reader.bureau,
        verb=verb_name,
        realm=reader.realm.value,
        objects=list(objects),
        actor=reader.officer,
        purpose=reader.purpose or None,
        query=query,
        detail=_circumstance(reader) or None,
    )


def fresh(reader: Reader, at: datetime) -> Reader:
    """Return the reader with the powers in force now, never more than she came with."""
    now = reader_of(
        reader.officer,
        reader.bureau,
        at=at,
        realm=reader.realm,
        purpose=reader.purpose,
        reference=reader.reference,
        door=reader.door,
        within=reader.powers,
    )
    if now is None:
        raise AccessEnded("your post in this bureau has ended; ask an administrator")
    return now


def locked(target: Any) -> Any:
    """Read the target again under a row lock, so that a verb never acts on a stale state."""
    again = type(target)._base_manager.select_for_update().filter(pk=target.pk).first()  # noqa: SLF001
    if again is None:
        raise NotFound("this was removed in the meantime")
    return again


def record(act: Act, name: str) -> None:
    """Write the act into the bureau's journal, inside the caller's transaction."""
    detail = dict(act.detail)
    if act.proposer is not None:
        detail["proposer"] = str(act.proposer)
    detail |= _circumstance(act.reader)
    journal.append(
        log=act.reader.bureau,
        verb=name,
        realm=act.reader.realm.value,
        objects=act.objects,
        actor=act.reader.officer,
        purpose=act.reader.purpose or None,
        detail=detail or None,
        at=act.at,
    )


def _for_people(promise: str) -> tuple[str, str]:
    """Return a promise's first sentence and the rest, without what it says to programmers.

    To them it speaks of what is raised, and names arguments as code.
    """
    first, _blank, rest = promise.partition("\n")
    sentences = re.split(r"(?<=[.])\s+", " ".join(rest.split()))
    said = [one for one in sentences if "``" not in one and not one.startswith("Raises ")]
    return first.replace("``", "").strip(), " ".join(said)


def _circumstance(reader: Reader) -> dict[str, str]:
    """Return what else the journal keeps of a reader: the case she named, the door she used."""
    said = {}
    if reader.reference:
        said["reference"] = reader.reference
    if reader.door != "page":
        said["door"] = reader.door
    return said


def _signature(name: str, function: Callable[..., Any]) -> tuple[type[Any] | None, type[BaseModel]]:
    """Read the target's class and the arguments' model off the function's own signature."""
    hints = get_type_hints(function, include_extras=True)
    parameters = list(inspect.signature(function).parameters.values())[1:]
    target: type[Any] | None = None
    fields: dict[str, Any] = {}
    for parameter in parameters:
        hint = hints[parameter.name]
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            target = hint
            continue
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[parameter.name] = (hint, default)
    config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)
    title = "".join(part.capitalize() for part in name.replace(".", "_").split("_"))
    return target, create_model(title, __config__=config, **fields)
