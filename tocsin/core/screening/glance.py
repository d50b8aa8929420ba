"""What can be told of two persons at one glance, before anything of their names is weighed.

Birth, state and sex of a person lie side by side in one row, so that a register's many namesakes
are passed over for the cost of looking at one place in memory. The date has a digit in every four
bits: 0x19710305. A glance never tells too little: who has several dates or states is taken to have
the one that suits.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_filing, weights
from tocsin.core.screening.columns import SEXES, Columns, nat_number
from tocsin.core.screening.dates import pack, whole_day
from tocsin.core.screening.evidence import levels
from tocsin.core.screening.likeness import Floats
from tocsin.core.screening.names import PARTICLE
from tocsin.core.screening.person import Person
from tocsin.core.screening.postings import distinct
from tocsin.core.screening.strings import Ints

Rows = NDArray[np.int32]
NONE, SEVERAL = 0, -1
_MONTHS = 12
_WORDS = 7  # with their number they fill half of what a processor fetches at a time
DOB_WEIGHTS = np.array(list(weights.DOB.values()))
# What a date may weigh for entries that no date list of ``candidates`` holds.
_BY_YEAR = max(weights.DOB[x] for x in ("convention", "year", "digit", "near"))
_BY_MONTH = max(_BY_YEAR, weights.DOB["month"])


def rows(columns: Columns) -> Rows:
    """Return birth, state and sex of each person."""
    if fast.loops() is not None:
        return fast_filing.seen(columns, SEVERAL)
    found = np.zeros((len(columns), 3), dtype=np.int32)
    for at, (start, values) in enumerate(
        ((columns.dob_start, columns.dobs), (columns.nat_start, columns.nats))
    ):
        count = np.diff(start)
        found[count > 1, at] = SEVERAL
        found[count == 1, at] = values[start[:-1][count == 1]]
    found[:, 0] = np.where(found[:, 0] > 0, _with_bits(found[:, 0].astype(np.int64)), found[:, 0])
    found[:, 2] = columns.sex
    return found


def of_person(person: Person) -> tuple[int, int, int]:
    """Return the row of one person who is not laid out."""
    return born(person.dob).seen, state(person.nat), SEXES[person.gender]


def borne(columns: Columns) -> Rows:
    """Return the words that each person bears, each once, particles left out: how many, and they.

    They lie in one place in memory; -1 where there are too many for it.
    """
    if fast.loops() is not None:
        return fast_filing.borne(columns, _WORDS)
    row_person = np.repeat(np.arange(len(columns)), np.diff(columns.row_start))
    owner = np.repeat(row_person, np.diff(columns.token_start))
    plain = (columns.marks & PARTICLE) == 0
    pairs = distinct((owner[plain] << 32) | columns.tokens[plain])
    owner, word = pairs >> 32, pairs & 0xFFFFFFFF
    count = np.bincount(owner, minlength=len(columns))
    place = np.arange(len(owner)) - (np.cumsum(count) - count)[owner]
    found = np.zeros((len(columns), _WORDS + 1), dtype=np.int32)
    found[:, 0] = np.where(count <= _WORDS, count, -1)
    inside = place < _WORDS
    found[owner[inside], place[inside] + 1] = word[inside]
    return found


def _with_bits(dates: Ints) -> Ints:
    total = np.zeros_like(dates)
    for place in range(8):
        total |= dates // 10**place % 10 << 4 * place
    return total


def _with_digits(bits: Ints) -> Ints:
    total = np.zeros_like(bits)
    for place in range(8):
        total += (bits >> 4 * place & 15) * 10**place
    return total


def beside(here: Rows, there: Rows) -> Floats:
    """Return what birth, state and sex weigh at most for each pair of rows."""
    one, other = (_with_digits(x[:, 0].astype(np.int64)) for x in (here, there))
    born = DOB_WEIGHTS[levels(one, other)]
    agreeing = (DOB_WEIGHTS.max(), weights.NATIONALITY_SAME, weights.SEX_SAME)
    differing = (born, weights.NATIONALITY_DIFFERS, weights.SEX_DIFFERS)
    total = np.zeros(len(here))
    for at in range(3):
        a, b = here[:, at], there[:, at]
        suits = (a == SEVERAL) | (b == SEVERAL) | ((a == b) if at else False)
        value = np.where(suits, agreeing[at], differing[at])
        total = total + np.where((a == NONE) | (b == NONE), 0.0, value)
    return total


def reaching(one: tuple[int, int, int], others: Rows, least: float) -> Ints:
    """Return which of ``others`` may weigh ``least`` or more beside ``one``."""
    if fast.loops() is not None:
        return fast.reaching(one, others, least)
    here = np.array([one], dtype=np.int32)
    return np.flatnonzero(beside(np.repeat(here, len(others), axis=0), others) >= least)


class Born(NamedTuple):
    """What is known of the dates of birth of somebody asked about.

    ``seen`` as ``rows`` has it; ``keys`` under which entries lie whose date agrees with one of
    them to the month; ``far`` what they may weigh for entries that lie under none of these.
    """

    seen: int
    keys: tuple[int, ...]
    far: float


@lru_cache(maxsize=65536)
def born(dates: tuple[str, ...]) -> Born:
    """Return what is known of somebody born on one of ``dates``."""
    packed = [whole_day(date) or pack(date) for date in dates]
    seen = int(str(packed[0]), 16) if len(packed) == 1 else SEVERAL if packed else NONE
    keys, most = [], 0.0
    for date in packed:
        year, month, day = date // 10000, date // 100 % 100, date % 100
        if day:
            keys += [date, date // 100 * 100]  # the very day, its month, day and month swapped
            keys += [year * 10000 + day * 100 + month] if day <= _MONTHS and day != month else []
        most = max(most, _BY_MONTH if month and not day else _BY_YEAR)
    return Born(seen, tuple(keys), most)


@lru_cache(maxsize=4096)
def state(codes: tuple[str, ...]) -> int:
    """Return what ``rows`` has of somebody of these states."""
    return nat_number(codes[0]) if len(codes) == 1 else SEVERAL if codes else NONE
