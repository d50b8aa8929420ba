"""Device references side by side: counted as filed, seen only by whom they were released to."""

from datetime import date

import pytest

from tocsin.core.labels import Label, Tlp

pytestmark = pytest.mark.django_db
CONTACT = {"bureau": "HOM", "desk": "laboratory", "telephone": "+48220000000"}


def case(cast, number: int, **changes):
    from tocsin.rooms.register.actions import records

    body = {
        "case": f"HOM-2026/{number}",
        "category": "explosive",
        "region": "eastern_europe",
        "tags": ["series_suspected"],
        "recorded": "2026-10-03",
        "contact": CONTACT,
        **changes,
    }
    home = cast.home.bureau_officer
    return records.submit(
        home, records.draft(home, kind="device_reference", body=body, strands="E")
    )


def page(cast, house="home", role="analyst", query=""):
    return cast.client(getattr(cast, house), role).get(f"/catalogue/{query}").content.decode()


def test_regions_and_strands_are_counted_and_narrowed(cast) -> None:
    from django.http import QueryDict

    from tocsin.rooms.catalogue.comparing import catalogue

    case(cast, 1)
    case(cast, 2, category="hoax", tags=[])
    case(cast, 3, region="central_asia")
    said = catalogue(cast.home.analyst, QueryDict(""), date(2026, 11, 26))
    lines = {line.region: line for line in said["lines"]}
    assert (lines["eastern_europe"].total, lines["eastern_europe"].series) == (2, 1)
    assert dict(lines["eastern_europe"].counts) == {"Explosive": 1, "Hoax": 1}
    assert lines["central_asia"].total == 1
    narrowed = catalogue(cast.home.analyst, QueryDict("category=hoax"), date(2026, 11, 26))
    assert narrowed["total"] == 1
    assert "HOM-2026/2" in page(cast, query="?category=hoax")
    assert "HOM-2026/1" not in page(cast, query="?category=hoax")


def test_the_trend_is_of_the_last_twelve_months(cast) -> None:
    from tocsin.core.kinds import read
    from tocsin.rooms.catalogue.comparing import Case, by_month

    days = ("2026-10-03", "2026-10", "2025-12-31", "2025-11-30", "2026")
    plain = {"case": "HOM-1/1", "category": "hoax", "region": "specimen", "contact": CONTACT}
    cases = [Case(None, read("device_reference", {**plain, "recorded": day})) for day in days]
    counted = by_month(cases, date(2026, 11, 26))
    assert len(counted) == 12
    assert {month: n for month, n in counted if n} == {"October 2026": 2, "December 2025": 1}


def test_a_case_that_was_not_released_to_a_bureau_is_not_counted_for_it(cast) -> None:
    shared = case(cast, 1)
    case(cast, 2)
    assert "No case to compare" in page(cast, "ally")
    cast.release(shared, Label(bureaus=frozenset({cast.ally.bureau.id}), tlp=Tlp.AMBER))
    said = page(cast, "ally")
    assert "HOM-2026/1" in said
    assert "HOM-2026/2" not in said
    assert "No case to compare" in page(cast, "stranger")
