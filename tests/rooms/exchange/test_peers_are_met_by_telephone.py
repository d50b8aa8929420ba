"""A peer begins with a card, ten words heard on the telephone and two officers; it ends at once."""

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad, settle
from tocsin.core.errors import Conflict, InvalidInput, PowerMissing, ProofFailed, TocsinError
from tocsin.core.labels import Label, Tlp


@pytest.fixture
def uto() -> Abroad:
    return Abroad()


def add(cast, abroad: Abroad):
    from tocsin.rooms.exchange.actions import peers

    abroad.peer = peers.add(cast.home.administrator, introduction=abroad.introduction())
    return abroad.peer


def test_nothing_flows_before_two_officers_accepted_it(cast, uto) -> None:
    from tocsin.rooms.bureaus.actions import bureaus, proposals
    from tocsin.rooms.exchange.actions import peers

    cast.home.account("administrator", 2)
    bureaus.close_bootstrap(cast.home.administrator, cast.home.bureau)
    peer = add(cast, uto)
    assert uto.call("GET", "/collections/").status_code == 401
    words = " ".join(uto.card().words())
    proposal = peers.accept(cast.home.administrator, peer, words=words)
    assert uto.call("GET", "/collections/").status_code == 401
    proposals.approve(cast.home.reader("administrator", 2), proposal)
    assert uto.call("GET", "/collections/").status_code == 200


def test_other_words_are_refused_and_never_shown(cast, uto) -> None:
    from tocsin.rooms.exchange.actions import peers

    peer = add(cast, uto)
    other = " ".join(Abroad().card().words())
    with pytest.raises(InvalidInput) as caught:
        peers.accept(cast.home.administrator, peer, words=other)
    assert caught.value.place == "words"
    page = cast.client(cast.home, "administrator").get(peer.get_absolute_url()).content.decode()
    assert not all(word in page for word in uto.card().words()), "so that nobody copies them"


def test_only_an_administrator_adds_a_peer(cast, uto) -> None:
    from tocsin.rooms.exchange.actions import peers

    with pytest.raises(PowerMissing):
        peers.add(cast.home.bureau_officer, introduction=uto.introduction())


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "https://a/path", "https://u@a", "ftp://a"])
def test_an_address_that_is_not_plain_https_is_refused(cast, uto, url) -> None:
    with pytest.raises(TocsinError):
        uto.introduction(url)


def test_an_identity_belongs_to_the_root_that_came_first(cast, uto) -> None:
    from tocsin.rooms.exchange.actions import peers

    add(cast, uto)
    thief = Abroad(code=uto.code, id=uto.id)
    with pytest.raises(Conflict):
        peers.add(cast.ally.administrator, introduction=thief.introduction())
    namesake = Abroad(code=uto.code)
    with pytest.raises(Conflict):
        peers.add(cast.ally.administrator, introduction=namesake.introduction())


def test_a_newer_card_is_taken_and_an_older_or_poorer_one_is_not(cast, uto) -> None:
    from tocsin.core.statements.keys import SigningKey
    from tocsin.rooms.exchange.actions import peers

    uto.meet(cast.home.administrator)
    old = uto.card()
    uto.serial = 2
    uto.certify(SigningKey.generate(), timezone.now())
    assert peers.renew(uto.peer, uto.card(), timezone.now())
    with pytest.raises(ProofFailed):
        peers.renew(uto.peer, old, timezone.now())
    uto.serial, uto.nodes = 3, uto.nodes[1:]
    with pytest.raises(ProofFailed):
        peers.renew(uto.peer, uto.card(), timezone.now())


def test_an_ended_peer_is_asked_for_everything_back(cast, uto) -> None:
    from tocsin.rooms.exchange.actions import peers
    from tocsin.rooms.exchange.models import Holding

    uto.meet(cast.home.administrator)
    person = cast.person(cast.home.bureau_officer, "Somebody")
    cast.release(person, Label(bureaus=frozenset({uto.id}), tlp=Tlp.AMBER))
    settle()
    assert len(uto.pull()) == 1
    peers.end(cast.home.administrator, uto.peer, reason="over")
    (stub,) = uto.pull()
    assert stub["revoked"]
    assert uto.leave(uto.receipt(person.pk, "purged"))["success_count"] == 1
    assert Holding.unrestricted.get().confirmed is None, "it answers nothing that was asked"
    assert uto.leave(uto.receipt(person.pk, "purged", stub))["success_count"] == 1
    assert Holding.unrestricted.get().confirmed is not None


def test_the_owner_s_page_prints_who_holds_a_record_and_the_signed_receipt(cast, uto) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.register.actions import records

    uto.meet(cast.home.administrator)
    person = cast.person(cast.home.bureau_officer, "Zdzisława Wzorcowa")
    cast.release(person, Label(bureaus=frozenset({uto.id}), tlp=Tlp.AMBER))
    settle()
    uto.pull()
    uto.leave(uto.receipt(person.pk, "held"))
    client = cast.client(cast.home, "bureau_officer")
    assert "Holds it" in client.get(f"/records/{person.pk}/").content.decode()
    proposal = records.withdraw(cast.home.bureau_officer, person, reason="over")
    proposals.approve(cast.home.reviewer, proposal)
    settle()
    (stub,) = uto.pull()
    listed = client.get("/recalls/").content.decode()
    assert "Unconfirmed" in listed
    assert "Wzorcowa" in listed
    for role in ("administrator", "oversight"):  # who keep lines, and see no records
        other = cast.client(cast.home, role)
        for page in ("/recalls/", uto.peer.get_absolute_url(), "/"):
            text = other.get(page).content.decode()
            assert "Wzorcowa" not in text, f"{role} at {page}"
    uto.leave(uto.receipt(person.pk, "purged", stub))
    proof = client.get(f"/recalls/{person.pk}/").content.decode()
    assert "Confirmed: purged" in proof
    assert "Signature holds" in proof
    assert uto.key.public.id in proof


def test_a_holder_that_is_silent_is_reminded(cast, uto) -> None:
    from datetime import timedelta

    from tocsin.rooms.exchange.actions import recalls
    from tocsin.rooms.exchange.models import Holding
    from tocsin.rooms.register.actions import records

    uto.meet(cast.home.administrator)
    person = cast.person(cast.home.bureau_officer, "Somebody")
    cast.release(person, Label(bureaus=frozenset({uto.id}), tlp=Tlp.AMBER))
    settle()
    uto.pull()
    records.suspend(cast.home.bureau_officer, person, reason="stop")
    settle()
    feed = next(one for one in uto.collections() if one["can_read"])
    path = f"/collections/{feed['id']}/objects/"
    after = uto.call("GET", path)["X-TAXII-Date-Added-Last"]
    assert "objects" not in uto.call("GET", f"{path}?added_after={after}").json()
    assert recalls.remind(timezone.now() + timedelta(hours=25)) == 1
    again = uto.call("GET", f"{path}?added_after={after}").json()["objects"]
    assert again[0]["revoked"] is True
    assert Holding.unrestricted.get().reminders == 1
