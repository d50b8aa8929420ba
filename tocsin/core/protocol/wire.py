"""Messages as canonical JSON, read strictly: by the types of their fields, and nothing beside them.

``{"is": "Pull", "cursor": [0, 17], ...}``. Whatever breaks the form raises InvalidStatement naming
the field; nothing is half read.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from enum import EnumType
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from tocsin.core.errors import InvalidStatement
from tocsin.core.protocol import messages
from tocsin.core.protocol.messages import Message
from tocsin.core.statements import octets
from tocsin.core.statements.canonical import decode, encode
from tocsin.core.statements.ids import uuid
from tocsin.core.statements.moments import moment, stamp
from tocsin.core.statements.signed import Signed

LIMIT = 16_777_216  # bytes of one message

_TAGGED = {one.__name__: one for one in (*get_args(Message), *get_args(messages.Row))}


def plain(value: Any) -> str:
    """Return any value of the protocol as canonical JSON, for a store to keep."""
    return encode(_said(value)).decode()


def typed(kind: Any, text: str) -> Any:
    """Return the value of this type that ``plain`` wrote."""
    return _read(kind, decode(text.encode(), limit=LIMIT), "$")


def plain_value(value: Any) -> Any:
    """Return any value of the protocol as JSON, to stand inside another document."""
    return _said(value)


def typed_value(kind: Any, value: Any, place: str) -> Any:
    """Return the value of this type in JSON; InvalidStatement naming the place."""
    return _read(kind, value, place)


def to_bytes(message: Message) -> bytes:
    """Return the message as one line of canonical JSON."""
    return encode(_said(message))


def from_bytes(data: bytes) -> Message:
    """Return the message in these bytes; raises InvalidStatement for anything else."""
    said = decode(data, limit=LIMIT)
    found: Message = _union(get_args(Message), said, "$")
    return found


def _said(value: Any) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [_said(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(_said(one) for one in value)
    if isinstance(value, Mapping):
        return {_said(key): _said(one) for key, one in value.items()}
    if type(value) in _SPELLED:
        return _SPELLED[type(value)](value)
    said = {
        field.name: _said(getattr(value, field.name))
        for field in fields(value)
        if getattr(value, field.name) != field.default
    }
    name = type(value).__name__
    return said | {"is": name} if name in _TAGGED else said


def _read(kind: Any, value: Any, place: str) -> Any:
    if get_origin(kind) is UnionType:
        return _union(get_args(kind), value, place)
    if get_origin(kind) is tuple:
        (each, *_) = get_args(kind)
        return tuple(
            _read(each, one, f"{place}[{n}]") for n, one in enumerate(_listed(value, place))
        )
    if get_origin(kind) in {frozenset, Mapping}:
        return _many(kind, value, place)
    if kind in _PLAIN or isinstance(kind, EnumType):
        return _PLAIN[kind](value, place) if kind in _PLAIN else kind(value)
    if hasattr(kind, "_fields"):
        hints, given = _hints(kind), _listed(value, place)
        if len(given) != len(hints):
            raise InvalidStatement("holds too few or too many values", place=place)
        return kind(
            *(_read(hint, one, place) for hint, one in zip(hints.values(), given, strict=True))
        )
    return _object(kind, value, place)


def _many(kind: Any, value: Any, place: str) -> Any:
    if get_origin(kind) is frozenset:
        return frozenset(_read(get_args(kind)[0], one, place) for one in _listed(value, place))
    if not isinstance(value, dict):
        raise InvalidStatement("must be an object", place=place)
    first, second = get_args(kind)
    return {_read(first, key, place): _read(second, one, place) for key, one in value.items()}


def _union(kinds: tuple[Any, ...], value: Any, place: str) -> Any:
    if NoneType in kinds:
        if value is None:
            return None
        kinds = tuple(kind for kind in kinds if kind is not NoneType)
        if len(kinds) == 1:
            return _read(kinds[0], value, place)
    named = value.get("is") if isinstance(value, dict) else None
    kind = _TAGGED.get(named) if isinstance(named, str) else None
    if kind is None or kind not in kinds:
        raise InvalidStatement("must name what it is", place=f"{place}.is")
    return _object(kind, value, place)


def _object(kind: Any, value: Any, place: str) -> Any:
    if not isinstance(value, dict):
        raise InvalidStatement("must be an object", place=place)
    given = {name: one for name, one in value.items() if name != "is"}
    hints = _hints(kind)
    if unknown := given.keys() - hints.keys():
        raise InvalidStatement("is not known here", place=f"{place}.{min(unknown)}")
    for field in fields(kind):
        if field.name not in given and field.default is MISSING:
            raise InvalidStatement("is missing", place=f"{place}.{field.name}")
    return kind(**{name: _read(hints[name], one, f"{place}.{name}") for name, one in given.items()})


def _listed(value: Any, place: str) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidStatement("must be a list", place=place)
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _number(value: Any, place: str) -> int:
    if type(value) is not int or value < 0:
        raise InvalidStatement("must be an integer from 0 on", place=place)
    return value


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise InvalidStatement("must be text", place=place)
    return value


def _flag(value: Any, place: str) -> bool:
    if not isinstance(value, bool):
        raise InvalidStatement("must be true or false", place=place)
    return value


_SPELLED: dict[type, Callable[[Any], Any]] = {
    bytes: octets.to_text,
    UUID: str,
    datetime: stamp,
    Signed: Signed.to_json,
}
_PLAIN: dict[Any, Callable[[Any, str], Any]] = {
    int: _number,
    str: _text,
    bool: _flag,
    bytes: lambda value, place: octets.from_text(value, place=place),
    UUID: lambda value, place: uuid(value, place=place),
    datetime: lambda value, _place: moment(value),
    Signed: lambda value, place: Signed.from_json(value, place=place),
}
