"""Non-interference: with and without the denied record, every door answers ally the same bytes.

Random worlds of home's records under random labels. Ally walks every door that reads; then home adds
a record that ally is denied, with links, a basis, a revision and an attachment hanging on and around
what ally sees; ally walks again. Answers (ids and times masked) and numbers of queries are equal.
A walk is the second of one comparison and the first of the next, for which home adds once more.
"""

import os
import random
import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from tests.doors import doors

SECRET = "Zuzanna Niewidzialna"
NAMES = ["Olena Testenko", "Ion Exemplaru", "Адам Вигаданко", "سمير التجريبي", "Ewa Próbna"]
MASKS = [
    (re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'), b"csrf"),
    (re.compile(rb"X-CSRFToken&quot;: &quot;[^&]+|X-CSRFToken\": \"[^\"]+"), b"csrf"),
    (re.compile(rb"<time[^>]*>.*?</time>", re.DOTALL), b"<time>"),
    (re.compile(rb'datetime="[^"]*"'), b"datetime"),
    (re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?"), b"TIME"),
    (re.compile(rb'"(feed|index)": ?\d+'), b"FEED"),
    (re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"), b"ID"),
]
# Doors that show the reader's own doings, which grow with each walk, and the node's readings.
OWN_DOINGS = re.compile(
    r"^/(api/)?(metrics|health|oversight|audit|journal|accounts|manual|desk|checks|sessions)"
)

# A world is compared with itself this many times: what is denied is added again and again.
WORLDS = int(os.environ.get("TOCSIN_DOOR_WORLDS", "300"))
ADDED = 3
ROLES = ["bureau_officer", "analyst", "reviewer", "border_officer", "observer"]

# Doors that show a record are asked for two of them; a form of a verb, which shows no more than its
# title, for the one or the other by turns: from door to door and from world to world.
READS = re.compile(r"^/api/records/|^/records/<uuid:pk>/(history|audience|preview.*|export.*)?$")

WARMED: list[bool] = []


@dataclass
class Queries:
    """Counts what is asked of the database, and nothing else: Django's own log asks it as much."""

    number: int = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)


@dataclass
class Walker:
    """Ally's officer with a browser and a token, asking every door that reads."""

    browser: Client
    machine: Client
    seen: list
    turn: int

    def warm(self) -> None:
        """Have written what is written once: by a process its caches, by a session its stamps."""
        if not WARMED:
            WARMED.append(True)
            self.walk()
        self.browser.get("/")
        self.machine.get("/api/me")

    def walk(self) -> dict[str, tuple[int, bytes, int]]:
        """Return what each door said: status, masked bytes, number of queries."""
        return {address: self.ask(address) for address in self.addresses()}

    def ask(self, address: str) -> tuple[int, bytes, int]:
        """Return what this door said."""
        client = self.machine if address.startswith("/api/") else self.browser
        queries = Queries()
        with connection.execute_wrapper(queries):
            answer = client.get(address)
            body = b"".join(answer) if answer.streaming else answer.content
        for mask, instead in MASKS:
            body = mask.sub(instead, body)
        return answer.status_code, body, queries.number

    def addresses(self) -> list[str]:
        """Return every reading address, searches for the secret among them."""
        found = []
        reading = [*doors.pages(), *(door for method, door in doors.routes() if method == "GET")]
        for number, door in enumerate(reading, self.turn):
            if OWN_DOINGS.match(door.pattern):
                continue
            shown = self.seen[:2] if READS.match(door.pattern) else [self.seen[number % 2]]
            found += [door.address(target) for target in shown]
        for query in ("Niewidzialna", "zuzanna", "niew", "Testenko", "", "CASE"):
            found += [f"/records/?q={query}", f"/api/records?q={query}"]
        return found


def _label(rng: random.Random, ally, stranger, group):
    from tocsin.core.labels import Label, Tlp

    return rng.choice(
        [
            Label(everyone=True, tlp=Tlp.GREEN),
            Label(bureaus=frozenset({ally}), tlp=Tlp.AMBER),
            Label(groups=frozenset({group}), tlp=Tlp.AMBER),
            Label(bureaus=frozenset({ally}), tlp=Tlp.RED),
            Label(everyone=True, tlp=Tlp.CLEAR, forward=True),
        ]
    )


def _denying(rng: random.Random, ally, stranger):
    from tocsin.core.labels import Label, Tlp

    return rng.choice(
        [
            Label(),
            Label(bureaus=frozenset({stranger}), tlp=Tlp.AMBER),
            Label(everyone=True, exclude=frozenset({ally}), tlp=Tlp.GREEN),
            Label(everyone=True, purposes=frozenset({"prosecution"}), tlp=Tlp.GREEN),
        ]
    )


def _give(cast, record, label) -> None:
    from django.utils import timezone

    from tocsin.rooms.register import writing

    writing.rule(record, "record.widen", at=timezone.now(), label=label, reason="in this world")


def _world(cast, rng: random.Random):
    """Make home's visible records and return them with the group they may go to."""
    from tocsin.rooms.bureaus.actions import groups
    from tocsin.rooms.register.actions import bases, links

    admin, home = cast.home.administrator, cast.home.bureau_officer
    group = groups.create(admin, name=f"Group {rng.random()}")
    groups.add_member(admin, group, bureau=cast.ally.bureau.id)
    ally, stranger = cast.ally.bureau.id, cast.stranger.bureau.id
    made = []
    for name in rng.sample(NAMES, rng.randint(2, 4)):
        record = cast.person(home, name, births=[{"date": "1980-02-03"}])
        _give(cast, record, _label(rng, ally, stranger, group.id))
        made.append(record)
    link = links.add(home, made[0], to=made[1].id, relation="associate_of")
    _give(cast, link, _label(rng, ally, stranger, group.id))
    basis = bases.add(home, made[0], reference="CASE 1")
    _give(cast, basis, _label(rng, ally, stranger, group.id))
    return made


def _add_what_is_denied(cast, rng: random.Random, visible) -> None:
    from tocsin.rooms.bureaus.verb import Upload
    from tocsin.rooms.register.actions import attachments, bases, links, records

    home = cast.home.bureau_officer
    secret = cast.person(home, SECRET, documents=[{"number": "ZZ7654321", "type": "passport"}])
    attachments.add(home, secret, file=Upload("note.txt", SECRET.encode()))
    records.edit(home, secret, body={"names": [{"text": SECRET}, {"text": "Zuza"}]})
    if rng.random() < 0.7:
        records.submit(home, secret)
    _give(cast, secret, _denying(rng, cast.ally.bureau.id, cast.stranger.bureau.id))
    link = links.add(home, visible[0], to=secret.id, relation="associate_of", note=SECRET)
    _give(cast, link, _label(rng, cast.ally.bureau.id, cast.stranger.bureau.id, secret.id))
    bases.add(home, secret, reference=f"CASE {SECRET}")
    bases.add(home, visible[1], reference=f"CASE {SECRET}")
    records.edit(home, secret, body={"names": [{"text": f"{SECRET} again"}]})
    records.withdraw(home, secret, reason=f"proposed for {SECRET}")
    records.draft(home, kind="person", body={"names": [{"text": f"{SECRET} (draft)"}]})


@pytest.fixture(autouse=True)
def nothing_is_stamped_between_two_walks(monkeypatch) -> None:
    """A slow machine may walk for longer than a minute, after which a session is noted again."""
    from tocsin.rooms.bureaus.actions import tokens
    from tocsin.rooms.bureaus.login import sessions

    monkeypatch.setattr(sessions, "SEEN_EVERY", timedelta(hours=1))
    monkeypatch.setattr(tokens, "USED_EVERY", timedelta(hours=1))


def _compare(cast, seed: int, *, added: int = 1) -> None:
    rng = random.Random(seed)
    visible = _world(cast, rng)
    role = rng.choice(ROLES)
    headers = {"Authorization": f"Bearer {cast.token(cast.ally, role)}"}
    walker = Walker(
        browser=cast.client(cast.ally, role),
        machine=Client(HTTP_HOST="localhost", headers=headers | {"X-Purpose": "investigation"}),
        seen=[record.id for record in visible],
        turn=seed,
    )
    walker.warm()
    before = walker.walk()
    assert any(b"Testenko" in body or b"Exemplaru" in body for _s, body, _c in before.values())
    for _ in range(added):
        _add_what_is_denied(cast, rng, visible)
        after = walker.walk()
        for address, (status, body, count) in before.items():
            assert after[address][0] == status, f"seed {seed}, {role}: status of {address}"
            assert after[address][1] == body, f"seed {seed}, {role}: the answer of {address}"
            assert after[address][2] == count, f"seed {seed}, {role}: queries of {address}"
            assert b"Niewidzialna" not in body or "Niewidzialna" in address
        before = after


@pytest.mark.parametrize("seed", range(3))
def test_ally_cannot_tell_whether_the_denied_record_exists(cast, seed: int) -> None:
    _compare(cast, seed)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1_000, 1_000 + WORLDS // ADDED))
def test_nor_in_three_hundred_worlds(cast, seed: int) -> None:
    _compare(cast, seed, added=ADDED)
