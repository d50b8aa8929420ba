"""The sheet of a notice and the month's digest leave as files, by the API and by a command."""

import zipfile
from base64 import b64encode
from datetime import UTC, datetime

import pytest

from tests.rooms.notices.alerts import NAME, released, wanted
from tests.rooms.notices.sheets import text_of


def said(words, live_server, token, monkeypatch, folder):
    from typer.testing import CliRunner

    from tocsin.node.cli.app import build

    monkeypatch.setenv("TOCSIN_BASE_URL", live_server.url)
    monkeypatch.setenv("TOCSIN_TOKEN", token)
    monkeypatch.chdir(folder)
    return CliRunner().invoke(build(list(words)), list(words))


def test_a_command_writes_what_the_api_hands_out(cast, live_server, monkeypatch, tmp_path) -> None:
    notice = released(cast, wanted(cast))
    token = cast.token(cast.home, "bureau_officer")
    here = (live_server, token, monkeypatch, tmp_path)
    done = said(["notices", "paper", str(notice.pk), "--language", "pl"], *here)
    assert done.exit_code == 0, done.output
    (pdf,) = tmp_path.glob("red-*-pl.pdf")
    assert NAME in text_of(pdf.read_bytes())
    page = tmp_path / "sheet.html"
    words = ["notices", "paper", str(notice.pk), "--form", "html", "--out", str(page)]
    assert said(words, *here).exit_code == 0
    text = page.read_text("utf-8")
    assert NAME in text
    assert 'src="/' not in text, "nothing is fetched: what it shows is inside"
    month = f"{datetime.now(UTC):%Y-%m}"
    assert said(["digests", "write", "--month", month], *here).exit_code == 0
    assert zipfile.is_zipfile(tmp_path / f"cbrne-digest-{month}.docx")
    words = ["digests", "write", "--month", month, "--form", "html"]
    assert said(words, *here).exit_code == 0
    assert "TLP:" in (tmp_path / f"cbrne-digest-{month}.html").read_text("utf-8")
    refused = said(["notices", "paper", str(notice.pk), "--form", "doc"], *here)
    assert refused.exit_code != 0
    assert "choose one of: pdf, html" in str(refused.exception)
    assert sorted(one.name for one in tmp_path.iterdir() if one.name.startswith(".")) == []


@pytest.mark.django_db
def test_a_token_without_the_power_or_the_record_gets_no_file(cast, client) -> None:
    notice = released(cast, wanted(cast))

    def asked(house, role, path):
        token = cast.token(house, role)
        return client.get(f"/api{path}", headers={"Authorization": f"Bearer {token}"})

    paper = f"/notices/{notice.pk}/paper.html"
    assert asked(cast.home, "bureau_officer", paper).status_code == 200
    assert asked(cast.stranger, "bureau_officer", paper).status_code == 404
    assert asked(cast.home, "border_officer", paper).status_code == 403
    assert asked(cast.home, "border_officer", "/digests").status_code == 403
    assert asked(cast.home, "bureau_officer", "/digests?month=may").status_code == 422
    calendar = asked(cast.home, "bureau_officer", "/notices/due.ics")
    assert calendar.content.startswith(b"BEGIN:VCALENDAR")


def test_a_calendar_program_subscribes_with_a_token_as_its_password(cast, client) -> None:
    released(cast, wanted(cast))

    def asked(path: str, text: str):
        said = b64encode(f"calendar:{text}".encode()).decode()
        return client.get(path, headers={"Authorization": f"Basic {said}"})

    token = cast.token(cast.home, "bureau_officer")
    assert asked("/api/notices/due.ics", token).content.startswith(b"BEGIN:VCALENDAR")
    refused = asked("/api/notices/due.ics", "toc_wrong")
    assert (refused.status_code, refused["WWW-Authenticate"][:5]) == (401, "Basic")
    elsewhere = asked("/api/notices", token)
    assert (elsewhere.status_code, elsewhere["WWW-Authenticate"][:6]) == (401, "Bearer")
