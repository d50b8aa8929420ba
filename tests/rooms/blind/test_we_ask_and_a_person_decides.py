"""Home asks a far side in memory: what it shows, believes, journals; findings and their requests."""

import pytest

from tests.rooms.blind.agreed import NAME, FarSide, agreed, asks, keys, made, person
from tests.rooms.exchange.abroad import Abroad
from tocsin.core.errors import InvalidInput, NotAllowed, NotFound, PowerMissing, WrongState
from tocsin.rooms.blind import panels
from tocsin.rooms.blind.actions import asking, findings, matches
from tocsin.rooms.blind.models import Finding, Match
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.requests.models import Request


@pytest.fixture(autouse=True)
def address(settings) -> None:
    settings.BASE_URL = "https://127.0.0.1:9"


@pytest.fixture
def peer(cast) -> Abroad:
    return Abroad().meet(cast.home.administrator)


def asked(cast, peer, far: FarSide, *chosen, **more) -> Match:
    match = matches.ask(
        cast.home.bureau_officer, peer=peer.peer.pk, records=[one.pk for one in chosen], **more
    )
    return asking.carry_out(match, far)


def test_a_hit_becomes_a_finding_and_a_miss_becomes_nothing(cast, peer) -> None:
    kept, other = person(cast), person(cast, "Ignacy Nieznany")
    match = asked(cast, peer, FarSide(keys()), kept, other)
    assert match.state == "answered"
    assert [one.record for one in match.findings.all()] == [kept.pk]
    said = Entry.unrestricted.get(log=cast.home.bureau.pk, verb="match.learn")
    assert str(kept.pk) not in said.leaf + str(said.parts)


@pytest.mark.parametrize("held", [[], keys(), keys() + keys("Ignacy Nieznany")])
def test_the_far_side_sees_the_same_whatever_hits(cast, peer, held) -> None:
    chosen = [person(cast), person(cast, "Ignacy Nieznany")]
    far = FarSide(held)
    asked(cast, peer, far, *chosen)
    assert [len(one) for one in far.seen] == [64 * 32]
    assert not any(key in far.seen[0] for key in keys())


def test_every_watched_record_is_asked_about_at_once(cast, peer) -> None:
    person(cast)
    person(cast, "Unwatched Nobody", watched=False)
    match = asked(cast, peer, FarSide([]), watched=True)
    assert len(match.records) == 1


@pytest.mark.parametrize("lie", ["table", "key"])
def test_a_far_side_that_lies_is_believed_nothing(cast, peer, lie) -> None:
    far = FarSide(keys())
    far.lies = lie
    match = asked(cast, peer, far, person(cast))
    assert match.state == "failed"
    assert not match.findings.exists()


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**70, float("inf"), True, "7", None])
def test_a_table_whose_number_cannot_be_kept_ends_the_question(cast, peer, number) -> None:
    far = FarSide(keys())
    far.number = number
    match = asked(cast, peer, far, person(cast))
    assert match.state == "failed"
    assert far.seen == [], "nothing was asked of it"


def test_a_line_that_is_down_is_tried_again_and_a_refusal_is_not(cast, peer) -> None:
    record = person(cast)
    for status, state in ((503, "waiting"), (409, "waiting"), (403, "failed"), (404, "failed")):
        far = FarSide([])
        far.status = status
        match = asked(cast, peer, far, record)
        assert match.state == state, status
        assert "not now" in match.problem
    again = Match.unrestricted.filter(state="waiting").first()
    assert asking.carry_out(again, FarSide(keys())).state == "answered"


def test_only_own_records_in_force_are_asked_about(cast, peer) -> None:
    officer = cast.home.bureau_officer
    theirs = cast.person(cast.ally.bureau_officer)
    for wrong in ([], [theirs.pk]):
        with pytest.raises(InvalidInput, match="records"):
            matches.ask(officer, peer=peer.peer.pk, records=wrong)
    nameless = cast.person(officer, "Mononym")
    with pytest.raises(InvalidInput, match="year of birth"):
        matches.ask(officer, peer=peer.peer.pk, records=[nameless.pk])
    with pytest.raises(NotFound):
        matches.ask(officer, peer=theirs.pk, records=[])
    with pytest.raises(PowerMissing):
        matches.ask(cast.home.border_officer, peer=peer.peer.pk, records=[])


