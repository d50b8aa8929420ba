"""Only the owner's key brings, changes and takes back a record; nothing old comes to life again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad, Spoken, settle, taken
from tocsin.core.labels import Label, Tlp

FORWARDED = Label(everyone=True, tlp=Tlp.GREEN, forward=True)


@pytest.fixture
def uto(cast) -> Abroad:
    return Abroad().meet(cast.home.administrator)


@pytest.fixture
def hub(cast) -> Abroad:
    return Abroad(code="HUB").meet(cast.home.administrator)


def test_a_record_that_its_owner_lets_nobody_pass_on_is_taken_from_the_owner_alone(
    cast, uto, hub
) -> None:
    spoken = Spoken(uto)
    assert taken(hub.peer, spoken.offer()) == ["owner"]
    assert taken(uto.peer, spoken.offer()) == [""]


def seen(cast, spoken: Spoken) -> bool:
    from tocsin.rooms.register.models import Record

    return Record.visible_to(cast.home.bureau_officer).filter(pk=spoken.id).exists()


def test_what_its_owner_signed_is_taken_and_seen(cast, uto) -> None:
    spoken = Spoken(uto)
    assert taken(uto.peer, spoken.offer()) == [""]
    assert seen(cast, spoken)


def test_a_forwarded_record_is_believed_by_its_author_s_signature(cast, uto, hub) -> None:
    spoken = Spoken(uto, label=Label(everyone=True, tlp=Tlp.GREEN, forward=True))
    assert taken(hub.peer, spoken.offer()) == [""]
    assert seen(cast, spoken)


@pytest.mark.parametrize("signer", ["hub", "stranger"])
def test_a_record_signed_by_anybody_else_is_in_quarantine(cast, uto, hub, signer) -> None:
    from tocsin.core.statements.keys import SigningKey

    key = hub.key if signer == "hub" else SigningKey.generate()
    spoken = Spoken(uto)
    assert taken(hub.peer, spoken.offer(key=key)) == ["key"]
    assert not seen(cast, spoken)


def test_a_changed_body_is_not_the_one_that_was_signed(cast, uto) -> None:
    from tocsin.core.formats.stix import extension

    offer, other = Spoken(uto).offer(), Spoken(uto, body={"names": [{"text": "Else"}]}).offer()
    offer["extensions"][extension.ID]["content"] = other["extensions"][extension.ID]["content"]
    assert taken(uto.peer, offer) == ["form"], "statement, body and digest do not fit"


def test_of_what_cannot_be_read_nothing_is_kept_but_the_reason(cast, uto) -> None:
    from tocsin.core.formats.stix import extension
    from tocsin.rooms.exchange.models import Quarantined

    offer = Spoken(uto).offer()
    offer["extensions"][extension.ID]["way"] = {"place": "nowhere"}
    assert taken(uto.peer, offer) == ["form"]
    row = Quarantined.unrestricted.get()
    assert row.raw == ""
    assert "way.place" in str(row.sentence)
    assert row.identifier == offer["id"]


def test_the_same_content_again_is_no_new_version(cast, uto) -> None:
    from tocsin.rooms.register.models import Change

    offer = Spoken(uto).offer()
    taken(uto.peer, offer)
    before = Change.unrestricted.count()
    assert taken(uto.peer, offer, offer) == ["", ""]
    assert Change.unrestricted.count() == before


def test_a_stale_peer_cannot_bring_a_withdrawn_record_to_life(cast, uto, hub) -> None:
    spoken = Spoken(uto)
    offer = spoken.offer()
    taken(uto.peer, offer, spoken.retract())
    assert not seen(cast, spoken)
    later = spoken.offer(ruled=timezone.now())
    assert taken(hub.peer, offer, later) == ["stale", "stale"]
    assert taken(uto.peer, offer, later) == ["stale", "stale"], "withdrawn is for good"
    assert not seen(cast, spoken)


def test_what_the_owner_retracts_without_ending_it_only_the_owner_offers_again(
    cast, uto, hub
) -> None:
    spoken = Spoken(uto, label=FORWARDED)
    taken(uto.peer, spoken.offer(), spoken.retract(final=False))
    assert not seen(cast, spoken)
    assert taken(hub.peer, spoken.offer(ruled=timezone.now())) == ["stale"]
    assert taken(uto.peer, spoken.offer(ruled=timezone.now())) != ["stale"]


def test_an_older_ruling_never_undoes_a_newer_one(cast, uto, hub) -> None:
    from tocsin.rooms.register.models import Record

    spoken = Spoken(uto, label=Label(everyone=True, tlp=Tlp.GREEN))
    wide = spoken.offer(ruled=timezone.now() - timedelta(minutes=2))
    narrow = dict(spoken.__dict__) | {"label": Label(everyone=True, tlp=Tlp.AMBER)}
    narrower = Spoken(**narrow)
    both = narrower.offer(ruled=timezone.now() - timedelta(minutes=1))
    # the revision's statement is the same one; only the ruling differs
    from tocsin.core.formats.stix import extension

    for part in ("content", "salt"):
        both["extensions"][extension.ID][part] = wide["extensions"][extension.ID][part]
    first = wide["extensions"][extension.ID]["statements"][0]
    both["extensions"][extension.ID]["statements"][0] = first
    assert taken(uto.peer, wide, both) == ["", ""]
    assert taken(hub.peer, wide) == [""]
    held = Record.unrestricted.get(pk=spoken.id)
    assert held.release_class.read().tlp is Tlp.AMBER


def test_nobody_withdraws_another_s_record(cast, uto, hub) -> None:
    spoken = Spoken(uto)
    taken(uto.peer, spoken.offer())
    assert taken(hub.peer, spoken.retract(by=hub)) == ["key"]
    assert taken(hub.peer, spoken.retract(final=False)) == [""]
    assert seen(cast, spoken), "whoever passed it on takes back its own offer at most"


def test_nobody_speaks_in_the_name_of_a_bureau_of_this_node(cast, uto) -> None:
    me = Abroad(code=cast.home.bureau.code, id=cast.home.bureau.pk)
    assert taken(uto.peer, Spoken(me).offer()) == ["key"], "no key of ours signed it"


def test_two_texts_under_one_revision_are_shown_as_a_fault(cast, uto) -> None:
    spoken = Spoken(uto)
    from tocsin.rooms.exchange.models import Finding
    from tocsin.rooms.register.models import Record

    taken(uto.peer, spoken.offer())
    spoken.body = {"names": [{"text": "Somebody Else"}]}
    offer = spoken.offer()
    taken(uto.peer, offer, offer)
    found = Finding.unrestricted.get()
    assert (found.kind, found.level, found.about) == ("two-statements", "red", uto.id)
    assert found.subject == Record.unrestricted.get().pk, "and all nodes keep the same of the two"


def test_a_revoked_key_counts_for_nothing_that_arrives_later(cast, uto) -> None:
    from tocsin.core.statements import cards
    from tocsin.core.statements.keys import SigningKey
    from tocsin.rooms.exchange.actions import peers

    long_ago = timezone.now() - timedelta(hours=2)
    old, kept = Spoken(uto, at=long_ago), Spoken(uto, at=long_ago)
    before = kept.offer()
    assert taken(uto.peer, before, at=timezone.now() - timedelta(hours=1)) == [""]
    fresh = SigningKey.generate()
    uto.certify(fresh, timezone.now() - timedelta(hours=3))
    uto.revoked.append(cards.Revocation(uto.key.public.id, timezone.now(), "lost laptop"))
    uto.serial += 1
    assert peers.renew(uto.peer, uto.card(), timezone.now())
    assert taken(uto.peer, old.offer()) == ["key"], "back-dated, or late: nobody can tell"
    assert taken(uto.peer, before) == [""], "it was here long before"
    assert taken(uto.peer, old.offer(key=fresh)) == [""]


def test_a_purge_is_confirmed_only_when_everything_has_passed_it(cast, uto) -> None:
    from tocsin.core.statements.signed import Signed, peek
    from tocsin.rooms.exchange.models import Copy, Outgoing
    from tocsin.rooms.register.models import Record, Revision, Term

    spoken = Spoken(uto)
    taken(uto.peer, spoken.offer())
    settle()
    taken(uto.peer, spoken.retract())
    outcomes = [
        peek(Signed.from_text(row.statement).statement).body["outcome"]
        for row in Outgoing.unrestricted.all()
    ]
    assert outcomes == ["held"]
    settle()
    last = Outgoing.unrestricted.last()
    assert peek(Signed.from_text(last.statement).statement).body["outcome"] == "purged"
    record = Record.unrestricted.get(pk=spoken.id)
    assert (record.title, record.body) == ("", {})
    assert not Term.unrestricted.filter(record=record).exists()
    assert not Revision.unrestricted.filter(record=record, body__isnull=False).exists()
    assert Copy.unrestricted.get(record=record).state == "purged"


def test_whoever_sees_a_copy_is_told_that_it_is_one(cast, uto) -> None:
    spoken = Spoken(uto)
    taken(uto.peer, spoken.offer())
    for role in ("bureau_officer", "reviewer"):
        page = cast.client(cast.home, role).get(f"/records/{spoken.id}/").content.decode()
        assert "Held here for its owner, given by UTO" in page
        assert ("Keep under legal hold" in page) == (role == "reviewer")


def test_a_legal_hold_keeps_the_copy_sealed_and_says_so(cast, uto) -> None:
    from tocsin.core.statements.signed import Signed, peek
    from tocsin.rooms.exchange.actions import copies
    from tocsin.rooms.exchange.models import Copy, Outgoing
    from tocsin.rooms.register.models import Record

    spoken = Spoken(uto)
    taken(uto.peer, spoken.offer())
    copy = Copy.unrestricted.get(record_id=spoken.id)
    copies.keep(cast.home.reviewer, copy, reason="evidence before the court")
    taken(uto.peer, spoken.retract())
    last = Outgoing.unrestricted.last()
    assert peek(Signed.from_text(last.statement).statement).body["outcome"] == "kept"
    assert not seen(cast, spoken)
    assert Record.unrestricted.get(pk=spoken.id).body != {}
    copies.release(cast.home.reviewer, Copy.unrestricted.get(), reason="the court has decided")
    settle()
    assert Record.unrestricted.get(pk=spoken.id).body == {}
