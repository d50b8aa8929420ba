"""Makes kinds.json: every field and word that travels, by schema; peers rely on each of them."""

import json
import typing
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from tocsin.core.kinds import KINDS, PartialDate
from tocsin.core.kinds.words import Word

HERE = Path(__file__).resolve().parent


def _types(annotation: object) -> list[typing.Any]:
    if typing.get_origin(annotation) is typing.Annotated:
        return _types(typing.get_args(annotation)[0])
    arguments = [part for part in typing.get_args(annotation) if part is not Ellipsis]
    if not arguments:
        return [annotation]
    return [leaf for part in arguments for leaf in _types(part)]


def _leaf(leaf: typing.Any) -> object:
    if issubclass(leaf, Word):
        return sorted(word.value for word in leaf)
    if issubclass(leaf, BaseModel):
        return shape(leaf)
    return {PartialDate: "date", datetime: "instant", str: "text", int: "whole number"}[leaf]


def _field(field: typing.Any) -> dict[str, object]:
    leaves = [leaf for leaf in _types(field.annotation) if leaf is not type(None)]
    assert len(leaves) == 1
    several = typing.get_origin(field.annotation) is tuple
    return {"several": several, "required": field.is_required(), "is": _leaf(leaves[0])}


def shape(model: type[BaseModel]) -> dict[str, object]:
    return {name: _field(field) for name, field in sorted(model.model_fields.items())}


def shapes() -> dict[str, object]:
    return {kind.schema: shape(kind.body) for kind in KINDS.values()}


def main() -> None:
    text = json.dumps(shapes(), indent=1, sort_keys=True, ensure_ascii=False)
    (HERE / "kinds.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
