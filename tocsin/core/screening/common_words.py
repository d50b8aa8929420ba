"""The commonest words of a long segment, and which of its words are like each.

Few words make up most names. They are looked up once, when the segment is built, and lie in it, so
that a process that begins to ask need not look most words up itself.
"""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import widening
from tocsin.core.screening.known import Known
from tocsin.core.screening.remembered import Alike, Common

if TYPE_CHECKING:
    from tocsin.core.screening.segment import Segment

LONG = 4096  # entries: a shorter segment is soon built anew, and looks a word up soon
MOST_COMMON, FEWEST_BEARERS = 65_536, 5
_HERE = Path(__file__).parent


def commonest(segment: "Segment", workers: int = 1) -> Common:
    """Return the commonest words of ``segment`` and its words like each.

    ``workers``: threads that look them up; the compiled loops let them run side by side.
    """
    borne = np.diff(segment.directory.by_token.start)
    order = np.argsort(-borne, kind="stable")[:MOST_COMMON]
    numbers = np.sort(order[borne[order] >= FEWEST_BEARERS])
    words = Known()
    own = words.numbered(segment.words.texts.at(numbers), segment.words.table.script[numbers])
    parts = np.array_split(own, max(workers, 1))
    _ = segment.compiled  # made once, before the threads ask for it
    with ThreadPoolExecutor(len(parts)) as pool:
        found = list(pool.map(lambda x: widening.likely(words.words, x, segment), parts))
    alike = Alike.together(found)
    return Common(
        number=numbers.astype(np.int32),
        start=alike.start,
        word=alike.word.astype(np.int32),
        weight=alike.weight,
        made_by=made_by(),
    )


@cache
def made_by(folder: Path = _HERE) -> NDArray[np.uint64]:
    """Return a digest of all by which words are read and weighed: these sources and tables.

    What another Tocsin saved may be weighed otherwise, although its persons lie there as here.
    """
    digest = blake2b(unicodedata.unidata_version.encode(), digest_size=8)
    for path in sorted((*folder.rglob("*.py"), *folder.rglob("*.tsv"))):
        digest.update(path.read_bytes())
    return np.frombuffer(digest.digest(), dtype=np.uint64)


made_by()  # with the sources that are read now: they may be replaced while this process goes on
