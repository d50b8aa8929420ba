"""Sentences of the lower floor as a person reads them, and the column that keeps them whole.

A page calls ``told``, a template filters with ``|told``; a program keeps the English text.
"""

import json
import re
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.formats import get_format
from django.utils.translation import gettext, gettext_noop

from tocsin.core.sentences import Sentence, sentence_of, translated

_PLACES = {
    "line": gettext_noop("line"),
    "row group": gettext_noop("row group"),
    "row": gettext_noop("row"),
    "byte": gettext_noop("byte"),
    "column": gettext_noop("column"),
    "character": gettext_noop("character"),
    "element": gettext_noop("element"),
    "entry": gettext_noop("entry"),
    "position": gettext_noop("position"),
    "file": gettext_noop("file"),
}
_PLACE = re.compile(rf"\b({'|'.join(_PLACES)}) ")


def told(text: object) -> str:
    """Return a sentence in the language of the page."""
    given = text if isinstance(text, str) else str(text)
    if isinstance(given, Sentence) and "place" in given.facts:
        at = spot(str(given.facts["place"]))
        given = Sentence(given.template, {**given.facts, "place": at})
    return translated(given, gettext, str(get_format("THOUSAND_SEPARATOR")))


def spot(place: str) -> str:
    """Return the words around the numbers of a place, ``row 7, dob``, in the page's language.

    The names of columns and fields stay: they are what the file itself says.
    """
    if isinstance(place, Sentence) and place.facts:
        return told(place)
    if place in _PLACES:
        return gettext(_PLACES[place])
    return _PLACE.sub(lambda found: f"{gettext(found[1])} ", place)


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class SentenceField(_Text):
    """A sentence with its template and facts; in Python it is its English text."""

    def from_db_value(self, value: str | None, *_others: Any) -> str | None:
        if value is None or not value.startswith("{"):
            return value
        return sentence_of(json.loads(value))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sentence) and value.facts:
            return json.dumps(value.plain(), ensure_ascii=False)
        if isinstance(value, str) and value.startswith("{"):
            # What looks like ours but is only text is kept as text.
            return json.dumps({"say": "{text}", "facts": {"text": value}}, ensure_ascii=False)
        return None if value is None else str(value)
