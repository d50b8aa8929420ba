"""The files of an import below ``<home>/imports``: what was sent, and the rows read from it.

Both go as soon as the import is over; its digest stays.
"""

import hashlib
import os
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

CHUNK = 1 << 20


def folder() -> Path:
    """Return the folder, made if it is the first."""
    where = Path(settings.TOCSIN_HOME) / "imports"
    where.mkdir(parents=True, exist_ok=True, mode=0o700)
    return where


def sent(job: UUID) -> Path:
    """Return where the file lies as it was sent."""
    return folder() / f"{job}.file"


def spool(job: UUID) -> Path:
    """Return where the rows read from it lie, one line of JSON each."""
    return folder() / f"{job}.rows"


def keep(job: UUID, source: IO[bytes]) -> str:
    """Write what was sent, whole and flushed, and return its SHA-256."""
    digest = hashlib.sha256()
    part = sent(job).with_suffix(".part")
    with part.open("wb") as file:
        part.chmod(0o600)
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    part.replace(sent(job))
    return digest.hexdigest()


def drop(job: UUID) -> None:
    """Remove everything kept for an import."""
    for path in folder().glob(f"{job}.*"):
        path.unlink(missing_ok=True)
