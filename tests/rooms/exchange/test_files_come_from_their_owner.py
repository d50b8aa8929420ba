"""A file of a copy is fetched by the name its owner signed, held against it, and goes with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.core.kinds.examples import BODIES
from tests.rooms.exchange.abroad import Abroad, Spoken, settle, taken
from tests.rooms.exchange.carrying import Carrier, photograph, sha256
from tests.rooms.exchange.test_a_line_goes_on_after_any_failure import Killed, killed_at
from tocsin.core.kinds import KINDS
from tocsin.rooms.exchange.actions import files
from tocsin.rooms.exchange.models import Copy, Outgoing, Peer
from tocsin.rooms.register import vault
from tocsin.rooms.register.actions import arrivals
from tocsin.rooms.register.models import Attachment, Awaited, Discarded
from tocsin.web.fetch import Reply


@pytest.fixture
def far(cast) -> Carrier:
    return Carrier(Abroad().meet(cast.home.administrator))


def fetched(far: Carrier) -> int:
    return files.fetch(far.abroad.peer, far)


def files_kept() -> set[str]:
    folder = vault.path("0" * 64).parent.parent
    return {one.name for one in folder.rglob("*") if one.is_file()} if folder.exists() else set()


def page(cast, said: Spoken) -> str:
    client = cast.client(cast.home, "bureau_officer")
    return client.get(f"/records/{said.id}/").content.decode()


def test_a_photograph_comes_and_is_shown(cast, far) -> None:
    said = far.speak(photograph())
    assert "not here yet" in page(cast, said)
    assert [one.pk for one in files.due(timezone.now())] == [far.abroad.peer.pk]
    assert fetched(far) == 1
    (kept,) = Attachment.unrestricted.all()
    assert (kept.digest, kept.media_type) == (sha256(photograph()), "image/jpeg")
    assert vault.load(kept) == photograph()
    shown = page(cast, said)
    assert f"/attachments/{kept.pk}/thumbnail" in shown
    assert "not here yet" not in shown
    assert not files.due(timezone.now())
    assert not Discarded.unrestricted.exists()


def test_other_bytes_than_were_signed_for_are_not_kept(cast, far) -> None:
    said = far.speak(photograph())
    (name,) = far.files
    far.answers[name] = Reply(200, {}, photograph(1))
    assert fetched(far) == 0
    assert "not the file that its owner signed for" in page(cast, said)
    assert fetched(far) == 0
    assert far.asked == [name], "what was refused is not asked for again"
    assert not files_kept()


def test_what_is_too_large_is_said_and_asked_no_more(cast, far, monkeypatch) -> None:
    monkeypatch.setattr(vault, "LARGEST", 500)
    said = far.speak(photograph())
    assert (fetched(far), fetched(far), len(far.asked)) == (0, 0, 1)
    assert "too large here" in page(cast, said)
    assert "Photograph" in page(cast, said)
    assert not files_kept()


def test_what_is_no_kind_of_file_kept_here_is_refused(cast, far) -> None:
    said = far.speak(b"PK\x03\x04" + bytes(50))
    assert fetched(far) == 0
    assert "its content is none of these" in page(cast, said)
    assert not files_kept()


def test_a_record_of_closed_fields_takes_pictures_alone(cast, far) -> None:
    body = BODIES["device_reference"]
    assert KINDS["device_reference"].closed
    far.speak(b"how it works", kind="device_reference", body=body)
    assert fetched(far) == 0
    assert Awaited.unrestricted.get().refused
    assert not files_kept()


def test_what_is_not_given_is_asked_for_later_and_later(far) -> None:
    far.speak(photograph())
    kept, far.files = far.files, {}
    assert fetched(far) == 0
    awaited = Awaited.unrestricted.get()
    assert (awaited.tries, awaited.refused) == (1, None)
    assert timezone.now() < awaited.due < timezone.now() + timedelta(seconds=4)
    assert not files.due(timezone.now())
    assert files.due(timezone.now() + timedelta(seconds=4))
    far.files = kept
    Awaited.unrestricted.update(due=timezone.now())
    assert fetched(far) == 1


def test_a_line_that_is_down_is_asked_for_one_file_and_not_for_all(far) -> None:
    far.speak(*(photograph(n) for n in range(3)))
    far.silent = True
    assert (fetched(far), len(far.asked)) == (0, 1)
    Peer.unrestricted.update(failures=1)
    assert not files.due(timezone.now() + timedelta(hours=1)), "the line's own back-off holds"


def test_one_call_is_bounded(far, monkeypatch) -> None:
    monkeypatch.setattr(files, "MOST", 1)
    far.speak(photograph(1), photograph(2))
    assert fetched(far) == 1
    monkeypatch.setattr(files, "MOST", 10_000_000)
    assert fetched(far) == 1


def test_a_new_revision_keeps_what_it_still_names_and_drops_the_rest(far) -> None:
    said = far.speak(photograph(1), photograph(2))
    assert fetched(far) == 2
    said.revision, said.at = 2, said.at + timedelta(seconds=5)
    far.say(said, photograph(2), photograph(3))
    assert {one.digest for one in Attachment.unrestricted.all()} == {sha256(photograph(2))}
    assert fetched(far) == 1
    vault.clear()
    assert len(files_kept()) == 2


@pytest.mark.parametrize("came", [True, False])
def test_a_recall_takes_the_files_before_the_receipt_is_signed(far, came) -> None:
    said = far.speak(photograph())
    late = files._wanted(far.abroad.peer, timezone.now()).select_related("record").get()
    if came:
        assert fetched(far) == 1
    assert taken(far.abroad.peer, said.retract()) == [""]
    Discarded.unrestricted.get_or_create(digest=sha256(photograph()))
    Outgoing.unrestricted.all().delete()
    settle()
    assert Copy.unrestricted.get().state == Copy.State.PURGED
    assert Outgoing.unrestricted.count() == 1
    assert not files_kept()
    assert not Attachment.unrestricted.exists()
    assert not Discarded.unrestricted.exists()
    assert not arrivals.arrived(late, photograph(), "image/jpeg", timezone.now())
    vault.clear()
    assert not files_kept(), "what was on its way when the recall came is not kept"


def test_no_receipt_is_signed_while_a_file_is_left(far, monkeypatch) -> None:
    said = far.speak(photograph())
    fetched(far)
    monkeypatch.setattr(vault, "_erase", lambda _digest: None)
    assert taken(far.abroad.peer, said.retract()) == [""]
    settle()
    assert Copy.unrestricted.get().state == Copy.State.PURGING
    monkeypatch.undo()
    settle()
    assert Copy.unrestricted.get().state == Copy.State.PURGED
    assert not files_kept()


def test_a_file_that_another_record_names_stays(far) -> None:
    first, second = far.speak(photograph()), Spoken(far.abroad)
    fetched(far)
    far.say(second, photograph())
    fetched(far)
    assert taken(far.abroad.peer, first.retract()) == [""]
    settle()
    (kept,) = Attachment.unrestricted.all()
    assert (kept.record_id, vault.load(kept)) == (second.id, photograph())


@pytest.mark.parametrize("point", range(2, 26, 6))
def test_a_killed_process_leaves_no_half_file_and_loses_none(far, point) -> None:
    far.speak(photograph())
    try:
        with killed_at(point):
            fetched(far)
    except Killed:
        pass
    if not Attachment.unrestricted.exists():
        vault.clear()
        assert not files_kept()
        assert fetched(far) == 1
    assert vault.load(Attachment.unrestricted.get()) == photograph()
    vault.clear()
    assert len(files_kept()) == 1


def test_behind_a_hub_it_waits_for_a_line_of_its_own_and_says_so(cast, far) -> None:
    hub = Abroad("HUB").meet(cast.home.administrator)
    Peer.unrestricted.filter(pk=far.abroad.peer.pk).update(via=hub.peer)
    said = far.speak(photograph())
    assert not files.due(timezone.now())
    assert Copy.unrestricted.get().waits_for_a_line
    for role in ("bureau_officer", "reviewer"):
        page = cast.client(cast.home, role).get(f"/records/{said.id}/").content.decode()
        assert "There is no such line" in page, role