def test_an_exercise_asks_nobody(cast, peer) -> None:
    from tocsin.rooms.bureaus.reader import Realm

    record = person(cast)
    exercise = cast.home.reader("bureau_officer", realm=Realm.EXERCISE)
    with pytest.raises(NotAllowed):
        matches.ask(exercise, peer=peer.peer.pk, records=[record.pk])
    assert not Match.visible_to(exercise).exists()


def test_a_confirmed_finding_opens_a_request_of_forty_eight_hours(cast, peer) -> None:
    match = asked(cast, peer, FarSide(keys()), person(cast))
    finding = match.findings.get()
    request = findings.confirm(cast.home.bureau_officer, finding, text="Born in Utopia.")
    assert request.urgency == "match"
    assert round((request.due - request.opened).total_seconds()) == 48 * 3600
    assert request.asked_id == peer.id
    assert NAME not in request.title
    finding.refresh_from_db()
    assert (finding.state, finding.request) == ("confirmed", request.pk)
    with pytest.raises(WrongState):
        findings.dismiss(cast.home.bureau_officer, finding, reason="too late")


def test_a_dismissed_finding_tells_nobody(cast, peer) -> None:
    match = asked(cast, peer, FarSide(keys()), person(cast))
    findings.dismiss(cast.home.bureau_officer, match.findings.get(), reason="another person")
    assert not Request.unrestricted.exists()
    assert Finding.unrestricted.get().state == "dismissed"


def test_another_bureau_sees_none_of_it(cast, peer) -> None:
    match = asked(cast, peer, FarSide(keys()), person(cast))
    stranger = cast.client(cast.stranger, "bureau_officer")
    assert stranger.get(match.get_absolute_url()).status_code == 404
    mine = cast.client(cast.home, "bureau_officer").get(match.get_absolute_url())
    assert mine.status_code == 200
    assert NAME.encode() in mine.content
    assert cast.client(cast.home, "border_officer").get("/blind/").status_code == 403


def test_the_asked_bureau_finds_its_record_by_the_reference_and_by_no_invented_one(cast) -> None:
    record = person(cast)
    abroad, arrangement = agreed(cast)
    table = made(arrangement)
    (witness,) = asks(abroad, keys())
    officer = cast.home.bureau_officer

    class Asked:
        asked_id, asker_id = cast.home.bureau.pk, abroad.id
        reference = f"BM-{table.number}-{witness.hex()}"

    assert panels._behind(officer, Asked).context["record"] == record.pk
    assert panels._behind(cast.ally.bureau_officer, Asked) is None
    # Whoever only has the table knows eight bytes of it.
    Asked.reference = f"BM-{table.number}-{(witness[:8] + bytes(16)).hex()}"
    assert panels._behind(officer, Asked).context["record"] is None
    Asked.reference = "POL-2026-1"
    assert panels._behind(officer, Asked) is None


def test_the_pages_say_what_was_asked_and_agreed(cast, peer) -> None:
    from tests.rooms.blind.agreed import agreed as agree

    asked(cast, peer, FarSide(keys()), person(cast))
    _other, arrangement = agree(cast, code="OTH")
    made(arrangement)
    client = cast.client(cast.home, "bureau_officer")
    page = client.get("/blind/").content.decode()
    assert "OTH" in page
    assert "0 / 128" in page
    assert client.get("/matches/ask").status_code == 200
    assert client.get("/arrangements/open").status_code == 200
    shown = client.get(person(cast, "Jadwiga Zmyslona").get_absolute_url()).content
    assert b"/matches/ask" in shown
