"""An attachment is what its bytes say, is served safely, and goes with its record."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from tests.cast import Cast
from tocsin.core.errors import Conflict, MalformedFile, TooLarge
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register import vault
from tocsin.rooms.register.actions import attachments
from tocsin.rooms.register.models import Attachment, Discarded


def photograph(**options: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (10, 120, 90)).save(out, format="JPEG", **options)
    return out.getvalue()


def attached(cast: Cast, name: str, data: bytes) -> Attachment:
    record = cast.person(cast.home.bureau_officer)
    return attachments.add(cast.home.bureau_officer, record, file=Upload(name=name, data=data))


def test_a_zip_named_jpg_is_refused(cast: Cast) -> None:
    with pytest.raises(MalformedFile):
        attached(cast, "face.jpg", b"PK\x03\x04" + b"\0" * 100)
    assert not Attachment.unrestricted.exists()


def test_markup_and_scripts_are_only_ever_text(cast: Cast) -> None:
    found = attached(cast, "page.html", b"<script>alert(1)</script>")
    assert found.media_type == "text/plain"


def test_what_a_camera_wrote_into_a_picture_is_gone(cast: Cast) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera Works"
    found = attached(cast, "face.jpg", photograph(exif=exif) + b"hidden behind the picture")
    kept = vault.load(found)
    assert b"Secret Camera" not in kept
    assert b"hidden behind" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_a_picture_that_unpacks_too_far_is_refused(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vault, "MOST_PIXELS", 1_000)
    with pytest.raises(TooLarge):
        attached(cast, "face.jpg", photograph())


def test_the_same_file_is_attached_once(cast: Cast) -> None:
    reader = cast.home.bureau_officer
    found = attached(cast, "a.txt", b"hello there")
    with pytest.raises(Conflict):
        attachments.add(reader, found.record, file=Upload(name="b.txt", data=b"hello there"))


def test_it_is_served_as_a_download_that_nothing_sniffs(cast: Cast) -> None:
    found = attached(cast, "résumé.txt", b"hello there")
    answer = cast.client(cast.home, "bureau_officer").get(f"/attachments/{found.pk}/")
    assert answer.content == b"hello there"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_picture_has_a_small_version_on_the_page(cast: Cast) -> None:
    found = attached(cast, "face.jpg", photograph())
    client = cast.client(cast.home, "bureau_officer")
    small = client.get(f"/attachments/{found.pk}/thumbnail")
    assert Image.open(io.BytesIO(small.content)).size == (240, 180)
    page = client.get(found.record.get_absolute_url()).content.decode()
    assert f"/attachments/{found.pk}/thumbnail" in page


def test_who_does_not_see_the_record_finds_no_file(cast: Cast) -> None:
    found = attached(cast, "face.jpg", photograph())
    client = cast.client(cast.stranger, "bureau_officer")
    for path in ("", "thumbnail", "remove"):
        assert client.get(f"/attachments/{found.pk}/{path}").status_code == 404


def test_a_file_that_no_row_names_is_erased_after_an_hour(cast: Cast) -> None:
    kept = attached(cast, "face.jpg", photograph())
    held, left = vault.path(kept.digest), vault.path("ab" + "0" * 62)
    vault.store(vault.Kept("text/plain", b"left by a verb that was killed", "ab" + "0" * 62))
    now = timezone.now()
    vault.clear_strays(now)
    assert left.exists()  # it may just be being kept
    vault.clear_strays(now + timedelta(hours=2))
    assert not left.exists()
    assert held.exists()
    assert not Discarded.unrestricted.exists()
