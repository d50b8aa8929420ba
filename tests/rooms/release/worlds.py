"""Random worlds of bureaus, groups, labels and readers, and an oracle written from the prose.

The oracle is deliberately another formulation than the product's rows of Q: it walks one label for
one reader, as the manual says it in words.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from tocsin.core.errors import InvalidLabel
from tocsin.core.labels import Handling, Label, Purpose, Tlp, Use, read_label
from tocsin.rooms.bureaus.powers import Role

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
BUREAUS = [UUID(int=0x40008000000000000000 + number) for number in range(1, 6)]
GROUPS = [UUID(int=0x40008000000000001000 + number) for number in range(1, 4)]
UNKNOWN = UUID(int=0x40008000000000009999)
STATES = ["draft", "released", "suspended", "blocked", "withdrawn", "expired"]
REALMS = ["live", "exercise"]


@dataclass(frozen=True)
class Item:
    """One record's standing: owner, state, realm and label."""

    owner: UUID
    state: str
    realm: str
    label: Label


@dataclass(frozen=True)
class Asker:
    """One reader."""

    bureau: UUID
    realm: str
    purpose: str
    observer: bool


@dataclass(frozen=True)
class World:
    """Who is in which group, what there is, and who asks."""

    members: dict[UUID, frozenset[UUID]]
    items: tuple[Item, ...]
    askers: tuple[Asker, ...]


def _some(values: list[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), max_size=3, unique=True)


@st.composite
def labels(draw: st.DrawFn) -> Label:
    """Draw a label that could be honoured; a label that could not is the own bureau's only."""
    handling = draw(_some(list(Handling)))
    plain = {
        "everyone": draw(st.sampled_from([True, True, False])),
        "bureaus": draw(_some([*BUREAUS, UNKNOWN])),
        "groups": draw(_some([*GROUPS, UNKNOWN])),
        "exclude": draw(_some(BUREAUS)),
        "purposes": draw(st.one_of(st.just([]), _some(list(Purpose)))),
        "tlp": draw(st.sampled_from(list(Tlp))),
        "handling": handling,
        "handling_note": "see the owner" if Handling.H3 in handling else "",
        "forward": draw(st.booleans()),
        "until": draw(st.sampled_from([None, NOW, NOW + timedelta(hours=1), NOW - timedelta(1)])),
    }
    try:
        return read_label(plain)
    except InvalidLabel:
        return Label()


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw a world of up to eight records and two readers, each of whom is tried with every use."""
    members = {group: frozenset(draw(_some(BUREAUS))) for group in GROUPS}
    item = st.builds(
        Item,
        owner=st.sampled_from(BUREAUS),
        # Weighted towards records that would be seen, so that each single denial shows.
        state=st.sampled_from([*["released"] * 10, *STATES]),
        realm=st.sampled_from([*["live"] * 4, *REALMS]),
        label=labels(),
    )
    asker = st.builds(
        Asker,
        bureau=st.sampled_from(BUREAUS),
        realm=st.sampled_from([*["live"] * 4, *REALMS]),
        purpose=st.sampled_from(["", *(purpose.value for purpose in Purpose)]),
        observer=st.sampled_from([False, False, False, True]),
    )
    items = draw(st.lists(item, min_size=4, max_size=8))
    askers = draw(st.lists(asker, min_size=1, max_size=2))
    return World(members, tuple(items), tuple(askers))


def may(world: World, asker: Asker, item: Item, use: Use) -> bool:
    """Say what the manual says: may this reader do this with this record, at NOW?"""
    label, own = item.label, asker.bureau == item.owner
    if asker.realm != item.realm:
        return False
    if use is not Use.SEE and item.state != "released":
        return False
    if use is Use.PUBLISH and label.tlp is not Tlp.CLEAR:
        return False
    if asker.observer and not (
        use is Use.SEE and item.state == "released" and label.tlp in {Tlp.CLEAR, Tlp.GREEN}
    ):
        return False
    return own or (_reaches(world, asker, item) and not _handled(label, use))


def _reaches(world: World, asker: Asker, item: Item) -> bool:
    label = item.label
    in_group = any(asker.bureau in world.members.get(group, ()) for group in label.groups)
    invited = label.everyone or asker.bureau in label.bureaus or in_group
    spent = label.until is not None and label.until <= NOW
    other_purpose = bool(label.purposes) and asker.purpose not in label.purposes
    barred = asker.bureau in label.exclude or spent or other_purpose
    return item.state == "released" and invited and not barred


def _handled(label: Label, use: Use) -> bool:
    """Say whether marking or handling forbids this use to a receiver."""
    outward = use in {Use.EXPORT, Use.FORWARD, Use.PUBLISH}
    strict = label.tlp in {Tlp.RED, Tlp.AMBER_STRICT}
    return (
        (use is Use.JUDICIAL and Handling.H1 in label.handling)
        or (outward and Handling.H2 in label.handling)
        or (use is not Use.SEE and Handling.H3 in label.handling)
        or (outward and label.tlp is Tlp.RED)
        or (use is Use.FORWARD and (strict or not label.forward))
    )


def reader(asker: Asker) -> Any:
    """Return the product's reader for an asker."""
    from tocsin.rooms.bureaus.powers import Power
    from tocsin.rooms.bureaus.reader import Reader, Realm

    return Reader(
        officer=asker.bureau,
        name="asker",
        bureau=asker.bureau,
        bureau_code="X",
        powers=frozenset({Power.RECORD_SEE}),
        roles=frozenset({Role.OBSERVER if asker.observer else Role.BUREAU_OFFICER}),
        realm=Realm(asker.realm),
        purpose=asker.purpose,
    )
