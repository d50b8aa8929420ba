"""The files of attachments: named by the hash of their content, below ``<home>/attachments``.

Images are decoded and encoded again, which drops metadata and anything hidden behind the picture.
What a file is, its first bytes say; its name is never believed. A file from another bureau is kept
byte for byte, for its owner signed for those bytes, and only if it is one that could be kept here.

Bytes are written and erased under a row that says their digest: it is there before the bytes are
written and until they are erased, so whatever a killed process left behind is found and removed.
"""

import hashlib
import io
import os
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from tocsin.core.errors import MalformedFile, NotFound, TooLarge
from tocsin.rooms.register.models import Attachment, Discarded

LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
THUMB = 240
STRAY = timedelta(hours=1)  # far longer than any verb takes
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SIGNATURES = ((b"%PDF-", "application/pdf"),)


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it is kept: its type by content, its bytes and their SHA-256."""

    media_type: str
    data: bytes
    digest: str


def inspect(name: str, data: bytes) -> Kept:
    """Return the file in the form it may be kept; raise MalformedFile or TooLarge naming it."""
    if len(data) > LARGEST:
        raise TooLarge("files may have {most} MB at most", most=LARGEST // 1024 // 1024, place=name)
    if not data:
        raise MalformedFile("the file is empty", place=name)
    plain = _plain(data)
    return _kept(plain, data) if plain else _cleaned(name, data)


def recognise(name: str, data: bytes) -> str:
    """Return the media type of a file that is kept as it came; raises as ``inspect`` does."""
    return _plain(data) or _cleaned(name, data).media_type


def _plain(data: bytes) -> str:
    """Return the type of a PDF or text, "" for anything else."""
    for signature, media_type in SIGNATURES:
        if data.startswith(signature):
            return media_type
    if b"\0" in data[:4096]:
        return ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "text/plain"


def _cleaned(name: str, data: bytes) -> Kept:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=list(PICTURES))
            if image.width * image.height > MOST_PIXELS:
                raise TooLarge("the picture has too many pixels; scale it down", place=name)
            kind = str(image.format)
            upright = ImageOps.exif_transpose(image)
            clean = io.BytesIO()
            if kind == "JPEG":
                upright = upright.convert("RGB")
            upright.save(clean, format=kind, exif=b"", icc_profile=None)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise MalformedFile(
            "only JPEG, PNG and WebP pictures, PDF and plain text are kept; its content is none of"
            " these",
            place=name,
        ) from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise TooLarge("the picture unpacks to far too many pixels", place=name) from error
    return _kept(PICTURES[kind], clean.getvalue())


def _kept(media_type: str, data: bytes) -> Kept:
    return Kept(media_type, data, hashlib.sha256(data).hexdigest())


def path(digest: str) -> Path:
    """Return where the file of this hash lies."""
    return _vault() / digest[:2] / digest[2:]


def _vault() -> Path:
    return Path(settings.TOCSIN_HOME) / "attachments"


def store(kept: Kept) -> None:
    """Write the file whole or not at all; the same content is kept once."""
    where = path(kept.digest)
    if where.exists():
        return
    where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = where.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        file.write(kept.data)
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o600)
    part.replace(where)


def load(attachment: Attachment) -> bytes:
    """Return the file's bytes; raise NotFound when it has been erased."""
    try:
        return path(attachment.digest).read_bytes()
    except FileNotFoundError as error:
        raise NotFound("this attachment's content has been erased") from error


def thumbnail(attachment: Attachment) -> bytes:
    """Return a small JPEG of a picture; raises NotFound for anything else."""
    if not attachment.media_type.startswith("image/"):
        raise NotFound("only pictures have a small version")
    image = Image.open(io.BytesIO(load(attachment)), formats=list(PICTURES)).convert("RGB")
    image.thumbnail((THUMB, THUMB))
    small = io.BytesIO()
    image.save(small, format="JPEG", quality=80)
    return small.getvalue()


def drop(attachment: Attachment) -> None:
    """Delete the row and, once that is committed, the file no other record holds."""
    digest = attachment.digest
    attachment.delete()
    Discarded.unrestricted.get_or_create(digest=digest)
    transaction.on_commit(partial(_erase, digest))


def claim(digest: str) -> None:
    """Say, in the caller's transaction or before it, that bytes of this digest will be written."""
    with transaction.atomic():
        Discarded.unrestricted.get_or_create(digest=digest)
        Discarded.unrestricted.select_for_update().filter(digest=digest).first()


def keep(digest: str) -> None:
    """Say, in the transaction that wrote its row, that the file of this digest stays."""
    Discarded.unrestricted.filter(digest=digest).delete()


def clear() -> int:
    """Erase every file that nothing holds, and what a killed process left; return how many."""
    waiting = list(Discarded.unrestricted.values_list("digest", flat=True))
    for digest in waiting:
        _erase(digest)
    return len(waiting)


def clear_strays(at: datetime) -> int:
    """Erase files that no row names and that nobody wrote within the hour; return how many.

    A verb keeps a file in a transaction of its own, claim included: killed before its end, it
    leaves the file alone. Each is claimed before it goes, so that whoever keeps the very same file
    at that moment is waited for, and then it stays.
    """
    strays = [
        digest for folder in _vault().glob("[0-9a-f][0-9a-f]") for digest in _strays(folder, at)
    ]
    for digest in strays:
        claim(digest)
        _erase(digest)
    return len(strays)


def _strays(folder: Path, at: datetime) -> set[str]:
    long_ago = (at - STRAY).timestamp()
    files = {
        folder.name + file.name.partition(".")[0]
        for file in folder.iterdir()
        if file.stat().st_mtime < long_ago
    }
    return files - set(
        Attachment.unrestricted.filter(digest__startswith=folder.name).values_list(
            "digest", flat=True
        )
    )


def _erase(digest: str) -> None:
    """Erase a file unless a record holds it; who is writing it holds its row until that is done."""
    with transaction.atomic():
        if Discarded.unrestricted.select_for_update().filter(digest=digest).first() is None:
            return
        if not Attachment.unrestricted.filter(digest=digest).exists():
            where = path(digest)
            for part in where.parent.glob(f"{where.name}*"):
                part.unlink(missing_ok=True)
        Discarded.unrestricted.filter(digest=digest).delete()
