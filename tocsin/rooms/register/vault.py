"""The files of attachments: named by the hash of their content, below ``<home>/attachments``.

Images are decoded and encoded again, which drops metadata and anything hidden behind the picture.
What a file is, its first bytes say; its name is never believed.
"""

import hashlib
import io
import os
import warnings
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from tocsin.core.errors import MalformedFile, NotFound, TooLarge
from tocsin.rooms.register.models import Attachment

LARGEST = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
THUMB = 240
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
    for signature, media_type in SIGNATURES:
        if data.startswith(signature):
            return _kept(media_type, data)
    if b"\0" not in data[:4096]:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return _kept("text/plain", data)
    return _picture(name, data)


def _picture(name: str, data: bytes) -> Kept:
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
    return Path(settings.TOCSIN_HOME) / "attachments" / digest[:2] / digest[2:]


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
    transaction.on_commit(partial(_forget, digest))


def _forget(digest: str) -> None:
    if not Attachment.unrestricted.filter(digest=digest).exists():
        path(digest).unlink(missing_ok=True)
