"""The inner loops, for numba: the same arithmetic as the numpy paths, in the same order.

Imported through ``fast`` alone, where the optional compiler is installed.
"""

from tocsin.core.screening.loops.asking import sought
from tocsin.core.screening.loops.cards import cards_of
from tocsin.core.screening.loops.direct import beginnings, named, whole_keys
from tocsin.core.screening.loops.filing import borne, by_token, directory, keyed, seen
from tocsin.core.screening.loops.glances import reaching
from tocsin.core.screening.loops.holding import hold, hold_beside
from tocsin.core.screening.loops.keys import echo_keys, skeleton_keys, spelling_keys
from tocsin.core.screening.loops.learning import (
    learn_names,
    learn_plain,
    learn_words,
    read_again,
    recall,
    remember,
)
from tocsin.core.screening.loops.lookup import filed, hashes, numbered
from tocsin.core.screening.loops.people import gather
from tocsin.core.screening.loops.reading import cut, facts
from tocsin.core.screening.loops.reasons import aligned, evidence
from tocsin.core.screening.loops.scores import score
from tocsin.core.screening.loops.words import at_best, likely

__all__ = [
    "aligned",
    "at_best",
    "beginnings",
    "borne",
    "by_token",
    "cards_of",
    "cut",
    "directory",
    "echo_keys",
    "evidence",
    "facts",
    "filed",
    "gather",
    "hashes",
    "hold",
    "hold_beside",
    "keyed",
    "learn_names",
    "learn_plain",
    "learn_words",
    "likely",
    "named",
    "numbered",
    "reaching",
    "read_again",
    "recall",
    "remember",
    "score",
    "seen",
    "skeleton_keys",
    "sought",
    "spelling_keys",
    "whole_keys",
]
