"""Home is asked by a peer abroad over the line: what is told, counted, journalled and refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.blind.agreed import NAME, agreed, asks, keys, made, person
from tests.rooms.exchange.abroad import Abroad
from tocsin.core.labels import Handling, Label, Tlp
from tocsin.rooms.blind.actions import arrangements, tables
from tocsin.rooms.blind.models import Answered, Arrangement
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.register.actions import bases, records


@pytest.fixture(autouse=True)
def address(settings) -> None:
    settings.BASE_URL = "https://127.0.0.1:9"


def label(cast, record, said: Label) -> None:
    proposal = records.widen(cast.home.bureau_officer, record, label=said, reason="for the test")
    proposals.approve(cast.home.reviewer, proposal)


def test_it_learns_which_of_its_own_are_kept_here(cast) -> None:
    person(cast)
    peer, arrangement = agreed(cast)
    made(arrangement)
    hit, miss = asks(peer, [*keys("Зенобія Тамтейша", "1971"), *keys("Ignacy Nieznany")])
    assert hit
    assert not miss


def test_each_answer_is_counted_and_journalled_without_what_was_asked(cast) -> None:
    record = person(cast)
    peer, arrangement = agreed(cast)
    made(arrangement)
    asks(peer, keys())
    said = Entry.unrestricted.get(log=cast.home.bureau.pk, verb="match.answer")
    assert str(record.pk) not in said.leaf + str(said.parts)
    assert said.part("detail")["elements"] == 64
    assert Answered.unrestricted.get().elements == 64


def test_the_quota_counts_elements_over_a_day_and_every_dummy(cast) -> None:
    peer, arrangement = agreed(cast, quota=128)
    made(arrangement)
    assert peer.call("GET", "/blind/").json()["left"] == 128
    for _once in range(2):
        asks(peer, keys())
    assert peer.call("GET", "/blind/").json()["left"] == 0
    with pytest.raises(AssertionError, match="0 of 128 a day are left"):
        asks(peer, keys())
    assert Answered.unrestricted.count() == 2
    yesterday = timezone.now() - timedelta(days=1, seconds=1)
    Answered.unrestricted.filter(pk=Answered.unrestricted.first().pk).update(at=yesterday)
    asks(peer, keys())


def test_a_request_that_is_sent_again_is_refused_and_not_counted(cast) -> None:
    from tocsin.core import blind
    from tocsin.core.statements import requests

    peer, arrangement = agreed(cast)
    table = made(arrangement)
    body = blind.ask(keys(), lambda size: b"\5" * size).message
    target = f"/taxii2/{peer.peer.bureau_id}/blind/?table={table.number}"
    header = requests.authorize(
        peer.key,
        sender=peer.id,
        receiver=peer.peer.bureau_id,
        method="POST",
        target=target,
        body=body,
        at=timezone.now(),
    )
    path = f"/blind/?table={table.number}"
    assert peer.call("POST", path, body, header=header).status_code == 200
    assert peer.call("POST", path, body, header=header).status_code == 401
    assert Answered.unrestricted.count() == 1


@pytest.mark.parametrize("body", [b"", bytes(64 * 32), b"\xff" * 64 * 32, b"x" * 33, b"\2" * 32])
def test_what_are_no_elements_is_refused_and_not_counted(cast, body) -> None:
    peer, arrangement = agreed(cast)
    table = made(arrangement)
    answer = peer.call("POST", f"/blind/?table={table.number}", body)
    assert answer.status_code == 400
    assert not Answered.unrestricted.exists()


def test_only_who_was_agreed_with_may_ask_and_closing_ends_it_at_once(cast) -> None:
    peer, arrangement = agreed(cast)
    made(arrangement)
    other = Abroad(code="OTH").meet(cast.home.administrator)
    assert other.call("GET", "/blind/").status_code == 404
    assert other.call("GET", "/blind/table/").status_code == 404
    arrangements.close(cast.home.bureau_officer, arrangement, reason="no longer needed")
    assert peer.call("GET", "/blind/").status_code == 404
    assert not list(tables.folder(arrangement).glob("*.seed"))


def test_a_peer_whose_exchange_was_ended_asks_no_more(cast) -> None:
    from tocsin.rooms.exchange.actions import peers

    peer, arrangement = agreed(cast)
    made(arrangement)
    peers.end(cast.home.administrator, peer.peer, reason="over")
    assert peer.call("GET", "/blind/").status_code == 404


def test_one_officer_alone_lets_nobody_ask(cast) -> None:
    peer = Abroad().meet(cast.home.administrator)
    arrangements.open(cast.home.bureau_officer, peer=peer.peer.pk)
    assert not Arrangement.unrestricted.exists()


def test_whom_the_label_keeps_from_the_peer_is_not_in_its_table(cast) -> None:
    """Excluded, restricted to reading, or given to the peer anyway: it learns nothing new here."""
    peer, arrangement = agreed(cast, quota=4_096)
    partner = peer.peer.partner_id
    for name, said in {
        "Excluded Nobody": Label(exclude=frozenset({partner})),
        "Restricted Nobody": Label(handling=frozenset({Handling.H3}), handling_note="reading"),
        "Given Anyway": Label(bureaus=frozenset({partner}), tlp=Tlp.AMBER),
    }.items():
        record = person(cast, name)
        label(cast, record, said)
    person(cast, "Unwatched Nobody", watched=False)
    person(cast)
    assert made(arrangement).keys == 1
    names = ["Excluded Nobody", "Restricted Nobody", "Given Anyway", "Unwatched Nobody", NAME]
    found = [bool(asks(peer, keys(name))[0]) for name in names]
    assert found == [False, False, False, False, True]


def test_who_was_withdrawn_is_answered_for_no_more_not_even_from_the_old_table(cast) -> None:
    record = person(cast)
    peer, arrangement = agreed(cast)
    table = made(arrangement)
    proposal = records.withdraw(cast.home.bureau_officer, record, reason="cleared")
    proposals.approve(cast.home.reviewer, proposal)
    assert peer.call("GET", "/blind/").status_code == 503
    assert tables.is_due(arrangement, timezone.now())
    made(arrangement)
    assert not asks(peer, keys())[0]
    old = peer.call("POST", f"/blind/?table={table.number}", b"\2" * 64 * 32)
    assert old.status_code in {400, 409}
    assert not (tables.folder(arrangement) / f"{table.number}.seed").exists()


def test_a_basis_that_runs_out_ends_the_table_by_the_clock(cast) -> None:
    record = person(cast, watched=False)
    _peer, arrangement = agreed(cast)
    until = timezone.now() + timedelta(hours=1)
    bases.add(cast.home.bureau_officer, record, reference="UTO-2", until=until)
    table = made(arrangement)
    assert tables.holds(table, until - timedelta(seconds=1))
    assert not tables.holds(table, until)


def test_a_newcomer_waits_for_the_next_table_and_a_stranger_s_record_makes_none(cast) -> None:
    person(cast)
    _peer, arrangement = agreed(cast)
    table = made(arrangement)
    assert not tables.is_due(arrangement, timezone.now())
    person(cast, "Ignacy Nieznany")
    assert tables.holds(table, timezone.now())
    assert tables.is_due(arrangement, table.made + tables.NEWCOMERS_WAIT)


def test_two_peers_cannot_compare_their_tables(cast) -> None:
    person(cast)
    _one, first = agreed(cast)
    _other, second = agreed(cast, code="OTH")
    data = [tables.tags_of(made(one)) for one in (first, second)]
    tags = [{one[at : at + 8] for at in range(0, len(one), 8)} for one in data]
    assert not tags[0] & tags[1]
    assert len(data[0]) == len(data[1])
