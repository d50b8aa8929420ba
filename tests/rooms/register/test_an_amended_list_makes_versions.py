"""A list of the Security Council and its amended copy: exactly the changes appear, as versions."""

import pytest
from django.utils import timezone

from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register.actions import imports, intake
from tocsin.rooms.register.models import Basis, Import, Record

pytestmark = pytest.mark.django_db

ENTRY = """<INDIVIDUAL><DATAID>{data}</DATAID><VERSIONNUM>1</VERSIONNUM>
<FIRST_NAME>{first}</FIRST_NAME><SECOND_NAME>{second}</SECOND_NAME><UN_LIST_TYPE>UTO</UN_LIST_TYPE>
<REFERENCE_NUMBER>UTi.{number:04d}</REFERENCE_NUMBER><LISTED_ON>2020-02-03</LISTED_ON>{delisted}
{updated}
<COMMENTS1>Invented entry {number}.</COMMENTS1>
<NATIONALITY><VALUE>Utopia</VALUE></NATIONALITY><LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
{alias}
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>{born}</DATE>
</INDIVIDUAL_DATE_OF_BIRTH><SORT_KEY/><SORT_KEY_LAST_MOD/></INDIVIDUAL>"""
ALIAS = """<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Amended {number}</ALIAS_NAME>
</INDIVIDUAL_ALIAS>"""
UPDATED = "<LAST_DAY_UPDATED><VALUE>2025-03-04</VALUE></LAST_DAY_UPDATED>"
LETTERS = "abcdefghij"


def word(number: int) -> str:
    return "".join(LETTERS[int(digit)] for digit in f"{number:04d}").capitalize()


def listed(numbers, *, amended=(), delisted=()) -> bytes:
    entries = "".join(
        ENTRY.format(
            data=9_000_000 + number,
            number=number,
            first=f"Fikc{word(number)}",
            second=f"Zmysl{word(number)[::-1].lower()}",
            born=f"{1950 + number % 50}-0{1 + number % 9}-1{number % 10}",
            alias=ALIAS.format(number=word(number)) if number in amended else "",
            updated=UPDATED if number in amended else "",
            delisted="<DELISTED_ON>2024-05-06</DELISTED_ON>" if number in delisted else "",
        )
        for number in numbers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated='
        f'"2026-01-05T00:00:00"><INDIVIDUALS>{entries}</INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>'
    ).encode()


def take_in(cast, data: bytes) -> Import:
    job = imports.start(cast.home.bureau_officer, file=Upload(name="list.xml", data=data))
    while Import.unrestricted.under_way().exists():
        intake.carry_on(timezone.now())
    job.refresh_from_db()
    assert job.phase == "done", job.problem
    return job


def exactly_the_changes_appear(cast, count: int) -> None:
    first = take_in(cast, listed(range(count)))
    assert (first.created_count, first.error_count) == (count, 0)
    before = dict(Record.unrestricted.filter(kind="person").values_list("external", "revision"))
    assert set(before.values()) == {1}
    amended, delisted = set(range(0, count, 10)), set(range(5, count, 20))
    left_out = {count - 1}
    kept = [number for number in range(count + 3) if number not in left_out]
    second = take_in(cast, listed(kept, amended=amended, delisted=delisted))
    assert (second.created_count, second.missing_count) == (3, 1)
    after = dict(Record.unrestricted.filter(kind="person").values_list("external", "revision"))
    changed = {external for external in before if after[external] != before[external]}
    assert len(changed) == len(amended)
    assert {after[external] for external in changed} == {2}
    for record in Record.unrestricted.filter(kind="person", external__in=changed):
        newest, oldest = record.revisions.all()
        said = {name["text"] for name in newest.body["names"]}
        assert len(said - {name["text"] for name in oldest.body["names"]}) == 1
    in_force = Basis.unrestricted.in_force(timezone.now()).count()
    assert in_force == count + 3 - len(delisted)
    third = take_in(cast, listed(kept, amended=amended, delisted=delisted))
    assert (third.created_count, third.revised_count) == (0, 0)


def test_exactly_the_changes_of_a_short_list_appear(cast) -> None:
    exactly_the_changes_appear(cast, 40)


@pytest.mark.long
def test_exactly_the_changes_of_a_thousand_entries_appear(cast) -> None:
    exactly_the_changes_appear(cast, 1_000)
