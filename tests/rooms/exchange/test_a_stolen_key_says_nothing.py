"""A node key was stolen: ours or a peer's, it is shown on both sides, and back-dating is vain."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad, Spoken, settle, taken
from tests.rooms.exchange.test_peers_watch_each_other_s_journals import found, sealed, sync
from tests.rooms.exchange.watching import Watching
from tocsin.core.errors import Conflict, InvalidInput, NotAllowed, Unavailable
from tocsin.core.labels import Label, Tlp
from tocsin.core.protocol.messages import NewCard, Offer
from tocsin.core.statements.cards import Revocation, decode
from tocsin.core.statements.keys import SigningKey

HOUR = timedelta(hours=1)


@pytest.fixture
def far(cast) -> Watching:
    return Watching(cast, Abroad().meet(cast.home.administrator))


def card(cast):
    cast.home.bureau.refresh_from_db()
    return decode(cast.home.bureau.card.encode())


def revoke(cast, since, **more):
    from tocsin.rooms.bureaus.actions import bureaus

    key = more.pop("key", card(cast).nodes[-1].signing.id)
    by = more.pop("by", cast.home.administrator)
    return bureaus.revoke_key(by, cast.home.bureau, key=key, since=since, reason="Laptop lost.")


def test_the_key_in_use_is_replaced_and_the_card_says_since_when(cast) -> None:
    from tocsin.rooms.bureaus import keys

    before, at = card(cast), timezone.now()
    revoke(cast, at)
    after = card(cast)
    after.replaces(before)
    (ended,) = after.revoked
    assert ended.key == before.nodes[-1].signing.id
    assert abs(ended.at - at) < timedelta(milliseconds=1)
    assert keys.signer(cast.home.bureau.pk).public.id == after.nodes[-1].signing.id != ended.key
    page = cast.client(cast.home, "administrator").get("/bureau/").content.decode()
    assert "Laptop lost." in page


def test_two_officers_revoke_and_no_one_alone(cast) -> None:
    from tocsin.rooms.bureaus.actions import bureaus, proposals

    second = cast.home.reader("administrator", 2)
    bureaus.close_bootstrap(cast.home.administrator, cast.home.bureau)
    proposal = revoke(cast, timezone.now())
    assert card(cast).revoked == ()
    proposals.approve(second, proposal)
    assert len(card(cast).revoked) == 1
    with pytest.raises(NotAllowed):
        revoke(cast, timezone.now(), by=cast.home.analyst)


def test_what_cannot_be_is_refused_and_nothing_changes(cast) -> None:
    from tocsin.rooms.bureaus import keys

    begun = card(cast).nodes[-1].not_before
    for since, more in (
        (begun - HOUR, {}),
        (timezone.now() + HOUR, {}),
        (timezone.now(), {"key": "ed25519:nobody"}),
    ):
        with pytest.raises(InvalidInput):
            revoke(cast, since, **more)
    old = card(cast).nodes[-1].signing.id
    revoke(cast, timezone.now(), key=old)
    with pytest.raises(Conflict):
        revoke(cast, timezone.now(), key=old)
    root = keys.folder(cast.home.bureau.pk) / "root.key"
    data = root.read_bytes()
    root.unlink()
    with pytest.raises(Unavailable):
        revoke(cast, timezone.now())
    root.write_bytes(data)
    assert len(card(cast).revoked) == 1


def released(cast, name: str):
    person = cast.person(cast.home.bureau_officer, name)
    cast.release(person, Label(everyone=True, tlp=Tlp.GREEN))
    settle()
    return person


def rows(far: Watching) -> list:
    from tocsin.rooms.exchange import envelopes

    return [envelopes.read(one, sender=far.home)[1] for one in far.abroad.pull()]


def served(far: Watching) -> list[Offer]:
    return [one for one in rows(far) if isinstance(one, Offer)]


def test_what_a_peer_cosigned_before_is_served_with_the_proof_of_its_age(cast, far) -> None:
    """The theft lies after the cosigning by more than clocks may differ."""
    from tocsin.rooms.bureaus.actions import bureaus
    from tocsin.rooms.exchange.actions import peers

    released(cast, "Before")
    sealed(cast)
    sync(far)
    far.look()
    assert far.store.peer(far.home).head
    (plain,) = served(far)
    assert plain.evidence == ()
    later = timezone.now() + HOUR
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: later)
        bureaus.revoke_key(
            cast.home.administrator, cast.home.bureau,
            key=card(cast).nodes[0].signing.id, since=later, reason="Laptop lost.",
        )  # fmt: skip
        released(cast, "After")
    peers.tell_cards(timezone.now())
    settle()
    assert sorted(len(one.evidence) for one in served(far)) == [0, 2], "revision and ruling"
    (newer,) = (one for one in rows(far) if isinstance(one, NewCard))
    bare = [replace(one, evidence=()) for one in served(far)]
    for given, decided in (
        ([newer, *bare], ["accepted", "accepted", "key-revoked"]),
        (served(far), ["accepted", "known"]),
    ):
        outcome = far.machine.read(far.home, given, 0, later)
        assert sorted(one.decision.value for one in outcome.decided) == decided


def test_a_peer_s_back_dated_word_is_set_aside_and_shown_here(cast, far) -> None:
    uto = far.abroad
    kept, label = Spoken(uto), Label(everyone=True, tlp=Tlp.AMBER)
    assert taken(uto.peer, kept.offer()) == [""]
    stolen, theft = uto.key, timezone.now() - HOUR
    uto.key = SigningKey.generate()
    uto.certify(uto.key, timezone.now())
    uto.revoked.append(Revocation(stolen.public.id, theft.replace(microsecond=0), "stolen"))
    uto.serial += 1
    sync(far)
    assert found("amber") == ["key-compromised"]
    forged = Spoken(uto, label=label, at=theft - HOUR)
    assert taken(uto.peer, forged.offer(key=stolen)) == ["key"]
    assert taken(uto.peer, kept.retract(by=Abroad(id=uto.id, key=stolen))) == ["key"]
    officer = cast.client(cast.home, "administrator")
    page = officer.get(uto.peer.get_absolute_url()).content.decode()
    assert "Revoked" in page
    assert "It revoked a key" in page
    waits = officer.get("/quarantine/").content.decode()
    assert str(forged.id) in waits


def test_a_copy_that_came_after_the_theft_is_given_up_until_it_is_proved(cast, far) -> None:
    from tocsin.rooms.register.models import Record

    uto = far.abroad
    kept = Spoken(uto)
    assert taken(uto.peer, kept.offer()) == [""]
    stolen = uto.key
    uto.key = SigningKey.generate()
    uto.certify(uto.key, timezone.now())
    uto.revoked.append(Revocation(stolen.public.id, timezone.now() - HOUR, "stolen"))
    uto.serial += 1
    sync(far)
    settle()
    assert not Record.unrestricted.filter(pk=kept.id, state="released").exists()
    kept.revision, kept.at = 2, timezone.now()
    assert taken(uto.peer, kept.offer()) == [""], "signed anew it is back"


def test_quarantine_gives_its_reasons_in_the_language_of_the_page(cast, far) -> None:
    from tocsin.rooms.exchange.actions import intake

    forged = Spoken(far.abroad)
    assert taken(far.abroad.peer, forged.offer(key=SigningKey.generate())) == ["key"]
    at = timezone.now()
    intake.broken(far.abroad.peer, {"id": "x"}, str(InvalidInput("must be an object")), at)
    officer = cast.client(cast.home, "administrator")
    said = officer.get("/quarantine/", headers={"Accept-Language": "pl"}).content.decode()
    assert "Żadna znana tu karta nie poświadcza tego klucza; nowsza może." in said
    assert "No card known here" not in said
    assert "must be an object" not in said
    assert "must be an object" in officer.get("/quarantine/").content.decode()
