"""Two bureaus exchange through a hub: sealed end to end, with receipts, as if they were neighbours."""

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad, Spoken, settle
from tests.rooms.exchange.behind import Behind, Hub, parcel
from tocsin.core.errors import Conflict, InvalidInput
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol import facts, relaying
from tocsin.core.protocol.store import Entry, Standing


@pytest.fixture
def hub(cast) -> Hub:
    return Hub(Abroad(code="HUB").meet(cast.home.administrator))


@pytest.fixture
def uto(cast, hub) -> Behind:
    from tocsin.rooms.exchange.actions import peers

    made = Abroad().meet(cast.home.administrator)
    peers.route(cast.home.administrator, made.peer, through=hub.abroad.peer.pk)
    return Behind(cast, made, hub)


def line_of(far):
    from tocsin.rooms.exchange.models import Peer

    found = Peer.unrestricted.select_related("bureau", "partner", "via__bureau")
    return found.get(partner_id=far.abroad.id)


def turn(hub: Hub, uto: Behind) -> list[str]:
    """Let each side say and hear what there is; return what the bureau behind the hub heard."""
    from tocsin.rooms.exchange.actions import lines

    hub.abroad.peer, uto.abroad.peer = line_of(hub), line_of(uto)
    heard = []
    lines.sync(uto.abroad.peer, hub)
    uto.say()
    for _round in range(2):
        heard += uto.hear()
        lines.sync(line_of(hub), hub)
        assert line_of(hub).error == ""
    heard += uto.hear()
    settle()
    return heard


def test_a_record_reaches_a_bureau_behind_a_hub_and_is_taken_back_with_a_receipt(
    cast, hub, uto
) -> None:
    from tocsin.rooms.exchange.actions import lines
    from tocsin.rooms.exchange.models import Holding

    person = cast.person(cast.home.bureau_officer, "Zenobia Podróżna")
    cast.release(person, Label(bureaus=frozenset({uto.abroad.id}), tlp=Tlp.AMBER))
    settle()
    assert {"Pull", "Page"} <= set(turn(hub, uto))
    assert uto.store.entry(person.pk).standing is Standing.HELD
    withdraw(cast, person)
    assert lines.poke(line_of(uto), hub)
    assert "Poke" in turn(hub, uto)
    assert uto.store.entry(person.pk).standing is Standing.LEAVING
    uto.store.consume()
    uto.machine.finish(timezone.now())
    turn(hub, uto)
    row = Holding.unrestricted.get(record=person.pk)
    assert (row.holder, row.outcome) == (uto.abroad.id, "purged")
    assert row.confirmed is not None
    assert not Holding.unrestricted.filter(holder=hub.abroad.id).exists(), "the hub holds nothing"
    for word in ("Zenobia", "Podr", "person", "withdrawal", str(person.pk)):
        assert word.encode() not in hub.seen


def withdraw(cast, record) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.register.actions import records

    record.refresh_from_db()
    proposal = records.withdraw(cast.home.bureau_officer, record, reason="over")
    proposals.approve(cast.home.reviewer, proposal)
    settle()


def test_what_a_bureau_behind_a_hub_releases_to_us_is_held_and_receipted(cast, hub, uto) -> None:
    from tocsin.rooms.exchange import envelopes
    from tocsin.rooms.register.models import Record

    spoken = Spoken(uto.abroad)
    _generation, offer = envelopes.read(spoken.offer(), sender=uto.abroad.id)
    uto.labels[facts.facts(offer.version).order.digest] = spoken.label
    order = facts.facts(offer.version).order
    uto.store.keep_entry(Entry(spoken.id, uto.abroad.id, Standing.OWN, order, offer.version))
    uto.machine.accepted(uto.home, timezone.now())
    uto.machine.changed([spoken.id], timezone.now())
    turn(hub, uto)
    assert Record.unrestricted.get(pk=spoken.id).owner_id == uto.abroad.id
    turn(hub, uto)
    held = uto.store.holding(spoken.id, uto.home)
    assert (held.outcome, held.receipt is not None) == ("held", True)
    assert b"Zenobia" not in hub.seen


