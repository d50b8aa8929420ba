"""Oversight reads the log of its own bureau, sees numbers instead of contents, and is watched too."""

import csv
import io

import pytest

from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.journal.models import Entry


@pytest.fixture
def looked(cast):
    """A person of the home bureau at whom an analyst looked, for a prosecution."""
    person = cast.person(cast.home.analyst, "Oleh Vyhadanyi")
    look(cast.home.reader("analyst", purpose="prosecution"), "record.see", person.id)
    look(cast.home.reader("bureau_officer"), "record.see", person.id)
    return person


def _page(cast, query, house=None):
    return cast.client(house or cast.home, "oversight").get(f"/oversight/?{query}")


def _table(answer):
    return answer.content.decode().partition("<tbody>")[2]


def test_who_looked_at_this_subject(cast, looked) -> None:
    table = _table(_page(cast, f"subject={looked.id}&verb=record.see"))
    assert "Analyst 1 of HOM" in table
    assert "Bureau officer 1 of HOM" in table


def test_a_pasted_link_names_the_subject_as_well(cast, looked) -> None:
    answer = _page(cast, f"subject=http://localhost/records/{looked.id}/history")
    assert "Analyst 1 of HOM" in _table(answer)
    assert _page(cast, "subject=her+name").status_code == 422


def test_what_did_this_officer_look_at_narrowed_by_purpose(cast, looked) -> None:
    officer = cast.home.account("analyst").id
    assert "record.see" in _table(_page(cast, f"officer={officer}&purpose=prosecution"))
    assert "record.see" not in _table(_page(cast, f"officer={officer}&purpose=analysis"))
    assert "record.see" not in _table(_page(cast, f"officer={officer}&until=2001-01-01"))


def test_oversight_sees_a_number_not_the_title(cast, looked) -> None:
    page = _page(cast, f"subject={looked.id}").content.decode()
    assert "Oleh Vyhadanyi" not in page
    assert str(looked.id) in page


def test_another_bureau_s_oversight_finds_nothing_of_it(cast, looked) -> None:
    table = _table(_page(cast, f"subject={looked.id}", cast.stranger))
    assert "record.see" not in table  # only that the stranger asked, in the stranger's own log
    assert "of HOM" not in table


def test_the_audit_is_itself_journalled_before_it_answers(cast, looked) -> None:
    _page(cast, f"subject={looked.id}")
    entry = Entry.unrestricted.of(cast.home.bureau.id).filter(verb="audit.see").get()
    assert entry.part("query")["subject"] == str(looked.id)
    assert entry.part("actor") == str(cast.home.account("oversight").id)


def test_the_same_as_a_table_that_no_spreadsheet_runs(cast, looked) -> None:
    look(cast.home.analyst, "record.search", query="=HYPERLINK(1)")
    client = cast.client(cast.home, "oversight")
    answer = client.get("/oversight/looks.csv?verb=record.search")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert rows[0][0] == "at"
    assert not any(cell.startswith("=") for row in rows for cell in row)


@pytest.mark.parametrize("role", ["analyst", "border_officer", "administrator", "observer"])
def test_nobody_else_watches(cast, role) -> None:
    client = cast.client(cast.home, role)
    for path in ("/oversight/", "/oversight/looks.csv", "/oversight/unusual/"):
        assert client.get(path).status_code == 403, path


def test_the_log_is_read_page_by_page(cast, looked) -> None:
    for _ in range(60):
        look(cast.home.analyst, "record.see", looked.id)
    page = _page(cast, "verb=record.see&page=2")
    assert "51–62 of 62" in page.content.decode()
