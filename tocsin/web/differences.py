"""What changed between two versions of a text or a body: rows for the diff view.

Words are compared inside changed lines, so that one letter in a passport number stands out.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from re import findall
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, marked when it is what changed."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line on both sides, None where absent; it is same, changed, added or removed."""

    kind: str
    before: tuple[Piece, ...] | None
    after: tuple[Piece, ...] | None


def lines_of(body: object) -> list[str]:
    """Return the lines that stand for a value: text as it is, a mapping one line a field."""
    if isinstance(body, str):
        return body.splitlines()
    if isinstance(body, Mapping):
        return [f"{name}: {text}" for name, value in body.items() for text in _values(value)]
    if isinstance(body, Sequence):
        return [str(line) for line in body]
    return [] if body is None else [str(body)]


def compare(before: object, after: object) -> list[Row]:
    """Return the rows of a side-by-side comparison, in order."""
    old, new = lines_of(before), lines_of(after)
    rows: list[Row] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row("same", (Piece(line),), (Piece(line),)) for line in old[i1:i2]]
        else:
            rows += [_row(*pair) for pair in zip_longest(old[i1:i2], new[j1:j2])]
    return rows


def _row(before: str | None, after: str | None) -> Row:
    if before is None or after is None:
        kind = "added" if before is None else "removed"
        return Row(
            kind,
            None if before is None else (Piece(before, changed=True),),
            None if after is None else (Piece(after, changed=True),),
        )
    old, new = findall(r"\w+|\s+|[^\w\s]", before), findall(r"\w+|\s+|[^\w\s]", after)
    codes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    return Row(
        "changed",
        tuple(Piece("".join(old[a:b]), tag != "equal") for tag, a, b, _, _ in codes if b > a),
        tuple(Piece("".join(new[a:b]), tag != "equal") for tag, _, _, a, b in codes if b > a),
    )


def _values(value: Any) -> Iterator[str]:
    items = value if isinstance(value, list | tuple) else [value]
    for item in items:
        yield item if isinstance(item, str) else json.dumps(item, ensure_ascii=False, default=str)
