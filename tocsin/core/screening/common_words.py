"""The commonest words of a long segment, and which of its words are like each.

Few words make up most names. They are looked up once, when the segment is built, and lie in it, so
that a process that begins to ask need not look most words up itself.
"""

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, widening
from tocsin.core.screening.known import Known
from tocsin.core.screening.remembered import Alike, Common
from tocsin.core.screening.writing.letters import likest, odds

if TYPE_CHECKING:
    from tocsin.core.screening.segment import Segment

LONG = 4096  # entries: a shorter segment is soon built anew, and looks a word up soon
MOST_COMMON, FEWEST_BEARERS = 65_536, 5


def commonest(segment: "Segment", workers: int = 1) -> Common:
    """Return the commonest words of ``segment`` and its words like each.

    ``workers``: threads that look them up; the compiled loops let them run side by side.
    """
    borne = np.diff(segment.directory.by_token.start)
    order = np.argsort(-borne, kind="stable")[:MOST_COMMON]
    numbers = np.sort(order[borne[order] >= FEWEST_BEARERS])
    words = Known()
    own = words.numbered(segment.words.texts.at(numbers), segment.words.table.script[numbers])
    parts = np.array_split(own, workers)
    with ThreadPoolExecutor(workers) as pool:
        found = list(pool.map(lambda x: widening.likely(words.words, x, segment), parts))
    alike = Alike.together(found)
    return Common(
        number=numbers.astype(np.int32),
        start=alike.start,
        word=alike.word.astype(np.int32),
        weight=alike.weight,
        figures=weighed_with(),
    )


@cache
def weighed_with() -> NDArray[np.uint64]:
    """Return a digest of what words are weighed with."""
    told = repr((tuple(fast.Weights()), widening.LEAST_USEFUL)).encode()
    digest = blake2b(told + odds().tobytes() + likest().tobytes(), digest_size=8).digest()
    return np.frombuffer(digest, dtype=np.uint64)
