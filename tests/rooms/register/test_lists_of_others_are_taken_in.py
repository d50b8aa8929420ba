"""The UN list and FollowTheMoney come in whole: bodies, lists they stand on, links between them."""

from pathlib import Path

from django.utils import timezone

from tests.cast import Cast
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.actions import imports, intake
from tocsin.rooms.register.actions.imports import UN_LIST
from tocsin.rooms.register.models import Basis, Import, Record
from tocsin.rooms.register.searching import Query, search

GOLDEN = Path(__file__).parents[2] / "core" / "formats" / "golden"


def run(cast: Cast, name: str, **more: str) -> Import:
    upload = Upload(name=name, data=(GOLDEN / name).read_bytes())
    job = imports.start(cast.home.bureau_officer, file=upload, **more)
    while Import.unrestricted.under_way().exists():
        intake.carry_on(timezone.now())
    job.refresh_from_db()
    assert job.phase == "done", job.problem
    return job


def test_the_un_list_is_screened_and_keeps_its_listing_dates(cast: Cast) -> None:
    job = run(cast, "list.xml")
    assert job.source == UN_LIST
    assert job.created_count > 0
    bases = list(Record.unrestricted.filter(kind="basis"))
    assert bases
    assert all(one.basis.type == "list" for one in bases)
    assert any("listed" in one.body for one in bases)
    again = run(cast, "list.xml")
    assert (again.created_count, again.unchanged_count) == (0, job.created_count)
    assert Record.unrestricted.filter(kind="basis").count() == len(bases)


def test_every_listed_name_is_found_as_written(cast: Cast) -> None:
    run(cast, "list.xml")
    for record in Record.unrestricted.filter(kind="person"):
        for name in record.body["names"]:
            found = search(cast.home.bureau_officer, Query(words=name["text"])).rows
            assert record.pk in {one.pk for one in found}, name["text"]


def test_entities_of_followthemoney_are_linked(cast: Cast) -> None:
    run(cast, "entities.ftm.json", source="invented registry")
    links = Record.unrestricted.filter(kind="link").count()
    assert links
    again = run(cast, "entities.ftm.json", source="invented registry")
    assert again.created_count == 0
    assert again.revised_count == 0
    assert Record.unrestricted.filter(kind="link").count() == links


def test_an_entry_its_list_has_ended_is_no_longer_screened_for(cast: Cast) -> None:
    run(cast, "list.xml")
    watched = Basis.unrestricted.in_force(timezone.now()).count()
    ended = (
        (GOLDEN / "list.xml")
        .read_text("utf-8")
        .replace("</LISTED_ON>", "</LISTED_ON>\n      <DELISTED_ON>2024-05-06</DELISTED_ON>", 1)
    )
    upload = Upload(name="list.xml", data=ended.encode())
    imports.start(cast.home.bureau_officer, file=upload)
    while Import.unrestricted.under_way().exists():
        intake.carry_on(timezone.now())
    assert Basis.unrestricted.in_force(timezone.now()).count() == watched - 1
