"""A node brought back from a backup: it asks its peers what it missed before it serves again.

The backup is the database as it is; what happened after it happens abroad alone.
"""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad, Spoken, settle, taken
from tests.rooms.exchange.test_a_line_goes_on_after_any_failure import Far, peer_
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol import wire
from tocsin.core.protocol.messages import Ask, Returned
from tocsin.core.statements.moments import stamp
from tocsin.web.fetch import Reply

FORWARDED = Label(everyone=True, tlp=Tlp.GREEN, forward=True)


class Keeps(Far):
    """A node abroad that answers the question of a restored node with what it keeps of it."""

    def __init__(self, abroad: Abroad) -> None:
        super().__init__(abroad)
        self.statements: list = []
        self.asked: list[Ask] = []

    def call(self, method, target, body=b"", _headers=None) -> Reply:
        if target.endswith("/ask/"):
            message = wire.from_bytes(body)
            self.asked.append(message)
            said = Returned(message.after, None, (), tuple(self.statements), ())
            return Reply(200, {}, wire.to_bytes(said))
        return super().call(method, target, body)


@pytest.fixture
def far(cast) -> Keeps:
    return Keeps(Abroad().meet(cast.home.administrator))


def sync(far: Keeps) -> None:
    from tocsin.rooms.exchange.actions import lines

    far.abroad.peer = peer_()
    lines.sync(far.abroad.peer, far)
    settle()


def restored(cast) -> None:
    from tocsin.rooms.exchange.actions import restoring
    from tocsin.web import catchup

    catchup.begin()
    restoring.carry_on(timezone.now())
    restoring.carry_on(timezone.now())


def declared(cast) -> None:
    from tocsin.rooms.bureaus.actions import bureaus
    from tocsin.rooms.exchange.actions import restoring

    bureaus.declare_restored(cast.home.administrator, cast.home.bureau)
    from tocsin.web import catchup

    catchup.declare()  # the test's transaction is never committed
    restoring.carry_on(timezone.now())
    assert not catchup.is_on()


def shown(cast, pk) -> bool:
    from tocsin.rooms.register.models import Record

    return Record.visible_to(cast.home.bureau_officer).filter(pk=pk, state="released").exists()


def test_a_copy_recalled_since_the_backup_is_never_revived(cast, far) -> None:
    hub = Abroad(code="HUB").meet(cast.home.administrator)
    spoken = Spoken(far.abroad, label=FORWARDED)
    offer = spoken.offer()
    far.rows = [offer]
    from tocsin.rooms.exchange.actions import lines
    from tocsin.rooms.exchange.models import Memory, Peer

    line = Peer.unrestricted.get(partner_id=far.abroad.id)
    lines.sync(line, far)
    assert shown(cast, spoken.id)
    restored(cast)
    assert Memory.unrestricted.get(bureau=cast.home.bureau).catching_up
    far.rows = [offer, spoken.retract()]
    lines.sync(line, far)
    assert far.asked == [Ask(None)], "it asked once for what is its own"
    assert not shown(cast, spoken.id)
    declared(cast)
    assert taken(hub.peer, offer) == ["stale"], "whoever brings it"
    assert not shown(cast, spoken.id)


def test_an_own_record_withdrawn_since_the_backup_stays_withdrawn(cast, far) -> None:
    from tocsin.core.statements.signed import sign
    from tocsin.rooms.bureaus import keys

    person = cast.person(cast.home.bureau_officer, "Somebody")
    cast.release(person, Label(bureaus=frozenset({far.abroad.id}), tlp=Tlp.AMBER))
    settle()
    assert shown(cast, person.pk)
    withdrawal = {
        "type": "withdrawal", "schema": "withdrawal@1", "id": str(person.pk),
        "owner": str(cast.home.bureau.pk), "revision": 1,
        "at": stamp(timezone.now() + timedelta(seconds=1)),
    }  # fmt: skip
    far.statements = [sign(withdrawal, keys.signer(cast.home.bureau.pk))]
    restored(cast)
    sync(far)
    assert not shown(cast, person.pk)
    declared(cast)
    settle()
    far.abroad.peer = peer_()
    assert not [one for one in far.abroad.pull() if "revoked" not in one]


def test_the_journal_goes_on_in_an_epoch_that_declares_the_restore(cast, far) -> None:
    from tocsin.rooms.bureaus import keys
    from tocsin.rooms.bureaus.actions import bureaus
    from tocsin.rooms.exchange.models import Memory
    from tocsin.rooms.journal import actions as journal
    from tocsin.rooms.journal.models import Entry

    home = cast.home.bureau.pk
    journal.sequence(home, keys.journal_signer(home), timezone.now())
    restored(cast)
    cast.person(cast.home.bureau_officer, "Written in catch-up")
    assert bureaus.seal(timezone.now()) == 0, "no number is given twice"
    sync(far)
    assert not Memory.unrestricted.get(bureau=home).catching_up, "every peer was heard"
    first = Entry.unrestricted.of(home).filter(epoch=1).order_by("sequence").first()
    assert (first.verb, first.sequence) == ("journal.restore", 0)
    assert json.loads(first.leaf)["carried"]["epoch"] == 0
    declared(cast)
    assert not Entry.unrestricted.of(home).filter(epoch=2).exists()


def test_two_administrators_may_open_it_though_a_peer_is_away(cast, far) -> None:
    from tocsin.rooms.exchange.models import Memory

    restored(cast)
    far.silent = True
    sync(far)
    memory = Memory.unrestricted.get(bureau=cast.home.bureau)
    assert memory.catching_up
    declared(cast)
    memory.refresh_from_db()
    assert not memory.catching_up
    assert memory.generation > 0, "feeds begin anew"


def test_what_we_keep_of_a_restored_peer_is_returned_to_it_alone(cast, far) -> None:
    uto = far.abroad
    hub = Abroad(code="HUB").meet(cast.home.administrator)
    spoken = Spoken(uto, label=FORWARDED)
    assert taken(uto.peer, spoken.offer()) == [""]
    answer = uto.call("POST", "/ask/", wire.to_bytes(Ask()))
    said = wire.from_bytes(answer.content)
    assert [one.record for one in said.versions] == [
        wire.from_bytes(answer.content).versions[0].record
    ]
    assert str(spoken.id) in said.versions[0].record.statement.decode()
    other = wire.from_bytes(hub.call("POST", "/ask/", wire.to_bytes(Ask())).content)
    assert other.versions == ()
    assert uto.call("POST", "/ask/", b"{}").status_code == 400
