"""The compiled loops that look up whom questions meet: what ``fast`` is to comparing them."""

from typing import TYPE_CHECKING

import numpy as np

from tocsin.core.screening.fast import (
    FIGURES,
    Held,
    Tables,
    at_best,
    frozen,
    hold,
    letter_odds,
    loops,
)
from tocsin.core.screening.strings import Ints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.core.screening.asked import Questions, Told
    from tocsin.core.screening.candidates import Gate
    from tocsin.core.screening.known import Names
    from tocsin.core.screening.likeness import Floats
    from tocsin.core.screening.remembered import Widened
    from tocsin.core.screening.segment import Segment

Met = tuple[Ints, Ints, "Floats"]


def lay_out(
    counts: "Sequence[int]", names: "tuple[Ints, Names]", told: "Told"
) -> tuple[Held, Ints]:
    """Return what the loops need to know of questions, and the numbers of their words.

    ``counts``: of the ``names`` of each, which are their numbers and what is known by these.
    """
    numbers, known = names
    found: tuple[Held, Ints] = loops().lay_out(
        np.array(counts, dtype=np.int64), numbers, known.told.compiled,
        told.keys, (told.seen, told.named, told.evidence),
    )  # fmt: skip
    return found


def gather(
    segment: "Segment", asked: "Questions", widened: "Widened", *, gate: "Gate", rules: Held
) -> Met:
    """Return what ``candidates`` does as (question, person, weight of names).

    ``rules``: of keys of questions, how many persons of one key are too many, the place and the
    weight; figures; how many persons and postings, what may be unseen, and what words written
    together may weigh.
    """
    wide = widened.begin, widened.end, (frozen(widened.word), frozen(widened.weight))
    found: Met = loops().gather(
        asked.compiled, wide, segment.scratch.beside(segment.compiled),
        _now(segment, gate, len(asked)), rules,
    )  # fmt: skip
    return found


def meet_again(
    segment: "Segment", asked: "Questions", *, gate: "Gate", rules: Held
) -> tuple[Met, Ints]:
    """Do the same for a few questions by what ``segment`` remembers of their words.

    Returns also which words it does not; if there are any, nobody was looked for.
    """
    memory, places = segment.likes.memory(asked.words.numbered_by)
    found: tuple[Met, Ints] = loops().meet_again(
        asked.compiled, memory, segment.scratch.beside(segment.compiled),
        (_now(segment, gate, len(asked)), places), rules,
    )  # fmt: skip
    return found


def meet(segment: "Segment", asked: "Questions", *, gate: "Gate", rules: Held) -> Met:
    """Do the same for a few questions whose words are looked up for this answer alone.

    ``rules``: as ``to_meet`` returns them.
    """
    found: Met = loops().meet(
        asked.compiled, asked.words.compiled, segment.scratch.beside(segment.compiled),
        _now(segment, gate, len(asked)), rules,
    )  # fmt: skip
    return found


def to_meet(rules: Tables, least: float) -> Held:
    """Return the rules of ``gather`` with the figures and the ``least`` of ``likely``."""
    return hold((rules, (letter_odds(), FIGURES, at_best()), least))


def _now(segment: "Segment", gate: "Gate", questions: int) -> Tables:
    who = frozen(gate.removed), gate.open_sets, gate.at
    return who, segment.scratch.next(questions)
