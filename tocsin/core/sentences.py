"""A sentence that remembers how it was made: its template and the facts in it.

It *is* its English text, so whatever carries, compares, logs or sends it needs to know nothing;
a page that speaks another language translates the template and fills the same facts in again.
Facts that are themselves sentences are translated as well, facts that are data stay as they are.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Self, TypeAlias

Fact: TypeAlias = str | int

_BLANK = re.compile(r"\{([a-z_]+)(:,)?\}")
_MOST_DEEP = 8


class Sentence(str):
    """English text with its template and facts; equal to the text alone."""

    __slots__ = ("facts", "template")
    template: str
    facts: dict[str, Fact]

    # Only the template: so a copy or a pickle makes the text first and the two slots after it.
    def __new__(cls, template: str, facts: Mapping[str, Fact] | None = None) -> Self:
        known = dict(facts or {})
        made = super().__new__(cls, filled(template, known))
        made.template, made.facts = template, known
        return made

    def __str__(self) -> str:
        """Return itself, not a bare copy: ``str(error)`` keeps what a page can translate."""
        return self

    def plain(self) -> dict[str, Any]:
        """Return what JSON can keep of it; ``sentence_of`` reads it back."""
        facts = {
            name: fact.plain() if isinstance(fact, Sentence) else fact
            for name, fact in self.facts.items()
        }
        return {"say": self.template, "facts": facts}


def say(template: str, /, **facts: object) -> Sentence:
    """Return the sentence: each ``{name}`` of the template is the fact of that name.

    ``{name:,}`` groups the digits of a number. A sentence given as the template stays itself.
    """
    if isinstance(template, Sentence) and not facts:
        return template
    return Sentence(template, {name: _fact(fact) for name, fact in facts.items()})


def _fact(fact: object) -> Fact:
    if isinstance(fact, Sentence) or type(fact) is int:
        return fact
    return f"{fact}"


def filled(template: str, facts: Mapping[str, Fact], comma: str = ",") -> str:
    """Return the template with its facts filled in. Never raises: what has no fact stays."""

    def fact(blank: re.Match[str]) -> str:
        found = facts.get(blank[1], blank[0])
        if isinstance(found, int):
            return f"{found:,}".replace(",", comma) if blank[2] else f"{found}"
        return f"{found}"

    return _BLANK.sub(fact, template)


def blanks(template: str) -> list[str]:
    """Return the names that a template leaves open, in order."""
    return [name for name, _grouped in _BLANK.findall(template)]


def translated(text: str, into: Callable[[str], str], comma: str = ",") -> str:
    """Return the text with its template, and every sentence among its facts, put through ``into``.

    Text without a template is one itself: an older sentence, or one that needs no facts.
    """
    if not isinstance(text, Sentence):
        return into(text) if text else text
    facts = {
        name: translated(fact, into, comma) if isinstance(fact, Sentence) else fact
        for name, fact in text.facts.items()
    }
    return filled(into(text.template) if text.template else "", facts, comma)


def sentence_of(plain: object, depth: int = 0) -> str:
    """Read back what ``Sentence.plain`` wrote, or a text; anything else is written out as text."""
    match plain:
        case {"say": str(template), "facts": dict(facts)} if depth < _MOST_DEEP:
            return Sentence(
                template,
                {
                    str(name): fact if type(fact) is int else sentence_of(fact, depth + 1)
                    for name, fact in facts.items()
                },
            )
    return plain if isinstance(plain, str) else str(plain)


def shortened(text: str, most: int) -> str:
    """Return the text, cut to so many letters; only what is not cut keeps its template."""
    return text if len(text) <= most else text[:most]
