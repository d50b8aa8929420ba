"""The month's digest: what the reader may export, under the strictest marking, as page and Word file."""

import io
import zipfile
from datetime import date

import pytest
from lxml import etree

from tests.rooms.catalogue.test_cases_are_compared import case
from tocsin.core.errors import InvalidInput
from tocsin.core.labels import Label, Tlp

pytestmark = pytest.mark.django_db


def words(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        root = etree.fromstring(file.read("word/document.xml"))
    return " ".join(root.itertext())


def this_month() -> str:
    from django.utils import timezone

    return f"{timezone.now():%Y-%m}"


def test_page_and_word_file_name_the_same_and_the_strictest_marking(cast) -> None:
    to = frozenset({cast.ally.bureau.id})
    cast.release(case(cast, 1), Label(bureaus=to, tlp=Tlp.GREEN))
    cast.release(case(cast, 2), Label(bureaus=to, tlp=Tlp.AMBER))
    case(cast, 3)
    client = cast.client(cast.ally, "analyst")
    page = client.get(f"/catalogue/digest?month={this_month()}").content.decode()
    answer = client.get(f"/catalogue/digest.docx?month={this_month()}")
    for said in (page, words(answer.content)):
        assert "HOM-2026/1" in said
        assert "HOM-2026/2" in said
        assert "HOM-2026/3" not in said
        assert "TLP:AMBER" in said
    assert answer["Content-Disposition"].endswith(f'cbrne-digest-{this_month()}.docx"')


def test_what_may_not_be_exported_is_not_in_it_and_who_may_not_export_has_none(cast) -> None:
    to = frozenset({cast.ally.bureau.id})
    cast.release(case(cast, 1), Label(bureaus=to, tlp=Tlp.RED))
    client = cast.client(cast.ally, "analyst")
    assert "HOM-2026/1" in client.get("/catalogue/").content.decode()
    assert (
        "HOM-2026/1" not in client.get(f"/catalogue/digest?month={this_month()}").content.decode()
    )
    assert cast.client(cast.ally, "border_officer").get("/catalogue/digest").status_code == 403


def test_each_digest_is_journalled_as_an_export(cast) -> None:
    from tocsin.rooms.journal.models import Entry

    client = cast.client(cast.home, "analyst")
    assert client.get("/catalogue/digest").status_code == 200
    assert Entry.unrestricted.filter(verb="record.export").count() == 1


def test_the_month_before_is_meant_when_none_is_named() -> None:
    from tocsin.rooms.catalogue.digest import month_asked

    assert month_asked(None, date(2026, 11, 26)) == date(2026, 10, 1)
    assert month_asked("", date(2026, 1, 5)) == date(2025, 12, 1)
    assert month_asked("2026-02", date(2026, 1, 5)) == date(2026, 2, 1)
    for wrong in ("2026-13", "october", "2026-1", "1999-01"):
        with pytest.raises(InvalidInput, match="is not a month"):
            month_asked(wrong, date(2026, 1, 5))
