"""What every body is: strict, frozen, and able to say in a line what it is about.

Bodies hold text, closed words, small whole numbers and truth values; never floats, so the JSON
form is the same everywhere. Absent and empty are one: neither is written.
"""

from collections.abc import Iterable
from typing import Annotated, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Strict

from tocsin.core.kinds.moments import PartialDate

T = TypeVar("T")
MANY = 200
# Lists are accepted as well as tuples, because JSON and Python callers have lists.
Several = Annotated[tuple[T, ...], Strict(strict=False), Field(max_length=MANY)]
Some = Annotated[tuple[T, ...], Strict(strict=False), Field(min_length=1, max_length=MANY)]


class Dated(NamedTuple):
    """A date for the timeline: what it is, from when, and until when if it is a span."""

    wording: str
    date: PartialDate
    until: PartialDate | None = None


class Spot(NamedTuple):
    """A place for the map or the list of places; coordinates are decimal text where known."""

    wording: str
    text: str
    country: str | None = None
    latitude: str | None = None
    longitude: str | None = None


class Part(BaseModel):
    """A structured part of a body; immutable, and refusing fields it does not know."""

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", str_strip_whitespace=False, allow_inf_nan=False
    )


class Body(Part):
    """The content of one record. Every method is pure and cheap."""

    def title(self) -> str:
        """Return the line that stands for this body in lists."""
        raise NotImplementedError

    def all_names(self) -> list[str]:
        """Return the names by which its subject may be met, as written."""
        return []

    def search_texts(self) -> list[str]:
        """Return every text a search should find it by."""
        return [self.title()]

    def places(self) -> list[Spot]:
        """Return its places, for the map."""
        return []

    def dates(self) -> list[Dated]:
        """Return its dates, for the timeline."""
        return []

    def summary(self) -> list[tuple[str, str]]:
        """Return the few labelled facts that are shown under the title."""
        return []


def rows(*facts: tuple[str, str | None]) -> list[tuple[str, str]]:
    """Return the facts that are known."""
    return [(wording, text) for wording, text in facts if text]


def known(*texts: str | None) -> list[str]:
    """Return the texts that are there, each once, in order."""
    return list(dict.fromkeys(text for text in texts if text))


def listed(texts: Iterable[str]) -> str:
    """Return the texts as one line."""
    return ", ".join(texts)
