"""Canonical JSON (RFC 8785) without floats: one value has one spelling, and every other is refused.

Integers stay below 2^53 in size so that every reader gets the same number; decimals are text.
Strings are never normalised. Keys stand in the order of their UTF-16 code units (RFC 8785, 3.2.3).
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from tocsin.core.errors import InvalidStatement

LARGEST = 2**53  # the first integer that a reader with IEEE 754 doubles may misread
DEPTH = 32
LIMIT = 1_048_576

_BOM = b"\xef\xbb\xbf"


def encode(value: Any, *, depth: int = DEPTH) -> bytes:
    """Return the one canonical spelling of a value as UTF-8.

    Takes None, booleans, integers below 2^53 in size, strings, lists, tuples and string-keyed
    mappings, nested at most ``depth`` deep. Raises InvalidStatement naming the place otherwise.
    """
    ordered = _ordered(value, "$", depth)
    return json.dumps(ordered, ensure_ascii=False, separators=(",", ":")).encode()


def decode(data: bytes, *, limit: int = LIMIT, depth: int = DEPTH) -> Any:
    """Return the value whose canonical spelling is exactly these bytes.

    Raises InvalidStatement for anything else: more than ``limit`` bytes, a byte order mark, bad
    UTF-8, repeated keys, floats, large integers, deep nesting, or any other spelling.
    """
    if len(data) > limit:
        raise InvalidStatement(
            "is {n} bytes long; {limit} are allowed", n=len(data), limit=limit, place="$"
        )
    if data.startswith(_BOM):
        raise InvalidStatement("starts with a byte order mark; remove it", place="byte 0")
    value = _parse(data)
    spelled = encode(value, depth=depth)
    if spelled != data:
        place = next(
            (i for i, (a, b) in enumerate(zip(data, spelled, strict=False)) if a != b),
            min(len(data), len(spelled)),
        )
        raise InvalidStatement("is not spelled canonically (RFC 8785)", place=f"byte {place}")
    return value


def _parse(data: bytes) -> Any:
    try:
        return _DECODER.decode(data.decode())
    except UnicodeDecodeError as error:
        raise InvalidStatement("is not UTF-8", place=f"byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise InvalidStatement(
            "is not JSON: {reason}", reason=error.msg, place=f"character {error.pos}"
        ) from None
    except RecursionError:
        raise InvalidStatement("is nested too deep", place="$") from None


def _ordered(value: Any, place: str, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _sound(value, place)
    if isinstance(value, int):
        return _exact(value, place)
    if depth == 0:
        raise InvalidStatement("is nested too deep", place=place)
    if isinstance(value, Mapping):
        return _ordered_object(value, place, depth)
    if isinstance(value, list | tuple):
        return [_ordered(item, f"{place}[{i}]", depth - 1) for i, item in enumerate(value)]
    raise InvalidStatement(
        "a {name} has no canonical form; use text, integers, lists or objects",
        name=type(value).__name__,
        place=place,
    )


def _ordered_object(value: Mapping[Any, Any], place: str, depth: int) -> dict[str, Any]:
    for key in value:
        if not isinstance(key, str):
            raise InvalidStatement("the key {key} is not a string", key=repr(key), place=place)
        _sound(key, f"{place} key")
    keys = sorted(value, key=_utf16)
    return {key: _ordered(value[key], f"{place}.{key}", depth - 1) for key in keys}


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be")


def _sound(text: str, place: str) -> str:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidStatement("holds half of a surrogate pair", place=place) from None
    return text


def _exact(number: int, place: str) -> int:
    if -LARGEST < number < LARGEST:
        return number
    raise InvalidStatement("an integer must be below 2^53 in size; write it as text", place=place)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for i, key in enumerate(keys) if key in keys[:i])
        raise InvalidStatement("the key stands twice in one object", place=ascii(twice))
    return found


def _no_float(text: str) -> NoReturn:
    raise InvalidStatement("floats have no exact form; write decimals as text", place=text[:40])


def _small(text: str) -> int:
    if len(text) > 17:  # "-9007199254740991" is the longest integer allowed
        raise InvalidStatement("an integer must be below 2^53 in size", place=text[:40])
    return int(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once,
    parse_float=_no_float,
    parse_int=_small,
    parse_constant=_no_float,
)
