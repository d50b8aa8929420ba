"""Home makes copies for a station, the station screens alone, its checks land at home once."""

import pytest
from django.utils import timezone

from tests.rooms.border.crossing import NAME, built, person
from tocsin.core.errors import InvalidInput, NotFound, PowerMissing, TocsinError, WrongState
from tocsin.core.labels import Handling, Label, Tlp
from tocsin.rooms.border.actions import copies, stations
from tocsin.rooms.border.models import Report, Station
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.hits.models import Check
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.register.actions import bases, records


@pytest.fixture
def crossing(cast, tmp_path):
    return built(cast, tmp_path)


def withdraw(cast, record) -> None:
    proposal = records.withdraw(cast.home.bureau_officer, record, reason="cleared")
    proposals.approve(cast.home.reviewer, proposal)


def released(cast, record, **label) -> None:
    said = Label(bureaus=frozenset({cast.home.bureau.pk}), **label)
    proposal = records.widen(cast.ally.bureau_officer, record, label=said, reason="for home")
    proposals.approve(cast.ally.reviewer, proposal)


def test_the_station_knows_what_its_officer_would_be_told(cast, crossing) -> None:
    record = person(cast)
    crossing.fetch()
    line = crossing.check()
    (hit,) = line["hits"]
    assert (hit["record"], hit["title"]) == (str(record.pk), NAME)
    assert hit["bases"][0]["instruction"] == "detain"
    assert hit["bases"][0]["reference"] == "UTO-1"


def test_a_recall_reaches_it_with_the_next_delta(cast, crossing) -> None:
    record, _kept = person(cast), person(cast, "Ignacy Nieznany")
    first = crossing.fetch()
    withdraw(cast, record)
    person(cast, "Walery Zmyslony")
    second = crossing.fetch()
    assert (first.base, second.base) == (0, first.number)
    assert second.size < first.size
    assert crossing.check()["verdict"] == "clear"
    assert crossing.check("Ignacy Nieznany")["hits"]
    assert crossing.check("Walery Zmyslony")["hits"]


def test_what_may_not_leave_the_node_is_in_no_copy(cast, crossing) -> None:
    """Seen and screened for by home, but red, H2 or H3 of its owner: not taken out."""
    officer = cast.ally.bureau_officer
    labels = {
        "Zenobia Tamtejsza": {"tlp": Tlp.RED},
        "Ignacy Powściągany": {"handling": frozenset({Handling.H2})},
        "Walery Otwarty": {"tlp": Tlp.AMBER},
    }
    for name, label in labels.items():
        record = cast.person(officer, name, births=[{"date": "1971-03-05"}])
        basis = bases.add(officer, record, reference="ALY-1")
        for one in (record, basis):
            released(cast, one, **label)
    crossing.fetch()
    found = [bool(crossing.check(name)["hits"]) for name in labels]
    assert found == [False, False, True]


def test_checks_land_at_home_as_if_they_had_been_made_here(cast, crossing) -> None:
    record = person(cast)
    crossing.fetch()
    hit, clear = crossing.check(), crossing.check("Nobody Atall", "1990")
    report = crossing.hand_in(crossing.report())
    assert (report.checks, report.fresh, report.hits, report.gap) == (2, 2, 1, False)
    check = Check.unrestricted.get(pk=hit["id"])
    assert check.officer == cast.home.account("border_officer")
    assert (check.door, check.where, check.verdict) == ("station", "lane 2", "strong")
    assert check.results.get().record == record.pk
    said = Entry.unrestricted.get(verb="check.run", objects_named__object=check.pk)
    assert said.at == check.at
    assert said.actor == check.officer_id
    assert Check.unrestricted.filter(pk=clear["id"]).exists()


