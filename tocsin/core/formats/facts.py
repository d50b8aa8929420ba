"""A body in words: every field that has no place of its own in another standard, as lines of text.

Generic over the kinds, so that nothing a kind gains later is left out by forgetting it here.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from tocsin.core.kinds.moments import instant_text
from tocsin.core.kinds.words import Word

_PROSE = ("text", "facts", "note")


def words(value: Any) -> str:
    """Return a value of a body as one line: wording of words, parts with their titles."""
    if isinstance(value, Word):
        return value.wording
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, BaseModel):
        return ", ".join(
            f"{title[0].lower()}{title[1:]} {words(part)}" for _, title, part in fields(value)
        )
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "; ".join(words(one) for one in value)
    return str(value)


def fields(part: BaseModel) -> Iterator[tuple[str, str, Any]]:
    """Yield name, title and value of each field that says something."""
    for name, info in type(part).model_fields.items():
        value = getattr(part, name)
        if value is not None and value != ():
            yield name, info.title or name, value


def description(body: BaseModel, *, kept: Collection[str] = ()) -> str:
    """Return the fields of a body that are not ``kept`` elsewhere: one a line, prose at the end."""
    told = [(name, title, value) for name, title, value in fields(body) if name not in kept]
    lines = [f"{title}: {words(value)}" for name, title, value in told if name not in _PROSE]
    prose = [str(value) for name, _, value in told if name in _PROSE]
    return "\n".join(lines) + "\n\n" * bool(lines and prose) + "\n\n".join(prose)
