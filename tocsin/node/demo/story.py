"""A small story told through the verbs: who is watched for, who may see it, what hangs together."""

from typing import Any

from tocsin.core.kinds import Relation
from tocsin.core.labels import Label, Tlp
from tocsin.node.demo import alerts, watchmaker
from tocsin.node.demo.staff import UNITS, Cast
from tocsin.rooms.bureaus.actions import groups, proposals, units
from tocsin.rooms.register.actions import bases, links, records
from tocsin.rooms.register.models import Record

PERSONS: list[dict[str, Any]] = [
    {
        "names": [
            {"text": "Олександр Вигаданченко", "script": "Cyrl", "kind": "primary"},
            {"text": "Oleksandr VYHADANCHENKO", "kind": "alias"},
        ],
        "births": [{"date": "1971-03-05"}],
        "nationalities": ["UTO"],
        "gender": "male",
        "status": "suspect",
        "documents": [{"type": "passport", "number": "UT1234567", "issuer": "UTO"}],
    },
    {
        "names": [{"text": "Zbigniew Zmyślański", "kind": "primary"}],
        "births": [{"date": "1964-11"}],
        "nationalities": ["UTO"],
        "gender": "male",
        "status": "convicted",
    },
    {
        "names": [
            {"text": "سمير الافتراضي", "script": "Arab", "kind": "primary"},
            {"text": "Samir AL-IFTIRADI", "kind": "alias"},
        ],
        "births": [{"date": "1985-07-21"}],
        "nationalities": ["UTO"],
        "gender": "male",
        "status": "suspect",
        "documents": [{"type": "passport", "number": "UT7654321", "issuer": "UTO"}],
    },
    {
        "names": [{"text": "Ileana Închipuitu", "kind": "primary"}],
        "births": [{"date": "1990"}],
        "nationalities": ["UTO"],
        "gender": "female",
        "status": "witness",
    },
    {
        "names": [{"text": "Bogusław Niebyły", "kind": "primary"}],
        "nationalities": ["UTO"],
        "gender": "male",
        "status": "missing",
    },
]
THINGS: list[tuple[str, dict[str, Any], str]] = [
    ("vehicle", {"type": "car", "plates": ["UT 4711X"], "registered_in": "UTO"}, "RN"),
    (
        "report",
        {
            "headline": "Offer of a declared source at a market that does not exist",
            "source_evaluation": "B",
            "information_evaluation": "2",
            "text": "An invented report. A known intermediary offered an item from a regulator's"
            " list; the offer was a scam. No material was seen.",
        },
        "RN",
    ),
]


def tell(cast: Cast) -> None:
    """Tell it, each step by the officer who would take it."""
    _build_units(cast)
    marek = cast.reader("marek")
    group = _working_group(cast)
    persons = [_submit(cast, "marek", "person", body, "RN") for body in PERSONS]
    for number, person in enumerate(persons[:4], start=1):
        bases.add(marek, person, reference=f"DEMO-{number}")
    things = [_submit(cast, "marek", kind, body, strands) for kind, body, strands in THINGS]
    links.add(marek, persons[0], to=things[0].id, relation=Relation.USES)
    links.add(marek, things[1], to=persons[0].id, relation=Relation.MENTIONS)
    links.add(marek, persons[0], to=persons[1].id, relation=Relation.ASSOCIATE_OF)
    links.add(marek, persons[0], to=persons[2].id, relation=Relation.TRAVELS_WITH)
    shared = Label(groups=frozenset({group}), tlp=Tlp.AMBER)
    _release(cast, persons[0], shared, "agreed in the working group")
    _release(cast, persons[2], shared, "agreed in the working group")
    records.withdraw(marek, persons[3], reason="the purpose was achieved (waits for a second hand)")
    elena = cast.reader("elena")
    bases.add(elena, Record.visible_to(elena).get(pk=persons[0].pk), reference="DEMO-MDA-1")
    records.draft(marek, kind="person", body={"names": [{"text": "Cezary Szkicowy"}]})
    alerts.warn(cast, persons, group)
    watchmaker.file(cast, group)
    watchmaker.agree(cast, persons, group)


def _build_units(cast: Cast) -> None:
    for code, tree in UNITS.items():
        administrator = {"POL": "adam", "MDA": "doina", "UKR": "petro"}[code]
        made: dict[str, Any] = {}
        for name, kind, above in tree:
            parent = made[above].id if above else None
            made[name] = units.add(cast.reader(administrator), name=name, kind=kind, parent=parent)


def _working_group(cast: Cast) -> Any:
    adam = cast.reader("adam")
    group = groups.create(adam, name="Watchmaker regional group (demo)")
    for code in ("MDA", "UKR"):
        groups.add_member(adam, group, bureau=cast.bureaus[code].id)
    return group.id


def _submit(cast: Cast, login: str, kind: str, body: dict[str, Any], strands: str) -> Record:
    reader = cast.reader(login)
    drafted = records.draft(reader, kind=kind, body=body, strands=strands)
    return records.submit(reader, drafted)


def _release(cast: Cast, record: Record, label: Label, reason: str) -> None:
    proposal = records.widen(cast.reader("marek"), record, label=label, reason=reason)
    proposals.approve(cast.reader("halina"), proposal)
