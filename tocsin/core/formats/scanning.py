"""JSON of others, read strictly: every number exact, every key once, depth and size bounded.

A fault inside a listed object (a key given twice, NaN, too deep, too long) is that object's alone;
JSON that breaks makes the rest of the file unreadable and is refused with the line and column.
"""

import json
import re
from collections.abc import Generator, Iterator
from typing import IO, Any, NamedTuple

from tocsin.core.errors import MalformedFile, TooLarge
from tocsin.core.formats.limits import Limits, refuse_archive
from tocsin.core.sentences import say

DEPTH = 32
DIGITS = 17
_BOM = b"\xef\xbb\xbf"
_SPACE = re.compile(r"[ \t\n\r]*")


class Figure(str):
    """A number with a point or an exponent, as the text it was written in."""

    __slots__ = ()


class Piece(NamedTuple):
    """One object of a list: its exact text, its value, and what is wrong with it, if anything."""

    raw: str
    value: Any
    fault: str | None


# Yields what it met and returns where it ended.
_Walk = Generator[tuple[str, Piece], None, int]


class Scanner:
    """Reads JSON values one by one from a text; remembers what was wrong with the last one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._fault: str | None = None
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._once,
            parse_float=Figure,
            parse_int=self._whole,
            parse_constant=self._constant,
        )

    def skip(self, at: int) -> int:
        """Return the place of the next sign that is not white space."""
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def at(self, place: int, signs: str) -> str:
        """Return the sign at a place if it is one of these; ``MalformedFile`` if not."""
        sign = self.text[place : place + 1]
        if not sign or sign not in signs:
            wanted = " or ".join(f"'{one}'" for one in signs)
            raise MalformedFile(
                "is not JSON: {wanted} was expected", wanted=wanted, place=self.place(place)
            )
        return sign

    def place(self, at: int) -> str:
        """Return a place in words: its line and column."""
        line = self.text.count("\n", 0, at) + 1
        return f"line {line}, column {at - self.text.rfind(chr(10), 0, at)}"

    def piece(self, start: int) -> tuple[Piece, int]:
        """Read the value that begins here; return it and where it ends.

        Raises ``MalformedFile`` where the text is not JSON.
        """
        self._fault = None
        try:
            value, end = self._decoder.raw_decode(self.text, start)
        except json.JSONDecodeError as problem:
            raise MalformedFile(
                "is not JSON: {reason}",
                reason=say(problem.msg),
                place=self.place(min(problem.pos, len(self.text))),
            ) from None
        except RecursionError:
            raise MalformedFile("is nested too deeply", place=self.place(start)) from None
        raw = self.text[start:end]
        if self._fault is None and _is_deep(raw, value):
            self._fault = say("is nested more than {most} deep", most=DEPTH)
        return Piece(raw, value, self._fault), end

    def _blame(self, fault: str) -> None:
        self._fault = self._fault or fault

    def _once(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for number, key in enumerate(keys) if key in keys[:number])
            self._blame(say("has the key {key} twice", key=ascii(twice[:40])))
        return found

    def _whole(self, text: str) -> int:
        if len(text) > DIGITS:
            self._blame(
                say(
                    "has the number {number}, which is too large to be kept exactly",
                    number=text[:20],
                )
            )
            return 0
        return int(text)

    def _constant(self, text: str) -> None:
        self._blame(say("has {text}, which is not a number in JSON", text=text))


def _is_deep(raw: str, value: Any) -> bool:
    # Brackets inside texts only make the count higher, so few of them prove that it is shallow.
    if raw.count("{") + raw.count("[") <= DEPTH:
        return False
    level = [value]
    for _ in range(DEPTH + 1):
        level = [part for one in level if isinstance(one, dict | list) for part in _parts(one)]
        if not level:
            return False
    return True


def _parts(value: dict[str, Any] | list[Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def document(source: bytes | IO[bytes], limits: Limits) -> str:
    """Return the whole text of a JSON document.

    Raises ``TooLarge`` past the limit, ``MalformedFile`` for an archive or bytes not UTF-8.
    """
    data = source if isinstance(source, bytes) else source.read(limits.document + 1)
    if len(data) > limits.document:
        raise TooLarge(
            "a JSON document may have {most:,} bytes", most=limits.document, place="file"
        )
    refuse_archive(data[:16])
    data = data.removeprefix(_BOM)
    try:
        return data.decode()
    except UnicodeDecodeError as problem:
        raise MalformedFile(
            "the byte 0x{byte} is not UTF-8: save the file as UTF-8",
            byte=f"{data[problem.start]:02X}",
            place=f"byte {problem.start + 1}",
        ) from None


def whole(text: str) -> Any:
    """Return the one value of a document; ``MalformedFile`` for anything but sound JSON."""
    scanner = Scanner(text)
    piece, end = scanner.piece(scanner.skip(0))
    if piece.fault is not None:
        raise MalformedFile(piece.fault, place="file")
    _no_more(scanner, end)
    return piece.value


def listed(text: str, name: str) -> Iterator[tuple[str, Piece]]:
    """Yield the members of a document's outer object, one by one.

    The objects of the list called ``name`` come each on its own, under that name; a document that
    is a list comes as if it were that list. Raises ``MalformedFile`` where the JSON breaks.
    """
    scanner = Scanner(text)
    start = scanner.skip(0)
    if scanner.at(start, "{[") == "[":
        end = yield from _list(scanner, start, name)
    else:
        end = yield from _members(scanner, start, name)
    _no_more(scanner, end)


def _members(scanner: Scanner, at: int, name: str) -> _Walk:
    met: set[str] = set()
    at = scanner.skip(at + 1)
    if scanner.at(at, '"}') == "}":
        return at + 1
    while True:
        scanner.at(at, '"')
        key, end = scanner.piece(at)
        if key.value in met:
            raise MalformedFile(
                "has the key {key} twice", key=ascii(key.value[:40]), place=scanner.place(at)
            )
        met.add(key.value)
        at = scanner.skip(end)
        scanner.at(at, ":")
        at = scanner.skip(at + 1)
        if key.value == name and scanner.text[at : at + 1] == "[":
            at = yield from _list(scanner, at, name)
        else:
            piece, at = scanner.piece(at)
            yield key.value, piece
        at = scanner.skip(at)
        if scanner.at(at, ",}") == "}":
            return at + 1
        at = scanner.skip(at + 1)


def _list(scanner: Scanner, at: int, name: str) -> _Walk:
    at = scanner.skip(at + 1)
    if scanner.text[at : at + 1] == "]":
        return at + 1
    while True:
        piece, end = scanner.piece(at)
        yield name, piece
        at = scanner.skip(end)
        if scanner.at(at, ",]") == "]":
            return at + 1
        at = scanner.skip(at + 1)


def _no_more(scanner: Scanner, end: int) -> None:
    after = scanner.skip(end)
    if after < len(scanner.text):
        raise MalformedFile("something follows the end of the JSON", place=scanner.place(after))
