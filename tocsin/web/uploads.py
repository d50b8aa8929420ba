"""Uploaded files on their way in: refused by the length they announce, before a byte is kept.

Who is nobody yet cannot fill the disk; who is somebody can send the largest file a verb takes. On
the way they lie in the home, not in memory nor where others may look.
"""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import RequestDataTooBig
from django.core.files import temp
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

MOST_OF_STRANGERS = 1 << 16
MOST = 1_001_000_000  # the largest import, and the form round it


LEFT_OVER = 24 * 3600  # seconds after which a file still on its way belongs to a killed process


def incoming() -> Path:
    """Return the folder of files that are on their way in."""
    return Path(settings.TOCSIN_HOME) / "incoming"


class Incoming(TemporaryUploadedFile):
    """A file on its way in; gone when the request is over."""

    def __init__(self, sent: FileUploadHandler) -> None:
        file = temp.NamedTemporaryFile(suffix=".upload", dir=incoming())
        UploadedFile.__init__(
            self, file, sent.file_name, sent.content_type, 0, sent.charset, sent.content_type_extra
        )


class Bounded(TemporaryFileUploadHandler):
    """Keeps files beside the memory, as many bytes as whoever sends them may."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ARG002 - Django's signature
        META: Any,  # noqa: ARG002, N803 - Django's signature
        content_length: int,
        boundary: Any,  # noqa: ARG002 - Django's signature
        encoding: Any = None,  # noqa: ARG002 - Django's signature
    ) -> None:
        """Raise RequestDataTooBig for more than this sender may send."""
        session = getattr(self.request, "session", {})
        known = hasattr(self.request, "reader") or SESSION_KEY in session
        if content_length > (MOST if known else MOST_OF_STRANGERS):
            raise RequestDataTooBig("this is more than may be sent here")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file, in a folder that only the node may read; clear away what was left there."""
        folder = incoming()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in folder.iterdir():
            if left.stat().st_mtime < time.time() - LEFT_OVER:
                left.unlink(missing_ok=True)
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = Incoming(self)
