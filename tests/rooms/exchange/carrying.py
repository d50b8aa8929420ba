"""A bureau abroad that keeps files with its records, honestly or not."""

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

from tests.rooms.exchange.abroad import Abroad, Spoken, taken
from tocsin.core.errors import Unavailable
from tocsin.core.statements.envelope import file_name
from tocsin.web.fetch import Reply


def photograph(wider: int = 0) -> bytes:
    """A small picture that decodes."""
    out = io.BytesIO()
    Image.new("RGB", (64 + wider, 48), (10, 120, 90)).save(out, format="JPEG")
    return out.getvalue()


@dataclass
class Carrier:
    """The line to the bureau abroad, as far as files go; ``answers`` is what it gives instead."""

    abroad: Abroad
    files: dict[str, bytes] = field(default_factory=dict)
    answers: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    silent: bool = False

    def speak(self, *files: bytes, **more: Any) -> Spoken:
        """Release a record with these files to the node."""
        said = Spoken(self.abroad, **more, files=tuple(map(sha256, files)))
        self.say(said, *files)
        return said

    def say(self, said: Spoken, *files: bytes) -> None:
        """Say a record, or its next revision, with these files and no others."""
        said.files = tuple(map(sha256, files))
        assert taken(self.abroad.peer, said.offer()) == [""]
        self.files = {file_name(said.grain, sha256(one)): one for one in files}

    def fetch(self, target: str, _headers: dict[str, str], *, most: int) -> Reply:
        name = urlsplit(target).path.strip("/").rpartition("/")[2]
        self.asked.append(name)
        if self.silent:
            raise Unavailable("does not answer: {reason}", reason="silent")
        if name in self.answers:
            return self.answers[name]
        if name not in self.files:
            return Reply(404, {}, b"{}")
        headers = {"content-type": "image/jpeg"}
        whole = len(self.files[name]) <= most
        return Reply(200, headers, self.files[name] if whole else b"", whole)

    def close(self) -> None:
        pass


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
