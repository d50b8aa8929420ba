"""What is sent goes from disk to disk, piece by piece, at every door; nothing is left on its way."""

import io
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from tocsin.node.cli.verbs import Form
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.hits.actions import manifests
from tocsin.rooms.hits.models import Manifest
from tocsin.rooms.register.actions import imports
from tocsin.web import uploads

TABLE = b"id,names\n" + b"".join(b"p%d,Jan Dolinski\n" % at for at in range(200_000))


class Pieces(io.BytesIO):
    """A file that refuses to be read whole."""

    def read(self, most: int | None = -1) -> bytes:
        assert most is not None
        assert 0 <= most <= 1 << 20, "read whole into memory"
        return super().read(most)


@pytest.mark.parametrize("verb", [manifests.upload, imports.start])
def test_a_large_file_is_never_read_whole(cast: Cast, verb) -> None:
    more = {"source": "invented"} if verb is imports.start else {}
    officer = cast.home.border_officer if verb is manifests.upload else cast.home.bureau_officer
    kept = verb(officer, file=Upload("flight.csv", Pieces(TABLE)), **more)
    assert kept.size == len(TABLE)


def test_what_comes_through_a_door_lies_in_the_home_and_is_gone_afterwards(cast: Cast) -> None:
    incoming = uploads.incoming()
    assert incoming.is_relative_to(settings.TOCSIN_HOME)
    incoming.mkdir(exist_ok=True)
    left, fresh = incoming / "left.upload", incoming / "fresh.upload"
    for file in (left, fresh):
        file.write_bytes(b"of a killed process")
    os.utime(left, (0, 0))
    token = cast.token(cast.home, "border_officer")
    answer = Client(HTTP_HOST="localhost").post(
        "/api/manifests/upload",
        {"file": SimpleUploadedFile("flight.csv", TABLE)},
        headers={"Authorization": f"Bearer {token}", "X-Purpose": "border_control"},
    )
    assert answer.status_code == 200
    manifest = Manifest.unrestricted.get()
    assert (manifests.folder(manifest.pk) / "upload").read_bytes() == TABLE
    assert [x.name for x in incoming.iterdir()] == ["fresh.upload"]
    fresh.unlink()


def test_the_command_sends_a_file_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / 'a "flight".csv'
    path.write_bytes(TABLE)
    form = Form(path)
    pieces = list(form)
    assert max(map(len, pieces)) <= 1 << 20
    body = b"".join(pieces)
    assert len(body) == len(form)
    assert b'name="file"; filename="a flight.csv"' in body
    assert TABLE in body