def test_the_same_report_twice_and_a_longer_one_after_it_add_each_check_once(
    cast, crossing
) -> None:
    person(cast)
    crossing.fetch()
    crossing.check()
    first = crossing.report()
    crossing.hand_in(first)
    crossing.check()
    crossing.check()
    assert crossing.hand_in(first).fresh == 0
    longer = crossing.hand_in(crossing.report())
    assert (longer.checks, longer.fresh, longer.gap) == (3, 2, False)
    crossing.station.confirmed(longer.last)
    crossing.check()
    assert crossing.hand_in(crossing.report()).gap is False
    assert Check.unrestricted.count() == 4
    assert Entry.unrestricted.filter(verb="check.run").count() == 4


def test_lines_taken_out_of_the_book_are_noticed(cast, crossing) -> None:
    person(cast)
    crossing.fetch()
    for _once in range(3):
        crossing.check()
    path = crossing.station.book.path
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    assert crossing.hand_in(crossing.report()).gap


def test_a_file_that_this_station_did_not_sign_is_refused_whole(cast, crossing, tmp_path) -> None:
    person(cast)
    crossing.fetch()
    crossing.check()
    good = crossing.report()
    other = built(cast, tmp_path, "Northern crossing")
    other.fetch()
    other.check()
    for bad in (good[:-5], good[:400] + b"x" + good[401:], b"", other.report()):
        with pytest.raises(TocsinError):
            crossing.hand_in(bad)
    assert not Check.unrestricted.exists()
    assert not Report.unrestricted.exists()


def test_a_station_is_registered_by_two_with_the_words_it_shows(cast, tmp_path) -> None:
    from tocsin.core.border import Station as Folder

    made = Folder.create(tmp_path / "s", "North", cast.home.bureau.card)
    said = {
        "card": made.card.signed.to_text(),
        "words": " ".join(made.card.words()),
        "officer": cast.home.account("border_officer").pk,
    }
    officer = cast.home.bureau_officer
    for wrong in ({"words": "bell " * 8}, {"officer": cast.ally.account("border_officer").pk}):
        proposal = stations.register(officer, **(said | wrong))
        with pytest.raises(InvalidInput):
            proposals.approve(cast.home.reviewer, proposal)
    stations.register(officer, **said)
    assert not Station.unrestricted.exists()
    with pytest.raises(PowerMissing):
        stations.register(cast.home.border_officer, **said)


def test_an_ended_station_gets_no_copy_and_still_hands_in_its_checks(cast, crossing) -> None:
    person(cast)
    made = crossing.fetch()
    crossing.check()
    stations.end(cast.home.bureau_officer, crossing.row, reason="stolen")
    crossing.row.refresh_from_db()
    with pytest.raises(WrongState):
        crossing.order()
    with pytest.raises(NotFound):
        copies.file_of(made)
    assert crossing.hand_in(crossing.report()).fresh == 1


def test_a_copy_that_is_over_is_cleared_away(cast, crossing) -> None:
    made = crossing.order()
    assert copies.sweep(timezone.now()) == 0
    assert copies.sweep(made.until) == 1
    with pytest.raises(NotFound):
        copies.file_of(made)


def test_an_officer_whose_post_ended_has_no_copies_made(cast, crossing) -> None:
    from tocsin.rooms.bureaus.models import Post

    Post.unrestricted.filter(officer=cast.home.account("border_officer")).update(
        until=timezone.now()
    )
    made = crossing.order()
    assert made.state == "failed"
    assert "post" in made.problem


def test_the_pages_and_files_are_the_bureau_s_own(cast, crossing) -> None:
    person(cast)
    made = crossing.order()
    crossing.hand_in(crossing.report()) if len(crossing.station.book) else None
    address = crossing.row.get_absolute_url()
    mine, stranger = (cast.client(house, "bureau_officer") for house in (cast.home, cast.stranger))
    assert b"Eastern crossing" in mine.get("/border/").content
    assert mine.get(address).status_code == 200
    assert b"".join(mine.get(f"{address}{made.number}")) == copies.file_of(made).read_bytes()
    assert Entry.unrestricted.filter(verb="station.fetch").count() == 1
    assert b"Eastern crossing" not in stranger.get("/border/").content
    for path in (address, f"{address}{made.number}"):
        assert stranger.get(path).status_code == 404
    assert mine.get("/stations/register").status_code == 200
