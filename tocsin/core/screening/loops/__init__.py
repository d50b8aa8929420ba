"""The inner loops, for numba: the same arithmetic as the numpy paths, in the same order.

Imported through ``fast`` alone, where the optional compiler is installed.
"""

from tocsin.core.screening.loops.asking import sought
from tocsin.core.screening.loops.cards import cards_of
from tocsin.core.screening.loops.direct import hold_register, lay_out, whole_keys
from tocsin.core.screening.loops.filing import borne, by_token, directory, keyed, seen
from tocsin.core.screening.loops.glances import reaching
from tocsin.core.screening.loops.holding import hold, hold_beside
from tocsin.core.screening.loops.keys import echo_keys, skeleton_keys, spelling_keys
from tocsin.core.screening.loops.learning import (
    learn_names,
    learn_plain,
    learn_words,
    read_again,
    remember,
)
from tocsin.core.screening.loops.lookup import filed, hashes, numbered
from tocsin.core.screening.loops.meeting import gather, meet, meet_again
from tocsin.core.screening.loops.newcomers import are_found
from tocsin.core.screening.loops.reading import cut, facts
from tocsin.core.screening.loops.reasons import aligned, evidence
from tocsin.core.screening.loops.scores import score, side_again
from tocsin.core.screening.loops.words import at_best, likely

__all__ = [
    "aligned",
    "are_found",
    "at_best",
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
    "hold_register",
    "keyed",
    "lay_out",
    "learn_names",
    "learn_plain",
    "learn_words",
    "likely",
    "meet",
    "meet_again",
    "numbered",
    "reaching",
    "read_again",
    "remember",
    "score",
    "seen",
    "side_again",
    "skeleton_keys",
    "sought",
    "spelling_keys",
    "whole_keys",
]
