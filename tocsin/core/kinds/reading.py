"""From JSON to a body and back: strict in, deterministic out, and every refusal names its field."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from tocsin.core.errors import InvalidInput
from tocsin.core.kinds.body import Part
from tocsin.core.refusals import Finding, findings_of

_ENCODER = json.JSONEncoder(allow_nan=False)
AnyPart = TypeVar("AnyPart", bound=Part)


def _as_json(data: Mapping[str, Any]) -> str:
    try:
        return _ENCODER.encode(data)
    except (TypeError, ValueError, RecursionError) as problem:
        raise InvalidInput(
            "cannot be written as JSON: use text, lists and whole numbers"
        ) from problem


def findings(body: type[Part], data: Mapping[str, Any]) -> list[Finding]:
    """Return everything that is wrong with ``data`` as such a body; empty when it can be read."""
    try:
        read_as(body, data)
    except InvalidInput as problem:
        if isinstance(problem.__cause__, ValidationError):
            return findings_of(problem.__cause__)
        return [Finding(problem.place or "", problem.sentence)]
    return []


def read_as(body: type[AnyPart], data: Mapping[str, Any]) -> AnyPart:
    """Read the JSON form of a body. Raises ``InvalidInput`` naming the first field that is wrong.

    Types are never bent: a number is not text, and text is never trimmed or normalised.
    """
    try:
        # Through JSON, because the strict rules for JSON (lists, words and dates as text) are the
        # rules of what travels; a Python object that JSON cannot hold has no business here.
        return body.model_validate_json(_as_json(data))
    except ValidationError as problem:
        found = findings_of(problem)
        place = found[0].place or None
        if len(found) == 1:
            raise InvalidInput(found[0].sentence, place=place) from problem
        raise InvalidInput(
            "{first} (and {n} more)", first=found[0].sentence, n=len(found) - 1, place=place
        ) from problem


def compose(body: type[AnyPart], fields: Mapping[str, Any]) -> AnyPart:
    """Build a body from parts that are already read; ``InvalidInput`` as ``read_as`` raises it."""
    try:
        return body.model_validate(dict(fields))
    except ValidationError as problem:
        found = findings_of(problem)
        raise InvalidInput(found[0].sentence, place=found[0].place or None) from problem


def _pruned(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _pruned(part) for key, part in value.items()}
        return {key: part for key, part in kept.items() if part not in (None, [], {})}
    if isinstance(value, list):
        return [_pruned(part) for part in value]
    return value


def dump(body: Part) -> dict[str, Any]:
    """Return the JSON form: text, whole numbers, lists and objects; absent and empty left out.

    ``read_as(type(body), dump(body)) == body`` and equal bodies give equal dumps, in the order in
    which the fields are defined.
    """
    return cast("dict[str, Any]", _pruned(body.model_dump(mode="json")))
