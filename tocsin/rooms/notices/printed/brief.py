"""Cutting a sheet to two pages: by a budget of lines, the same for every way to draw it.

What is cut is said, with a count; the record itself, one scan away, has it all.
"""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.rooms.notices.printed.laying import Block, Row, Sheet

T = TypeVar("T")
LINES = 92  # that two pages hold beside header, steps and footer
WIDE = 92  # signs to a full line
NARROW = 56  # signs to a line beside a photograph
PHOTOGRAPH = 11  # lines that a photograph is tall


@dataclass(frozen=True, slots=True)
class Brevity:
    """How much of everything is kept."""

    subjects: int
    names: int
    values: int
    rows: int
    line: int
    facts: int


# From everything to the least that still identifies somebody.
LEVELS = (
    Brevity(subjects=10, names=30, values=20, rows=20, line=500, facts=5_000),
    Brevity(subjects=6, names=12, values=8, rows=14, line=240, facts=2_400),
    Brevity(subjects=4, names=8, values=5, rows=11, line=160, facts=1_200),
    Brevity(subjects=3, names=6, values=3, rows=9, line=120, facts=700),
    Brevity(subjects=2, names=4, values=2, rows=8, line=90, facts=400),
    Brevity(subjects=1, names=3, values=1, rows=7, line=70, facts=240),
)


def fitting(whole: Sheet, least: int = 0) -> tuple[Sheet, int]:
    """Return the fullest cut of a sheet that two pages hold, and its level from ``least`` on."""
    for level in range(least, len(LEVELS)):
        cut = shortened(whole, LEVELS[level])
        if lines_of(cut) <= LINES:
            return cut, level
    return shortened(whole, LEVELS[-1]), len(LEVELS) - 1


def shortened(whole: Sheet, to: Brevity) -> Sheet:
    """Return the sheet with every list and text cut to this brevity, and what was left out."""
    left_out = []
    if len(whole.subjects) > to.subjects:
        n = len(whole.subjects) - to.subjects
        left_out.append(ngettext("%(n)d more subject", "%(n)d more subjects", n) % {"n": n})
    facts = clipped(whole.facts, to.facts)
    if facts != whole.facts:
        left_out.append(_("the rest of the facts"))
    matter = _rows(whole.matter, to, left_out)
    return replace(
        whole,
        subjects=tuple(_block(one, to) for one in whole.subjects[: to.subjects]),
        headline=clipped(whole.headline, max(to.line, 120)),
        sought=whole.sought[: max(to.values, 3)],
        matter=matter,
        facts=facts,
        left_out=tuple(left_out),
    )


def _block(block: Block, to: Brevity) -> Block:
    left_out: list[str] = []
    names = block.names[: to.names]
    if len(block.names) > len(names):
        n = len(block.names) - len(names)
        left_out.append(ngettext("%(n)d more name", "%(n)d more names", n) % {"n": n})
    cut = [replace(one, text=clipped(one.text, max(to.line, 90))) for one in names]
    return replace(
        block,
        title=clipped(block.title, max(to.line, 90)),
        names=tuple(cut),
        rows=_rows(block.rows, to, left_out),
        left_out="; ".join(left_out),
    )


def _rows(rows: Sequence[Row], to: Brevity, left_out: list[str]) -> tuple[Row, ...]:
    kept = [
        Row(row.term, tuple(clipped(text, to.line) for text in row.values[: to.values]))
        for row in rows[: to.rows]
    ]
    gone = sum(len(row.values) for row in rows) - sum(len(row.values) for row in kept)
    if gone:
        left_out.append(ngettext("%(n)d more detail", "%(n)d more details", gone) % {"n": gone})
    return tuple(kept)


def clipped(text: str, most: int) -> str:
    """Return a text of at most so many signs, ended at a word where there is one."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    at_word = head.rsplit(None, 1)[0] if " " in head[most // 2 :] else head
    return at_word.rstrip() + "…"


def lines_of(sheet: Sheet) -> int:
    """Return how many lines a sheet takes, a little more rather than less."""
    about = sum(_lines_of_block(block) for block in sheet.subjects)
    matter = sum(_lines(", ".join(row.values), WIDE - 24) for row in sheet.matter)
    facts = sum(_lines(part, WIDE) for part in sheet.facts.split("\n")) if sheet.facts else 0
    headline = 2 * _lines(sheet.headline, WIDE // 2)
    return about + matter + facts + headline + _lines(", ".join(sheet.sought), WIDE) + 4


def _lines_of_block(block: Block) -> int:
    width = NARROW if block.photograph else WIDE - 20
    names = _total(block.names, lambda name: 2 * _lines(name.text, width // 2))
    rows = _total(block.rows, lambda row: _lines(", ".join(row.values), width - 16))
    said = names + rows + bool(block.left_out) + bool(block.warnings) + 2
    return max(said, PHOTOGRAPH) if block.photograph else said


def _total(parts: Iterable[T], of: Callable[[T], int]) -> int:
    return sum(of(one) for one in parts)


def _lines(text: str, width: int) -> int:
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return max(1, -(-wide // width))
