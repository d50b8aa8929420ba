"""STIX bundles and MISP events come in as records of the own bureau, never more open than marked."""

import json
from typing import Any

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.core.formats.stix.telling import POLAND, everything, told
from tests.core.kinds.examples import BODIES, ONE, TWO
from tocsin.core.formats import misp, stix
from tocsin.core.kinds import read
from tocsin.core.labels import Handling, Label, Tlp
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.actions import imports, intake
from tocsin.rooms.register.models import Import, ImportProblem, Record, Ruling

INDICATOR = (
    f'{{"type": "indicator", "spec_version": "2.1", "id": "indicator--{TWO}", "n": 1.50,'
    '"created": "2031-01-01T00:00:00Z", "modified": "2031-01-01T00:00:00Z"}'
)


def run(cast: Cast, data: bytes, name: str = "bundle.json", **more: Any) -> Import:
    upload = Upload(name=name, data=data)
    job = imports.start(cast.home.bureau_officer, file=upload, source="partner", **more)
    while Import.unrestricted.under_way().exists():
        intake.carry_on(timezone.now())
    job.refresh_from_db()
    assert job.phase == "done", job.problem
    return job


def said(job: Import) -> list[str]:
    return [f"{one.sort}: {one.place}: {one.sentence}" for one in ImportProblem.of(job)]


def records(*kinds: str) -> list[Record]:
    return list(Record.unrestricted.of_kind(*kinds).select_related("release_class"))


def linked() -> bytes:
    people = [told("person", number=1), told("organisation", number=2)]
    ends = {str(people[0].id): "person", str(people[1].id): "organisation"}
    body = {"source": str(people[0].id), "target": str(people[1].id), "relation": "works_for"}
    return stix.bundle([*people, told("link", read("link", body), number=3, kinds=ends)])


NOT_TAKEN = {
    *("basis", "notice", "purple_notice"),
    *("framework", "agreement", "profile"),
    *("mission", "mission_offer", "mission_step", "mission_end"),
}


def test_a_kind_comes_in_with_the_body_its_author_signed(cast: Cast) -> None:
    job = run(cast, stix.bundle([one for one in everything() if one.kind != "link"]))
    assert job.error_count == len(NOT_TAKEN), said(job)
    held = {record.kind: record for record in records(*BODIES)}
    assert set(held) == set(BODIES) - {"foreign", "link"} - NOT_TAKEN
    for kind, record in held.items():
        assert record.body == BODIES[kind]
        assert record.label.is_own_bureau_only
    again = run(cast, stix.bundle([one for one in everything() if one.kind != "link"]))
    assert (again.created_count, again.revised_count) == (0, 0)


@pytest.mark.parametrize("kind", sorted({*NOT_TAKEN, "link"}))
def test_no_file_decides_whom_to_screen_for_or_releases_a_notice(cast: Cast, kind: str) -> None:
    line = json.dumps({"kind": kind, "id": "x1", "body": BODIES[kind]}).encode()
    job = run(cast, line, "lines.jsonl")
    assert (job.created_count, job.error_count) == (0, 1)
    assert "not taken in" in said(job)[0]
    assert not Record.unrestricted.exists()


def test_a_link_joins_the_records_that_its_ends_became(cast: Cast) -> None:
    job = run(cast, linked())
    assert job.error_count == 0, said(job)
    (link,) = records("link")
    ends = {record.kind: str(record.pk) for record in records("person", "organisation")}
    assert (link.body["source"], link.body["target"]) == (ends["person"], ends["organisation"])


def test_an_object_of_no_kind_of_ours_is_kept_to_the_letter(cast: Cast) -> None:
    run(cast, f'{{"type": "bundle", "id": "bundle--{ONE}", "objects": [{INDICATOR}]}}'.encode())
    (record,) = records("foreign")
    assert record.body["raw"] == INDICATOR
    assert record.title == f"indicator--{TWO}"


def test_the_marking_of_the_source_is_the_label_here(cast: Cast) -> None:
    label = Label(tlp=Tlp.RED, handling=frozenset({Handling.H1}))
    run(cast, stix.bundle([told("person", label=label)]))
    (record,) = records("person")
    assert record.label.tlp is Tlp.RED
    assert record.label.handling == {Handling.H1, Handling.H3}
    assert "not to be passed on" in record.label.handling_note


def test_a_stricter_marking_in_a_newer_file_narrows_and_a_weaker_one_changes_nothing(
    cast: Cast,
) -> None:
    run(cast, stix.bundle([told("person", label=Label(tlp=Tlp.GREEN))]))
    narrowed = run(cast, stix.bundle([told("person", label=Label(tlp=Tlp.RED))]))
    assert (narrowed.revised_count, narrowed.unchanged_count) == (1, 0)
    (record,) = records("person")
    assert record.label.tlp is Tlp.RED
    assert Ruling.unrestricted.filter(record=record, verb="record.narrow").count() == 1
    weaker = run(cast, stix.bundle([told("person", label=Label(tlp=Tlp.CLEAR))]))
    assert (weaker.revised_count, weaker.unchanged_count) == (0, 1)
    (record,) = records("person")
    assert record.label.tlp is Tlp.RED


def test_a_dry_run_tightens_nothing(cast: Cast) -> None:
    run(cast, stix.bundle([told("person", label=Label(tlp=Tlp.GREEN))]))
    run(cast, stix.bundle([told("person", label=Label(tlp=Tlp.RED))]), dry_run=True)
    (record,) = records("person")
    assert record.label.tlp is Tlp.GREEN


def test_an_event_of_misp_comes_in_with_its_objects_and_its_tags(cast: Cast) -> None:
    event = json.loads(misp.event([told("person", label=Label(tlp=Tlp.RED))], POLAND))
    event["Event"]["Tag"].pop()
    job = run(cast, json.dumps(event).encode(), "event.json")
    assert job.error_count == 0, said(job)
    (person,) = records("person")
    assert person.body["names"][0]["text"] == BODIES["person"]["names"][0]["text"]
    assert person.label.tlp is Tlp.RED
    assert "this organisation only" in person.label.handling_note
    (report,) = records("report")
    assert report.title == "Records of POL: 1"
    (link,) = records("link")
    assert link.body["relation"] == "about"


def test_a_poisoned_object_never_harms_its_neighbours(cast: Cast) -> None:
    good = json.dumps(stix.render(told("person")))
    poison = [
        INDICATOR.replace("1.50", "NaN"),
        INDICATOR.replace("2031-01-01", "9999-12-31"),
        INDICATOR.replace("indicator--", "report--"),
        INDICATOR[:-1] + ', "type": "indicator"}',
        INDICATOR.replace("1.50", "[" * 99 + "]" * 99),
        "17",
    ]
    data = f'{{"type": "bundle", "objects": [{",".join([*poison, good])}]}}'
    job = run(cast, data.encode())
    assert (job.created_count, job.error_count) == (1, len(poison)), said(job)


def test_a_file_that_breaks_in_the_middle_writes_nothing(cast: Cast) -> None:
    upload = Upload(name="bundle.json", data=linked()[:-2])
    job = imports.start(cast.home.bureau_officer, file=upload, source="partner")
    while Import.unrestricted.under_way().exists():
        intake.carry_on(timezone.now())
    job.refresh_from_db()
    assert job.phase == "failed"
    assert "line 1" in job.problem
    assert not Record.unrestricted.exists()
