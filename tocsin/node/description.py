"""The API in words: the OpenAPI document as operations with parameters, fields and an example."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field of the body, with its type in words."""

    name: str
    where: str
    kind: str
    required: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One route: what it does, what it takes, what it answers, and how to call it."""

    anchor: str
    method: str
    path: str
    summary: str
    description: str
    fields: list[Field]
    answers: list[str]
    example: str


def operations(schema: dict[str, Any], base: str) -> dict[str, list[Operation]]:
    """Return the operations of an OpenAPI document by room, in the document's order."""
    found: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            room = (said.get("tags") or ["node"])[0]
            found.setdefault(room, []).append(_operation(schema, base, method, path, said))
    return found


def _operation(
    schema: dict[str, Any], base: str, method: str, path: str, said: dict[str, Any]
) -> Operation:
    body = _body(said)
    fields = [
        Field(one["name"], one["in"], _kind(schema, one["schema"]), one.get("required", False), "")
        for one in said.get("parameters", [])
    ] + _fields(schema, body)
    first, _blank, rest = said.get("description", "").replace("``", "").partition("\n\n")
    return Operation(
        anchor=said.get("operationId", f"{method}-{path}"),
        method=method.upper(),
        path=path,
        summary=said.get("summary") or first,
        description=" ".join(rest.split()),
        fields=fields,
        answers=[str(code) for code in said["responses"]],
        example=_curl(schema, base, method, path, said),
    )


def _body(said: dict[str, Any]) -> dict[str, Any]:
    content = said.get("requestBody", {}).get("content", {})
    return next((one["schema"] for one in content.values()), {})


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        part = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    return part


def _fields(schema: dict[str, Any], body: dict[str, Any]) -> list[Field]:
    whole = _resolved(schema, body)
    needed = whole.get("required", [])
    return [
        Field(name, "body", _kind(schema, part), name in needed, part.get("description", ""))
        for name, part in whole.get("properties", {}).items()
    ]


def _kind(schema: dict[str, Any], part: dict[str, Any]) -> str:
    part = _resolved(schema, part)
    options = part.get("anyOf") or part.get("oneOf")
    if options:
        words = [_kind(schema, one) for one in options if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(words))
    if "enum" in part:
        return "one of " + ", ".join(str(one) for one in part["enum"])
    if "const" in part:
        return str(part["const"])
    if part.get("type") == "array":
        return "list of " + _kind(schema, part.get("items", {}))
    return str(part.get("format") or part.get("type") or "anything")


def _curl(schema: dict[str, Any], base: str, method: str, path: str, said: dict[str, Any]) -> str:
    lines = [f'curl "{base}{path.replace("{pk}", "$ID")}"', '-H "Authorization: Bearer $TOKEN"']
    content = said.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        lines.append("-F file=@FILE")
    elif content:
        sample = json.dumps(_sample(schema, _body(said)), ensure_ascii=False)
        lines += ['-H "Content-Type: application/json"', f"-d '{sample}'"]
    elif method == "post":
        lines.append("-X POST")
    return " \\\n  ".join(lines)


def _sample(schema: dict[str, Any], part: dict[str, Any]) -> Any:
    part = _resolved(schema, part)
    options = part.get("anyOf") or part.get("oneOf")
    if options:
        return _sample(schema, options[0])
    if "default" in part:
        return part["default"]
    if "enum" in part:
        return part["enum"][0]
    if part.get("type") == "object":
        known = part.get("properties", {})
        return {name: _sample(schema, known[name]) for name in part.get("required", [])}
    if part.get("type") == "array":
        return [_sample(schema, part.get("items", {}))]
    return _SAMPLES.get(part.get("format") or part.get("type", ""), "…")


_SAMPLES: dict[str, Any] = {
    "boolean": True,
    "integer": 1,
    "number": 1,
    "uuid": "00000000-0000-4000-8000-000000000000",
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
}
