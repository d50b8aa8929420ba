"""Two nodes that share and take back, each killed again and again: nothing lost, nothing doubled.

Each is a real home with a real database, keys and files. At every act one of them gets a SIGKILL,
at a moment drawn from all moments of that act or by the clock, starts anew and goes on. After some
kills, and at the end, both must stand as if nothing had happened.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.house.tree import ROOT
from tests.node.acts import Node
from tests.rooms.exchange.carrying import photograph, sha256
from tests.tables import lay

PROMISED = 200
KILLS = 2  # of one act, before it is let be
BY_THE_CLOCK = 4  # one kill of so many comes from outside, in the midst of whatever is done
CHECKED = 70  # after so many kills everything is looked at


class Program:
    """A mortal node as its parent sees it."""

    def __init__(self, node: Node) -> None:
        self.node = node
        environment = {**node.environment, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("mortal.py"))]
        self.log = (node.home / "node.log").open("ab")
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self.log, text=True,
        )  # fmt: skip

    def do(self, act: str, *said: Any, **more: Any) -> dict[str, Any]:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"act": act, "with": said, **more}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, (self.node.home / "node.log").read_text()[-3000:]
        answer = dict(json.loads(line))
        assert "error" not in answer, answer["error"]
        return answer

    def complaints(self) -> str:
        """Return what the node's log says of errors: none is expected, only ends without a word."""
        said = (self.node.home / "node.log").read_text()
        return said[said.find("Traceback") :] if "Traceback" in said else ""

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        assert self.process.stdout
        self.process.stdout.close()
        self.process.wait(timeout=20)
        self.log.close()


class Life:
    """What the two do, act after act, and what must be true of it."""

    def __init__(self, owner: Program, holder: Program, seed: int) -> None:
        self.owner, self.holder, self.random = owner, holder, random.Random(seed)
        self.alive: dict[str, dict[str, Any]] = {}
        self.ended: dict[str, dict[str, Any]] = {}
        self.shelved: Counter[str] = Counter()
        self.moments: dict[str, int] = {}
        self.kills: Counter[str] = Counter()
        self.number = 0

    def live(self, kills: int) -> None:
        while sum(self.kills.values()) < kills:
            before = sum(self.kills.values()) // CHECKED
            self.number += 1
            self.change()
            for caller, served in self.in_turn():
                self.call(caller, served)
            if sum(self.kills.values()) // CHECKED > before:
                self.check()
        self.check()

    def in_turn(self) -> Iterator[tuple[Program, Program]]:
        yield self.owner, self.holder  # so that whatever was said is in the feed, and is pulled
        yield self.holder, self.owner

    def change(self) -> None:
        """Say somebody, take somebody back, or post to the shelf."""
        if self.number % 5 == 4:
            found = [indicator(self.random) for _one in range(20)]
            self.shelved.update(one["id"].partition("--")[2] for one in found)
            self.act(self.owner, "shelve", found)
        elif len(self.alive) > 3:
            name = self.random.choice(sorted(self.alive))
            self.ended[name] = self.alive.pop(name)
            records = [self.ended[name][one] for one in ("basis", "person")]
            self.act(self.owner, "end_", records)
        else:
            name, picture = f"Wyimaginowana {word(self.number)}", self.number % 2 * self.number
            said = self.act(self.owner, "say", name, picture)
            self.alive[name] = said | {"picture": picture}

    def call(self, caller: Program, served: Program) -> None:
        """Let one node's worker look at everything; it or the one that answers is killed."""
        served_dies = self.random.random() < 0.4
        kind = f"serving {served.node.code}"
        last = self.random.randint(1, self.moments.get(kind, 200)) if served_dies else 0
        served.do("serve", last=last)
        if served_dies:
            caller.do("round")
            self.kills[kind] += served.do("serve")["was_killed"]
            caller.do("round")
        else:
            self.act(caller, "round")

    def act(self, node: Program, act: str, *said: Any) -> Any:
        """Do it with a kill in the midst, once more with another, and then for what is left."""
        kind = f"{act} {node.node.code}"
        known = self.moments.get(kind)
        for _kill in range(KILLS):
            if known and self.random.randrange(BY_THE_CLOCK) == 0:
                answer = node.do(act, *said, within=self.random.uniform(0.001, 0.08))
            else:
                answer = node.do(act, *said, last=self.random.randint(1, known or 100))
            if "killed" not in answer:
                break
            self.kills[kind] += 1
        else:
            answer = node.do(act, *said)
        self.moments[kind] = max(self.moments.get(kind, 0), answer["moments"])
        return answer["said"]

    def check(self) -> None:
        """Let both come to rest, and hold them against what was said and taken back."""
        for _round in range(2):
            for caller, served in self.in_turn():
                served.do("serve")
                caller.do("round")
        names = sorted({*self.alive, *self.ended})
        mine, theirs = (one.do("told", names)["said"] for one in (self.owner, self.holder))
        records = {
            pk: state
            for state, group in (("released", self.alive), ("withdrawn", self.ended))
            for one in group.values()
            for pk in (one["person"], one["basis"])
        }
        held, gone = ([pk for pk in records if records[pk] == one] for one in STATES)
        assert {pk: row[1] for pk, row in mine["records"].items()} == records
        assert mine["shelf"] == self.shelved
        assert mine["holders"] == dict.fromkeys(
            [*(f"{pk} held False" for pk in held), *(f"{pk} purged True" for pk in gone)], 1
        )
        assert theirs["copies"] == dict.fromkeys(
            [*(f"{pk} held" for pk in held), *(f"{pk} purged" for pk in gone)], 1
        )
        assert {pk for pk, row in theirs["records"].items() if row[0]} == set(held)
        people = {name: one["person"] for name, one in self.alive.items()}
        for told, kept in (
            (mine, [*self.alive.values(), *self.ended.values()]),
            (theirs, self.alive.values()),
        ):  # an owner keeps its own
            pictures = {
                one["person"]: sha256(photograph(one["picture"])) for one in kept if one["picture"]
            }
            assert told["met"] == {name: [people[name]] if name in people else [] for name in names}
            assert told["pictures"] == pictures
            assert told["files"] == sorted(pictures.values())
            assert told["waiting"] == [0, 0, 0]
            assert told["journal"] == {"wrong": [], "doubled": [], "unsequenced": 0}


