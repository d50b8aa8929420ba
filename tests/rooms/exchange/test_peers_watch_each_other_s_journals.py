"""Peers cosign what they see of each other's journals; a fork, cut or rewriting shows in red."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone

from tests.rooms.exchange.abroad import Abroad
from tests.rooms.exchange.test_a_line_goes_on_after_any_failure import peer_
from tests.rooms.exchange.watching import Watching
from tocsin.core.ledger.checkpoint import parse, witness_name
from tocsin.core.protocol import wire
from tocsin.core.protocol.messages import Look, Witness
from tocsin.core.statements.keys import SigningKey
from tocsin.web.fetch import Reply


@pytest.fixture
def far(cast) -> Watching:
    made = Watching(cast, Abroad().meet(cast.home.administrator))
    made.grow(*"abcde")
    sealed(cast)
    return made


def sync(far: Watching) -> None:
    """Let the node call, at once and whole."""
    from tocsin.rooms.exchange.actions import lines

    far.abroad.peer = peer_()
    lines._looked.clear()
    lines.sync(far.abroad.peer, far)
    assert peer_().error == ""


def sealed(cast) -> None:
    """Give what was journalled its numbers, and sign."""
    from tocsin.rooms.bureaus import keys
    from tocsin.rooms.journal import actions as journal

    bureau = cast.home.bureau.pk
    journal.sequence(bureau, keys.journal_signer(bureau), timezone.now())


def found(level: str = "red") -> list[str]:
    from tocsin.rooms.exchange.models import Finding

    return sorted(one.kind for one in Finding.unrestricted.filter(level=level, looked=None))


def kept() -> list[int]:
    from tocsin.rooms.exchange.models import Witnessed

    return [one.size for one in Witnessed.unrestricted.all()]


@contextmanager
def undone():
    """Do something that the node forgets: its machine is put back to an older state of itself."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_each_side_cosigns_and_keeps_the_other_s_newest_state(cast, far) -> None:
    from tocsin.rooms.journal.models import Checkpoint

    sync(far)
    far.grow("f")
    far.look()
    sync(far)
    assert kept() == [6, 5]
    state = far.store.peer(cast.home.bureau.pk)
    assert parse(state.cosigned)[0].size == 6
    assert f"tocsin/witness/{cast.home.bureau.pk}" in state.cosigned
    mine = [one.text for one in Checkpoint.unrestricted.all()]
    assert any(witness_name(far.abroad.id) in text for text in mine)
    assert found() == far.shows() == []
    assert peer_().fault() is None


FAULTS = [(3, 0, "shortened"), (0, 3, "shortened"), (3, 2, "forked"), (3, 9, "rewritten")]


@pytest.mark.parametrize(("begins", "added", "kind"), FAULTS)
def test_a_peer_s_journal_that_contradicts_itself_is_red_on_both_sides(
    cast, far, begins, added, kind
) -> None:
    sync(far)
    far.log = far.another(begins)
    far.grow(*"0123456789"[:added])
    sync(far)
    assert found() == [kind]
    assert far.shows() == [f"own-journal-{kind}"]
    officer = cast.client(cast.home, "administrator")
    page = officer.get(far.abroad.peer.get_absolute_url()).content.decode()
    assert "Its journal contradicts itself" in page
    assert page.count("tocsin/journal/") >= 2, "both signed states stand there as evidence"
    assert far.abroad.code in officer.get("/").content.decode()
    assert kept() == [5], "what contradicts it is not kept"


def test_an_older_card_does_not_hide_an_older_journal(cast, far) -> None:
    from tocsin.rooms.exchange.actions import lines

    sync(far)
    old = far.card("GET")
    far.abroad.serial += 1
    sync(far)
    assert peer_().card not in old.body.decode()
    far.log, far.card = far.another(3), lambda _method: old
    lines._looked.clear()
    lines.sync(peer_(), far)
    assert "not newer" in peer_().error
    assert found() == ["shortened"]


def test_our_journal_put_back_to_an_older_state_is_red_on_both_sides(cast, far) -> None:
    officer = cast.home.bureau_officer
    sync(far)
    with undone():
        cast.person(officer, "Forgotten")
        sealed(cast)
        sync(far)
        sync(far)
    sync(far)
    assert far.shows() == ["shortened"]
    assert found() == ["own-journal-shortened"]
    page = cast.client(cast.home, "administrator").get(far.abroad.peer.get_absolute_url())
    assert "Our journal contradicts itself" in page.content.decode()


def test_our_journal_gone_on_from_an_older_state_is_red_on_both_sides(cast, far) -> None:
    officer = cast.home.bureau_officer
    sync(far)
    with undone():
        cast.person(officer, "Forgotten")
        sealed(cast)
        far.look()
    for number in range(9):
        cast.person(officer, f"Another {number}")
    sealed(cast)
    far.look()
    assert far.shows() == ["rewritten"]
    far.look()
    assert found() == ["own-journal-rewritten"], "by its own next look"


