"""A manifest: any row that can be read is screened, the others are named, and a kill changes nothing."""

import csv
import io
import json

import pytest
from django.utils import timezone

from tests.rooms.hits.watched import NAME, PASSPORT, person, watch
from tocsin.core.errors import MalformedFile
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.journal.models import Entry

pytestmark = pytest.mark.django_db

HEADER = "id,names,dob,nat,gender,docs\n"
HIT = f"H1,{NAME},1971-03-05,UKR,male,{PASSPORT}\n"
FAMILIES = ["Abernathy", "Brzozka", "Cimpoeru", "Dovzhyk", "Eliasson", "Fontanelle", "Grubisic"]


def rows(count: int) -> str:
    """Return the text of invented travellers, none of them listed."""
    return "".join(
        f"P{n},Zyta {FAMILIES[n % 7]}{chr(97 + n % 26)}{chr(97 + n // 26 % 26)},19{40 + n % 50}-02-11,POL,,\n"
        for n in range(count)
    )


def handed_in(reader, text, name="flight.csv"):
    from tocsin.rooms.hits.actions import manifests

    data = text if isinstance(text, bytes) else text.encode()
    return manifests.upload(reader, file=Upload(name=name, data=data), where="UT 2041")


def carried(manifest):
    """Carry the manifest on until it is over, and return it."""
    from tocsin.rooms.hits.actions import screening

    while manifest.is_under_way:
        assert screening.carry_on(timezone.now())
        manifest.refresh_from_db()
    return manifest


def told(manifest):
    """Return what a manifest came to, without ids and times."""
    return [
        (check.row, check.label, check.verdict, [(r.record, r.score) for r in check.results.all()])
        for check in manifest.checks.order_by("row")
    ]


def test_the_one_listed_traveller_among_many_is_found(cast) -> None:
    record = person(cast)
    watch(cast, record)
    done = carried(handed_in(cast.home.border_officer, HEADER + rows(40) + HIT + rows(0)))
    assert (done.phase, done.rows, done.done, done.hits) == ("done", 41, 41, 1)
    check = done.checks.get()
    assert check.row == "H1"
    assert check.results.get().record == record.pk


def test_rows_that_cannot_be_read_are_named_and_the_rest_goes_on(cast) -> None:
    watch(cast, person(cast))
    text = HEADER + "A1,Zyta Bad,31.02.1980,POL,,\nA2,,1980,,,\nA3,Too,Many,Cells,x,y,z\n" + HIT
    done = carried(handed_in(cast.home.border_officer, text))
    assert (done.rows, done.hits, done.problems_count) == (1, 1, 3)
    places = [problem.place for problem in done.problems.all()]
    assert places[0].startswith("line 2")
    assert "dob" in places[0]
    assert places[2] == "line 4"


def test_only_names_are_needed_and_json_lines_will_do(cast) -> None:
    watch(cast, person(cast))
    lines = (
        json.dumps({"names": [NAME], "dob": ["1971-03-05"]})
        + "\n"
        + json.dumps({"names": ["Zyta Nowhere"]})
        + "\n"
    )
    done = carried(handed_in(cast.home.border_officer, lines, "list.jsonl"))
    assert (done.rows, done.hits) == (2, 1)


def test_a_file_that_breaks_off_is_failed_whole(cast) -> None:
    watch(cast, person(cast))
    done = carried(handed_in(cast.home.border_officer, HEADER + HIT + 'B1,"never closed'))
    assert done.phase == "failed"
    assert "line 3" in done.problem
    assert not done.checks.exists()


def test_what_is_no_table_is_refused_at_once(cast) -> None:
    with pytest.raises(MalformedFile):
        handed_in(cast.home.border_officer, b"PK\x03\x04zip", "flight.csv")


def test_it_is_one_leaf_over_its_rows_written_before_the_first_answer(cast) -> None:
    from tocsin.rooms.hits.actions import screening
    from tocsin.rooms.journal.models import EntryRow

    watch(cast, person(cast))
    officer = cast.home.border_officer
    manifest = handed_in(officer, HEADER + rows(9) + HIT)
    screening.carry_on(timezone.now())
    manifest.refresh_from_db()
    assert manifest.phase == "screening"
    assert not manifest.checks.exists()
    entry = Entry.unrestricted.get(log=officer.bureau, verb="manifest.screen")
    assert EntryRow.unrestricted.filter(entry=entry).count() == 10
    assert NAME not in "".join(EntryRow.unrestricted.values_list("text", flat=True))


