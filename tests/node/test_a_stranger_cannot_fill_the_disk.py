"""Files are refused by their announced length: early from strangers, late from officers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tocsin.web import uploads

LARGE = b"x" * (uploads.MOST_OF_STRANGERS + 1)


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_said: object, **_more: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", refuse)


@pytest.mark.usefixtures("nothing_kept")
def test_a_stranger_s_large_file_is_refused_before_a_byte_is_kept(cast: Cast) -> None:
    browser = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    browser.get("/accounts/login/")
    assert "csrftoken" in browser.cookies
    sent = {"file": SimpleUploadedFile("a.bin", LARGE)}
    for path in ("/accounts/login/", "/theme", "/imports/start"):
        assert browser.post(path, sent).status_code == 400
        sent["file"].seek(0)
    assert cast.home.bureau.hosted


def test_an_officer_s_file_of_that_size_is_taken(cast: Cast) -> None:
    browser = cast.client(cast.home, "bureau_officer")
    record = cast.person(cast.home.bureau_officer)
    sent = {"file": SimpleUploadedFile("a.txt", LARGE)}
    assert browser.post(f"/attachments/{record.pk}/add", sent).status_code == 302
    token = cast.token(cast.home, "bureau_officer")
    sent = {"file": SimpleUploadedFile("b.txt", LARGE + b"y")}
    answer = Client(HTTP_HOST="localhost").post(
        f"/api/attachments/{record.pk}/add", sent, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 200