STATES = ("released", "withdrawn")


def word(number: int) -> str:
    """A surname that no other person here has, unlike all of them."""
    drawn = random.Random(number)
    return "".join(drawn.choice("bdgklmnprstwz") + drawn.choice("aeiouy") for _two in range(5))


def indicator(drawn: random.Random) -> dict[str, Any]:
    at = "2026-01-01T00:00:00.000Z"
    pk = UUID(int=drawn.getrandbits(128), version=4)
    return {
        "type": "indicator", "spec_version": "2.1", "id": f"indicator--{pk}", "created": at,
        "modified": at, "pattern": "[file:name = 'x']", "pattern_type": "stix", "valid_from": at,
    }  # fmt: skip


@pytest.fixture
def pair(
    tmp_path: Path, tables: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Program, Program]]:
    monkeypatch.delenv("TOCSIN_HOME", raising=False)
    nodes: list[Program] = []
    try:
        for code in ("POL", "MDA"):
            node = Node(code, tmp_path)
            lay(node.home, tables)
            nodes.append(Program(node))
        said = [one.do("found")["said"] for one in nodes]
        for one, other in zip(nodes, reversed(said), strict=True):
            one.do("meet", other)
            one.do("warm")
        yield nodes[0], nodes[1]
    finally:
        for one in nodes:
            one.close()


@pytest.mark.long
def test_two_hundred_kills_lose_nothing_and_double_nothing(pair) -> None:
    life = Life(*pair, seed=4)
    life.live(PROMISED)
    assert sum(life.kills.values()) >= PROMISED
    assert life.kills.keys() == KINDS, "each kind of act was met"
    assert {one.complaints() for one in pair} == {""}


KINDS = {
    *("say POL", "end_ POL", "shelve POL", "round POL", "round MDA", "serving POL", "serving MDA")
}
