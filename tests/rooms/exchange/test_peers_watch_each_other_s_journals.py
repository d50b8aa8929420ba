"""Peers cosign what they see of each other's journals; a fork, cut or rewriting shows in red."""

import json

import pytest
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad
from tocsin.core.ledger.checkpoint import Checkpoint, origin, parse, witness_name
from tocsin.core.ledger.proofs import consistency
from tocsin.core.ledger.tree import Frontier, fold, leaf_hash


class Log:
    """The journal of the bureau abroad: leaves, and whatever it chooses to show of them."""

    def __init__(self, abroad: Abroad, *leaves: str) -> None:
        self.abroad, self.leaves = abroad, [leaf_hash(one.encode()) for one in leaves]

    def shown(self, size: int, since: int = 0):
        from tocsin.rooms.exchange.actions.witnesses import Shown

        tree = Frontier()
        tree.extend(self.leaves[:size])
        signed = Checkpoint(origin(self.abroad.id), 0, size, tree.root()).sign(self.abroad.log)

        def subtree(level: int, index: int) -> bytes:
            return fold(self.leaves[index << level : (index + 1) << level])

        proof = consistency(since, size, subtree) if 0 < since <= size else []
        return Shown(signed.render(), proof)


@pytest.fixture
def uto(cast) -> Abroad:
    return Abroad().meet(cast.home.administrator)


def witness(uto: Abroad, shown) -> str | None:
    from tocsin.rooms.exchange.actions import witnesses

    uto.peer.refresh_from_db()
    found = witnesses.witness(uto.peer, shown, timezone.now())
    uto.peer.refresh_from_db()
    return found


def test_a_log_that_grows_is_cosigned_and_kept(cast, uto) -> None:
    from tocsin.core.statements.cards import decode
    from tocsin.rooms.exchange.actions import witnesses

    log = Log(uto, *"abcdefgh")
    for size, since in ((3, 0), (5, 3), (8, 5), (8, 8)):
        text = witness(uto, log.shown(size, since))
        assert text is not None
    _checkpoint, note = parse(text)
    own = decode(cast.home.bureau.card.encode()).nodes[-1].signing
    assert note.cosigned_at(witness_name(cast.home.bureau.pk), own)
    kept = witnesses.last_seen(uto.peer)
    assert (kept.size, uto.peer.fault) == (8, "")


@pytest.mark.parametrize(
    ("fault", "leaves", "size"),
    [("fork", "abcdX", 5), ("truncated", "abcde", 4), ("rewritten", "abXdefgh", 8)],
)
def test_a_log_that_contradicts_itself_is_shown_in_red(cast, uto, fault, leaves, size) -> None:
    witness(uto, Log(uto, *"abcde").shown(5))
    assert witness(uto, Log(uto, *leaves).shown(size, min(5, size))) is None
    assert uto.peer.fault == fault
    page = cast.client(cast.home, "administrator").get(uto.peer.get_absolute_url())
    text = page.content.decode()
    assert "contradicts itself" in text
    assert text.count("tocsin/journal/") >= 2, "both signed states stand there as evidence"
    home = cast.client(cast.home, "administrator").get("/").content.decode()
    assert uto.code in home


def test_a_state_that_the_bureau_never_signed_is_no_fault_of_its_log(uto) -> None:
    from tocsin.core.errors import TocsinError

    other = Abroad(code="OTH", id=uto.id)
    with pytest.raises(TocsinError):
        witness(uto, Log(other, *"abc").shown(3))
    uto.peer.refresh_from_db()
    assert uto.peer.fault == ""


def sealed(cast) -> None:
    from tocsin.rooms.bureaus import keys
    from tocsin.rooms.journal import actions as journal

    bureau = cast.home.bureau.pk
    journal.sequence(bureau, keys.journal_signer(bureau), timezone.now())


def test_a_peer_s_cosignature_stands_under_our_checkpoint(cast, uto) -> None:
    from tocsin.rooms.journal.models import Checkpoint as Row

    sealed(cast)
    said = uto.call("GET", "/witness/").json()
    _found, note = parse(said["checkpoint"])
    name = witness_name(uto.id)
    cosigned = note.cosigned_by(name, uto.key, timezone.now()).render()
    assert uto.call("POST", "/witness/", cosigned.encode()).status_code == 204
    assert uto.call("POST", "/witness/", cosigned.encode()).status_code == 204
    texts = [row.text for row in Row.unrestricted.all() if name in row.text]
    assert len(texts) == 1
    assert texts[0].count(name) == 1


def test_a_cosignature_that_does_not_verify_is_refused(cast, uto) -> None:
    from tocsin.core.statements.keys import SigningKey

    sealed(cast)
    _found, note = parse(uto.call("GET", "/witness/").json()["checkpoint"])
    name = witness_name(uto.id)
    forged = note.cosigned_by(name, SigningKey.generate(), timezone.now()).render()
    assert uto.call("POST", "/witness/", forged.encode()).status_code == 400


def test_we_prove_that_our_log_continues_what_a_peer_saw(cast, uto) -> None:
    from tocsin.core.ledger.proofs import check_consistency
    from tocsin.core.statements import octets

    sealed(cast)
    first, _note = parse(uto.call("GET", "/witness/").json()["checkpoint"])
    cast.person(cast.home.bureau_officer, "Somebody")
    sealed(cast)
    said = uto.call("GET", f"/witness/?epoch=0&size={first.size}").json()
    later, _note = parse(said["checkpoint"])
    proof = [octets.from_text(one, place="proof") for one in said["proof"]]
    check_consistency(first.size, first.root, later.size, later.root, proof)
    assert later.size > first.size


def test_a_peer_that_holds_two_states_of_ours_shows_it_here_too(cast, uto) -> None:
    from tocsin.rooms.bureaus import keys

    bureau = cast.home.bureau.pk
    signer = keys.journal_signer(bureau)
    texts = []
    for leaf in (b"a", b"b"):
        tree = Frontier()
        tree.append(leaf_hash(leaf))
        texts.append(Checkpoint(origin(bureau), 0, 1, tree.root()).sign(signer).render())
    forged = texts[0].replace(str(bureau), str(uto.id))
    assert uto.call("POST", "/alarm/", json.dumps([forged]).encode()).status_code == 400
    assert uto.call("POST", "/alarm/", json.dumps(texts).encode()).status_code == 204
    uto.peer.refresh_from_db()
    assert uto.peer.fault == "accused"
