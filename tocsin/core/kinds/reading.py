"""From JSON to a body and back: strict in, deterministic out, and every refusal names its field."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar, cast

from pydantic import ValidationError

from tocsin.core.errors import InvalidInput
from tocsin.core.kinds.body import Part

_ENCODER = json.JSONEncoder(allow_nan=False)
AnyPart = TypeVar("AnyPart", bound=Part)


class Finding(NamedTuple):
    """One thing wrong with what was given: the path of the field and a sentence about it."""

    place: str
    sentence: str


def _path(location: tuple[int | str, ...]) -> str:
    path = ""
    for step in location:
        if isinstance(step, int):
            path += f"[{step}]"
        else:
            path += f".{step}" if path else step
    return path


def _longer(context: Mapping[str, Any]) -> str:
    return f"is longer than {context['max_length']:,} characters"


def _many(context: Mapping[str, Any]) -> str:
    return f"has more than {context['max_length']:,} entries"


_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda _: "is required",
    "extra_forbidden": lambda _: "is not a known field",
    "string_type": lambda _: "must be text",
    "string_too_long": _longer,
    "string_too_short": lambda _: "is too short",
    "string_pattern_mismatch": lambda context: f"does not have the form {context['pattern']}",
    "too_long": _many,
    "too_short": lambda _: "must not be empty",
    "tuple_type": lambda _: "must be a list",
    "enum": lambda context: f"must be one of {context['expected'].replace(' or ', ', ')}",
    "int_type": lambda _: "must be a whole number",
    "greater_than_equal": lambda context: f"must be at least {context['ge']}",
    "less_than_equal": lambda context: f"must be at most {context['le']}",
    "model_type": lambda _: "must be an object with fields",
    "value_error": lambda context: str(context["error"]),
}


def _findings(problem: ValidationError) -> list[Finding]:
    found: list[Finding] = []
    for error in problem.errors(include_url=False, include_input=False):
        # A list whose only entry is wrong is called empty as well; one sentence is enough.
        if error["type"] == "too_short" and any(
            finding.place.startswith(_path(error["loc"]) + "[") for finding in found
        ):
            continue
        write = _SENTENCES.get(error["type"])
        sentence = write(error.get("ctx", {})) if write else error["msg"].lower()
        found.append(Finding(_path(error["loc"]), sentence))
    return found


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
            return _findings(problem.__cause__)
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
        found = _findings(problem)
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise InvalidInput(found[0].sentence + more, place=found[0].place or None) from problem


def compose(body: type[AnyPart], fields: Mapping[str, Any]) -> AnyPart:
    """Build a body from parts that are already read; ``InvalidInput`` as ``read_as`` raises it."""
    try:
        return body.model_validate(dict(fields))
    except ValidationError as problem:
        found = _findings(problem)
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
