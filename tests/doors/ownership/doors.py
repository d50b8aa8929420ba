"""The real doors: a verb said through the API, carried through by the second officer where two must.

What is said is undone again, so that each cell of the matrix finds the same world.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.doors.ownership.arguments import arguments
from tests.doors.ownership.rule import Actor, Answer, expected
from tests.doors.ownership.world import World
from tocsin.rooms.bureaus.models import Token
from tocsin.rooms.bureaus.powers import ROLES, Role
from tocsin.rooms.bureaus.verb import Upload

CHANGED = "changed all the same"
CODES = {
    "power-missing": Answer.NO_POWER,
    "not-allowed": Answer.NOT_THEIRS,
    "not-found": Answer.ABSENT,
    "wrong-state": Answer.OVER,
}


@dataclass
class Doors:
    """The API as officers of each bureau reach it."""

    world: World
    tokens: dict[Any, str] = field(default_factory=dict)

    def say(self, verb: Any, actor: Actor, thing: Any, **more: Any) -> tuple[Answer, str]:
        """Say the verb of the thing; return what became of it in the end, and a fault if any."""
        house, role, second = self.who(verb, actor)
        if role is None:  # nobody of the bureau is like that
            return expected(verb, actor), ""
        number = self.prepare(verb, actor)
        said = arguments(verb, self.world.known_for(verb, actor) | more)
        with undone():
            before = shape(thing)
            status, answer = self.post(house, role, number, path(verb, thing), said)
            if status == HTTPStatus.ACCEPTED and verb.officers == 2:
                where = f"/api/proposals/{answer['id']}/approve"
                status, answer = self.post(house, second, 2, where, {})
            changed = shape(thing) != before
        assert status < HTTPStatus.INTERNAL_SERVER_ERROR, f"{verb.name}: {answer}"
        found = answered(status, str(answer.get("code", "")))
        fault = CHANGED if changed and found is not Answer.MAY else ""
        return found, fault or (str(answer.get("detail", "")) if found is not Answer.MAY else "")

    def prepare(self, verb: Any, actor: Actor) -> int:
        """Make the tokens that will be used, to stay; return the number of the first officer."""
        house, role, second = self.who(verb, actor)
        number = 5 if actor is Actor.ENDED else 1
        self.token(house, role, number, ended=actor is Actor.ENDED)
        if second is not None:
            self.token(house, second, 2)
        return number

    def who(self, verb: Any, actor: Actor) -> tuple[Any, Role | None, Role | None]:
        """Return house, role and the second officer's role; the role with the most powers."""
        cast = self.world.cast
        house = {Actor.READER: cast.ally, Actor.STRANGER: cast.stranger}.get(actor, cast.home)
        holders = [role for role in ROLES if verb.power in ROLES[role]]
        if actor is Actor.OBSERVER:
            return house, Role.OBSERVER, None
        if actor is Actor.POWERLESS:
            others = [role for role in ROLES if role not in holders and role is not Role.OBSERVER]
            return house, max(others, key=weight, default=None), None
        first = max(holders, key=weight)
        return house, first, first if verb.officers == 2 else None

    def post(
        self, house: Any, role: Role, number: int, where: str, said: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        """Post as JSON, or as a form where a file goes with it; return status and answer."""
        token = self.token(house, role, number)
        headers = {"Authorization": f"Bearer {token}", "X-Purpose": "investigation"}
        client = Client(HTTP_HOST="localhost", headers=headers)
        files = [one for one in said.values() if isinstance(one, Upload)]
        if files:
            rest = {name: one for name, one in said.items() if one not in files}
            file = SimpleUploadedFile(files[0].name, files[0].read())
            answer = client.post(f"{where}?{urlencode(rest)}", {"file": file})
        else:
            answer = client.post(where, json.dumps(said), content_type="application/json")
        return answer.status_code, answer.json()

    def token(self, house: Any, role: Role, number: int, *, ended: bool = False) -> str:
        """Return this officer's token; ended before it is used, where that is asked."""
        key = (house.code, role, number)
        if key not in self.tokens:
            self.tokens[key] = self.world.cast.token(house, role.value, number)
            if ended:
                officer = house.account(role.value, number)
                Token.unrestricted.filter(officer=officer).update(until=timezone.now())
        return self.tokens[key]


def answered(status: int, code: str) -> Answer:
    """Return the answer that a status and a code are; whatever else may hinder it, she may."""
    return Answer.UNKNOWN if status == HTTPStatus.UNAUTHORIZED else CODES.get(code, Answer.MAY)


def shape(thing: Any) -> Any:
    """Return what is kept of a thing now: its row, and the record that it is."""
    if thing is None:
        return None
    rows = type(thing)._base_manager.filter(pk=thing.pk)
    return list(rows.values()), state(thing.pk)


def weight(role: Role) -> int:
    return len(ROLES[role])


def path(verb: Any, thing: Any) -> str:
    pk = f"/{thing.pk}" if thing is not None else ""
    return f"/api/{verb.plural}{pk}/{verb.action}"


def state(pk: Any) -> Any:
    """Return what the register holds of a record: its envelope, revisions, rulings and draft."""
    from tocsin.rooms.register.models import Draft, Record, Revision, Ruling

    return [
        list(Record.unrestricted.filter(pk=pk).values()),
        *(list(one.unrestricted.filter(record=pk).values()) for one in (Revision, Ruling, Draft)),
    ]


@contextmanager
def undone() -> Iterator[None]:
    """Undo in the end whatever is said inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
