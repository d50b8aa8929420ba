"""JSON lines: one object to a line, either a person in the plain form or a body of any kind.

A body stands as ``{"kind": ..., "id": ..., "body": {...}}``. Numbers with a point, NaN and a key
given twice are refused: none of them can be kept as it was.
"""

import json
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import Any, NoReturn

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.limits import Limits, lines
from tocsin.core.formats.persons import COLUMNS, Plain, odd_names, person_from
from tocsin.core.formats.rows import Ids, Item, Remark, Row, RowError
from tocsin.core.kinds import Person, read
from tocsin.core.sentences import say

_ENVELOPE = frozenset({"kind", "id", "body"})


def _no_float(text: str) -> NoReturn:
    raise ValueError(say("the number {text} has a point: write it as text", text=text[:20]))


def _no_constant(text: str) -> NoReturn:
    raise ValueError(say("{text} is not a number in JSON", text=text))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has the same key twice")
    return found


_DECODER = json.JSONDecoder(
    parse_float=_no_float, parse_constant=_no_constant, object_pairs_hook=_once
)


def parse_object(text: str) -> dict[str, Any]:
    """Read one line as a JSON object; ``InvalidInput`` with the column where it breaks."""
    try:
        found = _DECODER.decode(text)
    except json.JSONDecodeError as problem:
        raise InvalidInput(
            "is not JSON from column {column} on: {reason}",
            column=problem.colno,
            reason=say(problem.msg),
        ) from problem
    except RecursionError as problem:
        raise InvalidInput("is nested too deeply") from problem
    except ValueError as problem:
        raise InvalidInput(str(problem)) from problem
    if not isinstance(found, dict):
        raise InvalidInput("is not an object: each line holds one object in braces")
    return found


def objects(
    stream: BufferedReader, limits: Limits
) -> Iterator[tuple[str, dict[str, Any] | RowError]]:
    """Yield the place and object of every line that is not blank, or the error in its stead."""
    for number, text in lines(stream, limits):
        if not text.strip():
            continue
        place = f"line {number}"
        try:
            yield place, parse_object(text.rstrip("\r\n"))
        except InvalidInput as problem:
            yield place, RowError(place, None, problem.sentence)


def _texts(data: Mapping[str, Any], column: str) -> list[str]:
    value = data.get(column)
    if value is None:
        return []
    several = value if isinstance(value, list) else [value]
    for one in several:
        if not isinstance(one, str):
            raise InvalidInput("must be text, or a list of texts", place=column)
    return [one.strip() for one in several if one.strip()]


def _only(texts: list[str], column: str) -> str | None:
    if len(texts) > 1:
        raise InvalidInput("must be one text", place=column)
    return texts[0] if texts else None


def plain_person(data: Mapping[str, Any]) -> Plain:
    """Return the plain person of an object; ``InvalidInput`` for a value that is not text."""
    identifier = data.get("id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        data = {**data, "id": str(identifier)}
    return Plain(
        id=_only(_texts(data, "id"), "id"),
        names=_texts(data, "names"),
        dob=_texts(data, "dob"),
        nat=_texts(data, "nat"),
        gender=_only(_texts(data, "gender"), "gender"),
        docs=_texts(data, "docs"),
    )


def _body_row(place: str, data: Mapping[str, Any], ids: Ids) -> Row:
    kind, identifier, content = data.get("kind"), data.get("id"), data["body"]
    if not isinstance(kind, str):
        raise InvalidInput("is required beside a body", place="kind")
    if not isinstance(identifier, str):
        raise InvalidInput("is required, as text", place="id")
    if not isinstance(content, dict):
        raise InvalidInput("must be an object", place="body")
    unknown = sorted(set(data) - _ENVELOPE)
    if unknown:
        raise InvalidInput("is not a known field beside a body", place=unknown[0][:40])
    body = read(kind, content)
    remarks = odd_names(body, place) if isinstance(body, Person) else ()
    return Row(place, ids.take(identifier), body, remarks=remarks)


def _person_row(place: str, data: Mapping[str, Any], ids: Ids, *, numbered: bool) -> Row:
    plain = plain_person(data)
    person = person_from(plain)
    if plain.id is None and not numbered:
        raise InvalidInput("is required", place="id")
    identifier = ids.take(plain.id or place)
    return Row(place, identifier, person, remarks=odd_names(person, place))


def read_jsonl(stream: BufferedReader, limits: Limits, *, numbered: bool = False) -> Iterator[Item]:
    """Yield the rows of a file of JSON lines; with ``numbered`` a missing id is the line's place.

    Raises ``MalformedFile`` and ``TooLarge`` as ``lines`` does.
    """
    ids = Ids(limits)
    reported: set[str] = set()
    for place, found in objects(stream, limits):
        ids.count()
        if isinstance(found, RowError):
            yield found
            continue
        try:
            if "body" in found:
                yield _body_row(place, found, ids)
                continue
            yield _person_row(place, found, ids, numbered=numbered)
        except InvalidInput as problem:
            yield RowError(place, problem.place, problem.sentence)
            continue
        for key in found.keys() - set(COLUMNS) - reported:
            # Reported once, and no more than a few: a file may hold a new key in every line.
            if len(reported) < 50:
                reported.add(key)
                yield Remark(
                    place, say("the field '{key}' is not known and was not read", key=key[:40])
                )
