"""What a file may be: its limits, and the one way to read its bytes and lines within them.

Memory is bounded by the limits, not by the file. Archives are refused unopened, so nothing here
can unpack to more than was sent.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from tocsin.core.errors import MalformedFile, TooLarge
from tocsin.core.sentences import say

HEAD = 4096
_BOM = b"\xef\xbb\xbf"
_ARCHIVES = (
    (b"PK\x03\x04", say("a ZIP archive or an office workbook")),
    (b"PK\x05\x06", say("a ZIP archive")),
    (b"\x1f\x8b", say("a gzip archive")),
    (b"BZh", say("a bzip2 archive")),
    (b"\xfd7zXZ\x00", say("an xz archive")),
    (b"7z\xbc\xaf\x27\x1c", say("a 7z archive")),
    (b"\x28\xb5\x2f\xfd", say("a Zstandard archive")),
    (b"Rar!", say("a RAR archive")),
    (b"\xd0\xcf\x11\xe0", say("an old office document")),
    (b"%PDF", say("a PDF document")),
)
_WIDE = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most bytes of a line, file, Parquet column, JSON document; the most rows, XML parts."""

    line: int = 1_000_000
    file: int = 4_000_000_000
    rows: int = 5_000_000
    parts: int = 20_000
    column: int = 256_000_000
    document: int = 64_000_000


class _Counted(io.RawIOBase):
    """A stream that refuses to give more bytes than the limit."""

    def __init__(self, source: IO[bytes], limit: int) -> None:
        self._source = source
        self._limit = limit
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        chunk = self._source.read(len(target))
        self._given += len(chunk)
        if self._given > self._limit:
            raise TooLarge("the file is larger than {most:,} bytes", most=self._limit, place="file")
        target[: len(chunk)] = chunk
        return len(chunk)


def open_stream(source: bytes | IO[bytes], limits: Limits) -> io.BufferedReader:
    """Return a buffered reader over ``source`` that stops at the file limit.

    Raises ``MalformedFile`` for archives and for text that is not UTF-8 by its first bytes.
    """
    raw = io.BytesIO(source) if isinstance(source, bytes) else source
    counted: io.RawIOBase = _Counted(raw, limits.file)
    stream: io.BufferedReader = io.BufferedReader(counted, buffer_size=64 * 1024)
    refuse_archive(stream.peek(HEAD)[:HEAD])
    return stream


def refuse_archive(head: bytes) -> None:
    """Raise ``MalformedFile`` when the first bytes show an archive or another encoding."""
    for magic, what in _ARCHIVES:
        if head.startswith(magic):
            raise MalformedFile(
                "this is {what}: unpack it, or save the table as CSV in UTF-8",
                what=what,
                place="file",
            )
    if head.startswith(_WIDE):
        raise MalformedFile("the text is UTF-16: save it as UTF-8", place="line 1")


def lines(stream: io.BufferedReader, limits: Limits, before: int = 0) -> Iterator[tuple[int, str]]:
    """Yield the number and text of each line, its end kept; a byte order mark is dropped.

    ``before`` lines of the file have been read already. Raises ``TooLarge`` for a line past the
    limit, ``MalformedFile`` for bytes that are not UTF-8 or are NUL, each naming the line and the
    byte in it.
    """
    number = before
    while line := stream.readline(limits.line + 1):
        number += 1
        if len(line) > limits.line:
            raise TooLarge(
                "the line is longer than {most:,} bytes", most=limits.line, place=f"line {number}"
            )
        if number == 1:
            line = line.removeprefix(_BOM)
        zero = line.find(b"\0")
        if zero >= 0:
            raise MalformedFile(
                "holds a NUL byte, which no text has", place=f"line {number}, byte {zero + 1}"
            )
        try:
            yield number, line.decode("utf-8")
        except UnicodeDecodeError as problem:
            raise MalformedFile(
                "the byte 0x{byte} is not UTF-8: save the file as UTF-8",
                byte=f"{line[problem.start]:02X}",
                place=f"line {number}, byte {problem.start + 1}",
            ) from problem