def test_a_hub_that_is_away_delays_and_loses_nothing(cast, hub, uto) -> None:
    from tocsin.rooms.exchange.actions import lines

    person = cast.person(cast.home.bureau_officer, "Late Traveller")
    cast.release(person, Label(everyone=True, tlp=Tlp.AMBER))
    settle()
    hub.silent = True
    hub.abroad.peer = line_of(hub)
    lines.sync(line_of(uto), hub)
    assert "silent" in line_of(uto).error
    hub.silent = False
    turn(hub, uto)
    assert line_of(uto).error == ""
    assert uto.store.entry(person.pk).standing is Standing.HELD
    hub.boxes.clear()  # all that waited is lost
    assert turn(hub, uto) is not None
    assert uto.store.entry(person.pk).standing is Standing.HELD


def test_a_hub_that_takes_nothing_for_a_bureau_is_said_on_its_line_alone(cast, hub, uto) -> None:
    from tocsin.rooms.exchange.actions import lines, peers

    els = Abroad(code="ELS").meet(cast.home.administrator)
    peers.route(cast.home.administrator, els.peer, through=hub.abroad.peer.pk)
    hub.abroad.peer, uto.abroad.peer = line_of(hub), line_of(uto)
    uto.say()
    hub.full.add(uto.abroad.id)
    lines.sync(line_of(hub), hub)
    assert hub.box(uto.home) == [], "what came was heard and taken off"
    assert line_of(hub).error == ""
    assert "full" in line_of(uto).error
    lines.sync(line_of(uto), hub)
    assert line_of(uto).failures == 1
    other = Behind(cast, els, hub)
    lines.sync(line_of(other), hub)
    assert line_of(other).error == ""
    assert hub.box(els.id)
    hub.full.clear()
    lines.sync(line_of(uto), hub)
    assert line_of(uto).error == ""


def test_an_endless_hub_keeps_a_call_for_so_many_rounds(cast, hub, uto, monkeypatch) -> None:
    from tocsin.rooms.exchange.actions import lines, relaying

    monkeypatch.setattr(relaying, "ROUNDS", 3)
    hub.endless = [{"head": "?"}]
    lines.sync(line_of(hub), hub)
    assert line_of(hub).error == ""
    assert len(hub.endless) == 1 + 3


def test_what_was_altered_or_is_another_s_is_dropped_and_journalled(cast, hub, uto) -> None:
    from tocsin.rooms.exchange.actions import lines
    from tocsin.rooms.exchange.models import Finding
    from tocsin.rooms.journal.models import Entry as Leaf

    uto.say()
    good = hub.box(uto.home)[0]
    other = Abroad(code="OTH")
    content = good["content"]
    swapped = ("B" if content[50] == "A" else "A").join((content[:50], content[51:]))
    hub.boxes[uto.home] = [
        {**good, "content": swapped},
        {**good, "content": content[:-4]},
        {"head": 1, "content": "!"},
        relaying.plain(parcel(other, uto.store.card(uto.home))),
    ]
    hub.abroad.peer = line_of(hub)
    lines.sync(line_of(hub), hub)
    assert line_of(hub).error == ""
    assert hub.box(uto.home) == [], "each is taken off the hub"
    assert Leaf.unrestricted.filter(verb="relay.refuse").count() == 4
    assert not Finding.unrestricted.exists(), "the hub or a forger did that, not the sender"


def test_a_way_leads_through_one_hub_that_is_a_near_peer(cast, hub, uto) -> None:
    from tocsin.rooms.exchange.actions import peers

    administrator = cast.home.administrator
    els = Abroad(code="ELS").meet(administrator)
    for wrong in (line_of(uto).pk, els.peer.pk, els.id):
        with pytest.raises(InvalidInput):
            peers.route(administrator, els.peer, through=wrong)
    with pytest.raises(Conflict):
        peers.route(administrator, line_of(hub), through=els.peer.pk)
    peers.route(administrator, line_of(uto), through=None)
    assert line_of(uto).via is None