def test_a_fault_that_officers_have_looked_at_shows_again_while_it_lasts(cast, far) -> None:
    from tocsin.rooms.exchange.actions import peers
    from tocsin.rooms.journal.models import Entry

    sync(far)
    honest, far.log = far.log, far.another(3)
    sync(far)
    for log, shown in ((honest, []), (far.log, ["shortened"])):
        far.log = log
        peers.pause(cast.home.administrator, peer_(), reason="Asked its oversight.")
        peers.resume(cast.home.administrator, peer_(), reason="A copy of its disk had run.")
        assert found() == []
        sync(far)
        assert found() == shown
    assert Entry.unrestricted.filter(verb="peer.accuse").count() == 2


def test_a_head_that_the_bureau_never_signed_is_neither_kept_nor_its_fault(cast, far) -> None:
    far.abroad.log, honest = SigningKey.generate(), far.abroad.log
    far.log.key = far.abroad.log
    sync(far)
    assert kept() == []
    assert found() == ["bad-proof"]
    far.abroad.log = far.log.key = honest
    far.log.signed = ""
    sync(far)
    assert kept() == [5]


def test_lines_that_prove_nothing_are_not_kept_under_a_checkpoint(cast, far) -> None:
    from tocsin.rooms.journal.models import Checkpoint

    sync(far)
    state = far.store.peer(cast.home.bureau.pk)
    checkpoint, note = parse(state.head)
    other = SigningKey.generate()
    for name in (witness_name(cast.ally.bureau.pk), witness_name(far.abroad.id), checkpoint.name):
        note = note.cosigned_by(name, other, timezone.now())
    ours = parse(far.log.head())[1].cosigned_by(far.log.bureau.hex, other, timezone.now())
    said = Look(Witness(head=ours.render(), cosigned=note.render()))
    assert far.abroad.call("POST", "/witness/", wire.to_bytes(said)).status_code == 200
    for text in [one.text for one in Checkpoint.unrestricted.all()] + [kept_text()]:
        for line in parse(text)[1].lines:
            assert line.name == parse(text)[0].name or line.name.endswith(
                (str(far.abroad.id), str(cast.home.bureau.pk))
            )
            assert other.public.id not in text


def kept_text() -> str:
    from tocsin.rooms.exchange.models import Witnessed

    return Witnessed.unrestricted.first().text


def test_an_alarm_counts_only_with_two_states_that_we_signed(cast, far) -> None:
    from tocsin.core.protocol.messages import Alarm

    sync(far)
    head = far.store.peer(cast.home.bureau.pk).head
    for evidence in ((head, head), (head, far.log.head()), ("", ""), (head,)):
        said = Look(Witness(alarm=Alarm("forked", evidence)))
        assert far.abroad.call("POST", "/witness/", wire.to_bytes(said)).status_code == 200
    assert [kind for kind in found() if kind.startswith("own")] == []


def test_an_export_is_verified_against_what_a_peer_cosigned(cast, far, tmp_path) -> None:
    from typer.testing import CliRunner

    from tocsin.node.cli.app import build
    from tocsin.rooms.journal.export import export
    from tocsin.rooms.journal.proof import cosigned_checkpoint

    sync(far)
    sync(far)
    log = cast.home.bureau.pk
    with (tmp_path / "log").open("wb") as file:
        export(log, file.write)
    (tmp_path / "log.card").write_text(cast.home.bureau.card)
    (tmp_path / "log.cosigned").write_text(cosigned_checkpoint(log).text)
    (tmp_path / "UTO.card").write_bytes(far.abroad.card().encode())
    ask = ["verify", str(tmp_path / "log"), "--cosigner", str(tmp_path / "UTO.card")]
    said = CliRunner().invoke(build(ask), ask)
    assert said.exit_code == 0, said.output
    assert "cosigned by UTO at" in said.output


def test_a_journal_that_is_never_proved_to_go_on_is_amber_on_the_page(cast, far, monkeypatch):
    sync(far)
    answer, client = far.witness, cast.client(cast.home, "administrator")

    def evading(body: bytes) -> Reply:
        said = wire.from_bytes(answer(body).body)
        silent = replace(said.witness, answers=(), proofs=())
        return Reply(200, {}, wire.to_bytes(replace(said, witness=silent)))

    def seen(path: str = "/peers/") -> str:
        return client.get(path).content.decode()

    monkeypatch.setattr(far, "witness", evading)
    far.grow("f")
    for _ in range(3):
        sync(far)
    assert "Does not prove its journal" not in seen()
    for _ in range(32):
        sync(far)
    assert found("amber") == ["unproved"]
    assert "Does not prove its journal" in seen()
    assert "does not prove that its journal goes on" in seen(f"/peers/{peer_().pk}/")
    monkeypatch.undo()
    sync(far)
    assert "Does not prove its journal" not in seen()
    assert kept()[0] == 6
