"""Manifests: a file of travellers handed in to be screened row by row, or called off."""

import hashlib
import shutil
from pathlib import Path
from typing import IO, Annotated
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, MalformedFile, TooLarge, WrongState
from tocsin.core.formats import sniff
from tocsin.core.formats.limits import HEAD
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, Upload, verb
from tocsin.rooms.hits.models import UNDER_WAY, Manifest, Phase

LARGEST = 1_000_000_000
_PIECE = 1 << 20
TABLES = ("csv", "jsonl", "parquet")
UPLOAD, ROWS = "upload", "rows.jsonl"

Where = Annotated[str, StringConstraints(max_length=120, strip_whitespace=True)]


@verb(Power.MANIFEST_UPLOAD)
def upload(act: Act, *, file: Upload, where: Where = "") -> Manifest:
    """Hand in a table of travellers (CSV, JSON lines or Parquet); the worker screens it.

    Only a column of names is needed. What cannot be read is reported row by row, the rest goes on.
    Raises MalformedFile or TooLarge for a file that is no such table, InvalidInput without a
    stated purpose.
    """
    if not act.reader.purpose:
        raise InvalidInput("state why you ask, for example border_control", place="purpose")
    size = file.size
    if size > LARGEST:
        raise TooLarge(
            "a manifest may have {most} MB; split it", most=LARGEST // 1_000_000, place="file"
        )
    found = sniff(file.read(HEAD), file.name)
    if found not in TABLES:
        raise MalformedFile("a manifest is CSV, JSON lines or Parquet", place="file")
    pk = uuid4()
    digest = _keep(file.open(), folder(pk))
    manifest = Manifest.unrestricted.create(
        id=pk,
        bureau_id=act.reader.bureau,
        officer_id=act.reader.officer,
        realm=act.reader.realm.value,
        purpose=act.reader.purpose,
        where=where,
        name=Path(file.name).name[:200] or "manifest",
        format=found,
        digest=digest,
        size=size,
        path=f"manifests/{pk}/{UPLOAD}",
        started=act.at,
    )
    act.on(pk)
    act.note(name=manifest.name, sha256=manifest.digest, size=manifest.size)
    return manifest


@verb(Power.MANIFEST_CANCEL)
def cancel(act: Act, manifest: Manifest) -> Manifest:
    """Call a manifest off; rows already screened keep their answers."""
    if manifest.phase not in UNDER_WAY:
        raise WrongState("this manifest is not under way any more")
    manifest.phase = Phase.CANCELLED
    manifest.finished = act.at
    manifest.save(update_fields=["phase", "finished"])
    transaction.on_commit(lambda: clear_away(manifest.pk))
    act.on(manifest.id)
    act.note(done=manifest.done)
    return manifest


def _keep(source: IO[bytes], place: Path) -> str:
    """Copy ``source`` into the new folder ``place``, piece by piece; return its SHA-256."""
    place.mkdir(parents=True, mode=0o700)
    digest = hashlib.sha256()
    with (place / UPLOAD).open("wb") as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            target.write(piece)
    return digest.hexdigest()


def folder(pk: UUID) -> Path:
    """Return where the files of a manifest lie while it is under way."""
    return Path(settings.TOCSIN_HOME) / "manifests" / str(pk)


def clear_away(pk: UUID) -> None:
    """Remove a manifest's files: what is needed further stands in the database."""
    shutil.rmtree(folder(pk), ignore_errors=True)