def test_killed_at_any_moment_it_goes_on_to_the_same_result(cast, monkeypatch) -> None:
    from tocsin.rooms.hits.actions import screening

    watch(cast, person(cast))
    monkeypatch.setattr(screening, "BATCH", 7)
    text = HEADER + rows(20) + HIT + rows(20).replace("P", "Q")
    officer = cast.home.border_officer
    whole = told(carried(handed_in(officer, text)))
    manifest = handed_in(officer, text)
    while manifest.is_under_way:
        with monkeypatch.context() as patch:
            patch.setattr(screening, "_is_still", _die)
            with pytest.raises(KeyboardInterrupt):
                screening.carry_on(timezone.now())
        screening.carry_on(timezone.now())
        manifest.refresh_from_db()
    assert told(manifest) == whole


def _die(*_args, **_more):
    raise KeyboardInterrupt


def test_a_cancelled_manifest_stops_and_leaves_no_file(cast) -> None:
    from tocsin.rooms.hits.actions import manifests, screening

    officer = cast.home.border_officer
    manifest = handed_in(officer, HEADER + rows(9))
    assert manifests.folder(manifest.pk).exists()
    manifests.cancel(officer, manifest)
    assert screening.carry_on(timezone.now()) == 0


def test_when_it_is_done_no_file_is_left(cast) -> None:
    from tocsin.rooms.hits.actions import manifests

    done = carried(handed_in(cast.home.border_officer, HEADER + rows(3)))
    assert not manifests.folder(done.pk).exists()


def test_an_officer_whose_post_ended_screens_nobody(cast) -> None:
    from tocsin.rooms.bureaus.models import Post

    officer = cast.home.border_officer
    manifest = handed_in(officer, HEADER + HIT)
    Post.unrestricted.filter(officer_id=officer.officer).update(until=timezone.now())
    done = carried(manifest)
    assert done.phase == "failed"
    assert "post" in done.problem


def test_its_hits_leave_as_a_table_no_spreadsheet_runs(cast) -> None:
    watch(cast, person(cast))
    evil = f"=1+2,{NAME},1971-03-05,UKR,male,{PASSPORT}\n"
    done = carried(handed_in(cast.home.bureau_officer, HEADER + evil))
    client = cast.client(cast.home, "bureau_officer")
    answer = client.get(f"/manifests/{done.pk}/hits.csv")
    text = b"".join(answer.streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["row"] == "'=1+2"
    assert row["title"] == NAME
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_a_record_that_may_not_be_exported_leaves_no_trace_in_the_table(cast) -> None:
    from tocsin.core.labels import Handling, Label, Tlp

    record = person(cast)
    basis = watch(cast, record)
    for one in (record, basis):
        bureaus = frozenset({cast.ally.bureau.id})
        handling = frozenset({Handling.H2})
        cast.release(one, Label(bureaus=bureaus, tlp=Tlp.AMBER, handling=handling))
    done = carried(handed_in(cast.ally.bureau_officer, HEADER + HIT))
    assert done.hits == 1
    answer = cast.client(cast.ally, "bureau_officer").get(f"/manifests/{done.pk}/hits.csv")
    text = b"".join(answer.streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["match"], row["title"], row["reasons"]) == ("", "", "")
    assert str(record.pk) not in text


def test_its_page_shows_progress_problems_and_hits(cast) -> None:
    watch(cast, person(cast))
    client = cast.client(cast.home, "border_officer")
    file = io.BytesIO((HEADER + "A1,Zyta Bad,31.02.1980,POL,,\n" + HIT).encode())
    file.name = "flight.csv"
    page = client.post("/manifests/upload", {"file": file, "where": "UT 2041"}, follow=True)
    assert "The file is being read" in page.content.decode()
    where = page.redirect_chain[-1][0]
    assert "hx-trigger" in client.get(f"{where}progress").content.decode()
    from tocsin.rooms.hits.models import Manifest

    carried(Manifest.visible_to(cast.home.border_officer).get())
    assert client.get(f"{where}progress").headers["HX-Refresh"] == "true"
    text = client.get(where).content.decode()
    assert "1 row could not be read" in text
    assert NAME in text
    assert cast.client(cast.stranger, "border_officer").get(where).status_code == 404
