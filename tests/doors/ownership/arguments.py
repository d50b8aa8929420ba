"""Arguments with which a verb can be said, made from its own signature."""

from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel

from tocsin.core.labels import Label, Tlp
from tocsin.rooms.bureaus.verb import Upload

SENTENCE = "because the matrix says it"


def arguments(verb: Any, known: dict[str, Any]) -> dict[str, Any]:
    """Return a value for each required argument as JSON; ``known`` names values for some."""
    found = {}
    for name, field in verb.arguments.model_fields.items():
        if name in known and (field.is_required() or name in known["always"]):
            found[name] = known[name]
        elif field.is_required():
            found[name] = value(field.annotation)
    return found


def value(wanted: Any) -> Any:
    """Return some value of this type as JSON has it."""
    origin = get_origin(wanted)
    if origin in {list, set, frozenset}:
        return [value(get_args(wanted)[0])]
    if origin is dict:
        return {}
    if origin is not None:  # of alternatives the first, of Annotated what is annotated
        return value(get_args(wanted)[0])
    return _plain(wanted)


def _plain(wanted: Any) -> Any:
    if wanted is Upload:
        return Upload("note.txt", b"Invented.")
    if wanted is Label:
        return Label(tlp=Tlp.AMBER).plain()
    if issubclass(wanted, Enum):
        return next(iter(wanted)).value
    if issubclass(wanted, BaseModel):
        return {}
    return SAMPLES[wanted]


SAMPLES: dict[Any, Any] = {
    str: SENTENCE,
    int: 1,
    bool: False,
    UUID: "00000000-0000-4000-8000-00000000dead",
    datetime: (datetime.now(UTC) + timedelta(days=1)).isoformat(),
    date: (datetime.now(UTC).date() + timedelta(days=1)).isoformat(),
}
