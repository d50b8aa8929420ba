"""A station without a line: takes a copy, screens, stops by itself, follows deltas, reports."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.border import Station, StationCard, Watch, checks, parcel
from tocsin.core.border.clockwork import Reading
from tocsin.core.errors import (
    AccessEnded,
    Conflict,
    MalformedFile,
    NotFound,
    ProofFailed,
    TocsinError,
    Unavailable,
    WrongState,
)
from tocsin.core.screening import Index, Person
from tocsin.core.statements import cards
from tocsin.core.statements.keys import SealingKey, SigningKey
from tocsin.core.statements.moments import stamp

BEGIN = datetime(2026, 3, 1, 8, tzinfo=UTC)
ROOT, NODE, LOG = (SigningKey(bytes([n]) * 32) for n in (1, 2, 3))
SEALING = SealingKey(b"\4" * 32)
BUREAU = UUID("6f0c1b0e-6f55-4a53-9d3a-3a9a2a1f6a01")
NAME = "Zenobia Tamtejsza"
ASKED = {"names": [NAME], "dob": ["1971-03-05"]}


def card(key: SigningKey = NODE) -> cards.Card:
    node = cards.certify(
        ROOT,
        bureau=BUREAU,
        signing=key.public,
        sealing=SEALING.public,
        not_before=BEGIN - timedelta(days=1),
        not_after=BEGIN + timedelta(days=400),
    )
    journal = cards.Journal("tocsin/journal/x", (cards.LogKey(0, LOG.public),))
    return cards.issue(
        ROOT, bureau=BUREAU, code="UTO", name="Utopia", at=BEGIN, journal=journal, nodes=[node]
    )


def at(hours: float = 0.0, *, wall: float | None = None, run: str = "a") -> Reading:
    shown = BEGIN + timedelta(hours=hours if wall is None else wall)
    return Reading(shown, run, hours * 3600.0)


def entry(number: int, name: str = NAME, until: datetime | None = None) -> dict:
    basis = {"owner": "UTO", "instruction": "detain", "until": None}
    person = {"names": [name], "dob": ["1971-03-05"]}
    return {
        "id": str(UUID(int=number)),
        "title": name,
        "bases": [basis],
        "until": stamp(until) if until else None,
        "person": person,
    }


def copy(station: Station, folder: Path, *entries: dict, number: int = 1, **more) -> io.BytesIO:
    """Return a copy as a bureau makes it; ``base`` makes it a delta, ``removed`` names ids."""
    payload, base = folder / "payload", more.get("base", 0)
    with zipfile.ZipFile(payload, "w") as file:
        if base:
            lines = [{"remove": one} for one in more.get("removed", [])]
            lines += [{"add": one} for one in entries]
            file.writestr("delta.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
        else:
            index = folder / "index"
            Index.build([Person(id=one["id"], **one["person"]) for one in entries]).save(index)
            file.write(index, "index")
            kept = [{k: v for k, v in one.items() if k != "person"} for one in entries]
            file.writestr("entries.jsonl", "".join(json.dumps(one) + "\n" for one in kept))
    made = more.get("at", BEGIN)
    said = {
        "type": "border-copy",
        "schema": "border-copy@1",
        "bureau": str(BUREAU),
        "station": str(more.get("goes_to", station.card.id)),
        "number": number,
        "base": base,
        "at": stamp(made),
        "until": stamp(made + timedelta(hours=more.get("hours", 24))),
        "feed": number,
    }
    out = io.BytesIO()
    public = more.get("public", station.card.sealing)
    parcel.write(out, payload, said=said, key=more.get("key", NODE), public=public)
    out.seek(0)
    return out


@pytest.fixture
def station(tmp_path: Path) -> Station:
    return Station.create(tmp_path / "station", "Eastern crossing", card().encode().decode())


def asked(station: Station, now: Reading, **query) -> dict:
    return station.check(query or ASKED, by="anna", where="lane 2", now=now)


def test_it_answers_from_the_copy_and_from_nothing_else(station, tmp_path) -> None:
    with pytest.raises(Unavailable):
        asked(station, at())
    station.take(copy(station, tmp_path, entry(1), entry(2, "Ignacy Nieznany")), at())
    line = asked(station, at(1))
    assert (line["verdict"], line["hits"][0]["record"]) == ("strong", str(UUID(int=1)))
    assert line["hits"][0]["bases"][0]["instruction"] == "detain"
    assert asked(station, at(1), names=["Nobody Atall"], dob=["1990"])["verdict"] == "clear"


def test_it_stops_at_the_end_and_forgets_what_it_held(station, tmp_path) -> None:
    station.take(copy(station, tmp_path, entry(1)), at())
    asked(station, at(23.9))
    with pytest.raises(AccessEnded):
        asked(station, at(24))
    assert not list(station.folder.glob("state-*"))
    with pytest.raises(AccessEnded):
        asked(station, at(24.1))


@pytest.mark.parametrize(
    "now",
    [
        at(25, wall=1),  # the same run of the machine: its counter goes on
        at(0, wall=-1, run="b"),  # restarted, and the clock before what was here already
        at(0, wall=12, run="b"),
    ],
)
def test_a_clock_that_was_set_back_does_not_keep_it_alive(station, tmp_path, now) -> None:
    station.take(copy(station, tmp_path, entry(1)), at())
    asked(station, at(23))
    with pytest.raises((AccessEnded, WrongState)):
        asked(station, now)


@given(st.lists(st.tuples(st.floats(-48, 48), st.floats(0, 2), st.booleans()), max_size=12))
def test_time_at_a_station_never_goes_back(steps) -> None:
    watch, run, ticks = Watch(BEGIN, "0", 0.0), 0, 0.0
    for wall, passed, restart in steps:
        run, ticks = (run + 1, 0.0) if restart else (run, ticks + passed * 3600)
        before = watch.seen
        try:
            watch = watch.moved(Reading(BEGIN + timedelta(hours=wall), str(run), ticks))
        except WrongState:
            continue
        assert watch.seen >= before
        if not restart:
            assert watch.seen >= before + timedelta(hours=passed) - timedelta(seconds=1) or ticks


def test_an_entry_ends_before_the_copy_when_it_says_so(station, tmp_path) -> None:
    station.take(copy(station, tmp_path, entry(9, "Some Body")), at())
    soon = entry(1, until=BEGIN + timedelta(hours=3))
    station.take(copy(station, tmp_path, soon, number=2, base=1), at(1))
    assert asked(station, at(2))["verdict"] == "strong"
    assert asked(station, at(4))["verdict"] == "clear"


def test_a_delta_adds_and_recalls_and_may_come_twice_or_after_a_gap(station, tmp_path) -> None:
    station.take(copy(station, tmp_path, entry(1), entry(2, "Ignacy Nieznany")), at())
    delta = copy(
        station,
        tmp_path,
        entry(3, "Walery Zmyslony"),
        number=4,
        base=1,
        removed=[str(UUID(int=1))],
        at=BEGIN + timedelta(hours=20),
    )
    for _twice in range(2):
        delta.seek(0)
        held = station.take(delta, at(20))
        assert (held.number, held.base) == (4, 1)
    assert asked(station, at(30))["verdict"] == "clear"
    assert asked(station, at(30), names=["Walery Zmyslony"], dob=["1971-03-05"])["hits"]
    assert asked(station, at(30), names=["Ignacy Nieznany"], dob=["1971-03-05"])["hits"]


def test_what_is_not_for_it_or_not_the_bureau_s_is_refused_and_the_old_copy_stays(
    station, tmp_path
) -> None:
    station.take(copy(station, tmp_path, entry(1), number=5), at())
    wrong = {
        ProofFailed: [{"goes_to": uuid4()}, {"key": SigningKey(b"\6" * 32)}],
        Conflict: [{"number": 4}, {"base": 3}],
        AccessEnded: [{"at": BEGIN - timedelta(hours=23), "hours": 1}],
    }
    for error, cases in wrong.items():
        for more in cases:
            with pytest.raises(error):
                station.take(copy(station, tmp_path, entry(2), **{"number": 6} | more), at(1))
    other = SealingKey(b"\7" * 32).public
    with pytest.raises(ProofFailed):
        station.take(copy(station, tmp_path, entry(2), number=6, public=other), at(1))
    assert asked(station, at(2))["verdict"] == "strong"


@settings(max_examples=15)
@given(data=st.data())
def test_no_altered_byte_of_a_copy_passes(tmp_path_factory, data) -> None:
    folder = tmp_path_factory.mktemp("station")
    station = Station.create(folder / "s", "East", card().encode().decode())
    good = copy(station, folder, entry(1)).getvalue()
    place = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(TocsinError):
        station.take(io.BytesIO(bytes(bad)), at())


def test_checks_are_bound_to_each_other_reported_and_forgotten_when_confirmed(
    station, tmp_path
) -> None:
    station.take(copy(station, tmp_path, entry(1)), at())
    first, second = asked(station, at(1)), asked(station, at(2))
    assert second["previous"] == checks.digest_of(first)
    out = io.BytesIO()
    assert station.report(out, at(3)) == 2
    out.seek(0)
    found = parcel.read(out, "border-report@1", {station.key.public.id: station.key.public})
    found.payload(SEALING, tmp_path / "report")
    assert list(checks.read(tmp_path / "report")) == [first, second]
    assert station.confirmed(first["id"]) == 1
    assert station.confirmed(second["id"]) == 0
    assert asked(station, at(4))["previous"] == checks.digest_of(second)
    with pytest.raises(NotFound):
        station.confirmed(first["id"])


def test_a_line_cut_off_by_a_power_failure_harms_no_other(station, tmp_path) -> None:
    station.take(copy(station, tmp_path, entry(1)), at())
    first = asked(station, at(1))
    with station.book.path.open("ab") as file:
        file.write(b'{"id": "half')
    second = asked(station, at(2))
    assert second["previous"] == checks.digest_of(first)
    assert len(station.book) == 2


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading_of_reports_and_cards(tmp_path_factory, data) -> None:
    path = tmp_path_factory.mktemp("bytes") / "report"
    path.write_bytes(data + b"\n")
    with pytest.raises(MalformedFile):
        list(checks.read(path))
    with pytest.raises(TocsinError):
        StationCard.decode(data.decode("latin-1"))
    with pytest.raises(TocsinError):
        parcel.read(io.BytesIO(parcel.MAGIC + data), "border-copy@1", {})


def test_the_words_of_a_station_name_both_its_keys(station) -> None:
    said = StationCard.decode(station.card.signed.to_text())
    assert said == station.card
    key = SigningKey(b"\5" * 32)
    other = StationCard.issue(said.id, said.name, key, said.sealing)
    assert len(other.words()) == 8
    assert other.words() != said.words()
