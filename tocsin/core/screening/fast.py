"""The compiled inner loops, where they are installed and already compiled; else numpy.

Nobody waits for a compiler: ``warming.warm`` compiles (at installation, by ``tocsin doctor``) and
leaves a mark. Without the mark of these very sources numpy answers, slower, with the same figures.
"""

import os
import platform
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import weights
from tocsin.core.screening.hashing import POWERS
from tocsin.core.screening.strings import Ints
from tocsin.core.screening.writing.letters import likest, odds

if TYPE_CHECKING:
    from tocsin.core.screening.growing import Growing
    from tocsin.core.screening.known import Words as KnownWords
    from tocsin.core.screening.likeness import Floats, Side, Words
    from tocsin.core.screening.postings import Keyed
    from tocsin.core.screening.segment import Segment

SWITCH = "TOCSIN_SCREENING"  # "numpy" in the environment keeps the compiled loops out
Tables = tuple[Any, ...]
Held = Any  # a ``Tables`` that the loops take as one argument
_LOOPS = Path(__file__).with_name("loops")
LOCK = _LOOPS / "__pycache__" / "compiling.lock"  # held by the process that compiles
_COMPILING: list[bool] = []  # not empty while this process does
_MOST_EPOCHS = 1 << 30  # a number takes 31 bits


class Weights(NamedTuple):
    """The figures of ``weights`` as the compiled loops take them."""

    same_sound: float = weights.SAME_SOUND
    skeleton_share: float = weights.SKELETON_SHARE
    habits_base: float = weights.HABITS_BASE
    habits_share: float = weights.HABITS_SHARE
    two_names: float = weights.TWO_NAMES
    other_ending: float = weights.OTHER_ENDING
    equivalent: float = weights.EQUIVALENT
    alike_from: float = weights.ALIKE_FROM
    alike_from_short: float = weights.ALIKE_FROM_SHORT
    unlike_from: float = weights.UNLIKE_FROM
    different_token: float = weights.DIFFERENT_TOKEN
    letters_base: float = weights.LETTERS_BASE
    letters_share: float = weights.LETTERS_SHARE
    letters_differ: float = weights.LETTERS_DIFFER
    letters_from: float = weights.LETTERS_FROM
    letters_all: float = weights.LETTERS_ALL
    initial_same: float = weights.INITIAL_SAME
    initial_differs: float = weights.INITIAL_DIFFERS
    particle_same: float = weights.PARTICLE_SAME
    joined_from: float = weights.JOINED_FROM
    left_over: float = weights.LEFT_OVER
    left_over_minor: float = weights.LEFT_OVER_MINOR
    left_over_most: float = weights.LEFT_OVER_MOST
    other_order: float = weights.OTHER_ORDER
    father_for_son: float = weights.FATHER_FOR_SON
    name_floor: float = weights.NAME_FLOOR
    name_ceiling: float = weights.NAME_CEILING
    nationality_same: float = weights.NATIONALITY_SAME
    nationality_differs: float = weights.NATIONALITY_DIFFERS
    sex_same: float = weights.SEX_SAME
    sex_differs: float = weights.SEX_DIFFERS
    document_same: float = weights.DOCUMENT_SAME
    document_differs: float = weights.DOCUMENT_DIFFERS
    against_a_document: float = weights.AGAINST_A_DOCUMENT


FIGURES = Weights()  # made once: a lone question would feel it


class Dates(NamedTuple):
    """The weights of ``weights.DOB``, in its order, and the greatest of them."""

    same: float = weights.DOB["same"]
    month: float = weights.DOB["month"]
    swapped: float = weights.DOB["swapped"]
    convention: float = weights.DOB["convention"]
    year: float = weights.DOB["year"]
    digit: float = weights.DOB["digit"]
    near: float = weights.DOB["near"]
    month_other_day: float = weights.DOB["month-other-day"]
    year_near: float = weights.DOB["year-near"]
    year_other_day: float = weights.DOB["year-other-day"]
    differs: float = weights.DOB["differs"]
    most: float = max(weights.DOB.values())


DATES = Dates()


def installed() -> bool:
    """Tell whether the compiler is there (the extra ``fast``)."""
    return find_spec("numba") is not None


def _mark() -> Path:
    sources = sorted([*_LOOPS.glob("*.py"), *_LOOPS.parent.glob("fast*.py")])  # and who asks them
    text = "".join(x.read_text(encoding="utf-8") for x in sources)
    text += f"{sys.version} {np.__version__} {platform.machine()} {platform.processor()}"
    digest = blake2b(text.encode(), digest_size=8).hexdigest()
    return _LOOPS / "__pycache__" / f"{digest}.compiled"


def is_warm() -> bool:
    """Tell whether the loops were compiled for these very sources."""
    return installed() and _mark().is_file()


@cache
def loops() -> Any:
    """Return the package of compiled loops, None where the numpy paths must do."""
    if os.environ.get(SWITCH) == "numpy" or not (_COMPILING or is_warm()):
        return None
    return import_module("tocsin.core.screening.loops")


@contextmanager
def compiling() -> Iterator[None]:
    """Use the loops although they are not compiled: each is, when it is first asked.

    What was compiled of other sources goes; the mark is left when all went well.
    """
    folder = _mark().parent
    for old in [*folder.glob("*.nb?"), *folder.glob("*.compiled")]:
        old.unlink(missing_ok=True)
    loops.cache_clear()
    _COMPILING.append(True)
    try:
        yield
    finally:
        _COMPILING.clear()
    _mark().touch()


def may_compile() -> bool:
    """Tell whether the compiler is there and what it makes can be kept."""
    folder = _mark().parent
    return installed() and os.access(folder if folder.exists() else _LOOPS, os.W_OK)


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Return a read-only view: memory-mapped and fresh arrays are then of one type."""
    if not array.flags.writeable:
        return array
    view = array.view()
    view.flags.writeable = False
    return view


@cache
def letter_odds() -> Tables:
    """Return what letters of other scripts speak for, as the loops take it."""
    return frozen(odds()), frozen(likest())


@cache
def at_best() -> NDArray[Any]:
    """Return what letters of other scripts reach at best."""
    return frozen(loops().at_best(*letter_odds()))


def hold(things: Tables) -> Held:
    """Return what loops are asked with again and again as one argument; see ``loops.holding``."""
    return loops().hold(things)


def hold_beside(held: Held, things: Tables) -> Held:
    """Return what is held already together with further ``things``."""
    return loops().hold_beside(held, things)


@cache
def held_figures() -> Held:
    """Return the figures by which pairs are scored."""
    return hold((letter_odds(), DATES, FIGURES))


@cache
def _of_words() -> Held:
    """Return the figures by which words are held side by side, and what letters reach at best."""
    return hold((letter_odds(), FIGURES, at_best()))


def vocabulary(words: "Words") -> Held:
    """Return what the loops need to know of a vocabulary."""
    table = words.table
    plain: list[NDArray[Any]] = [
        table.rarity, table.groups, table.script, table.letters, table.text_hash, table.length,
        table.bones, table.initial, table.sound_initial, table.traits,
    ]  # fmt: skip
    spelled = [(frozen(x.start), frozen(x.letters)) for x in words.spelled()]
    joins = frozen(table.sound_hash), frozen(table.sound_power), frozen(POWERS)
    return hold((*(frozen(x) for x in plain), *spelled, joins))


def likely(
    words: "KnownWords", numbers: Ints, segment: "Segment", least: float
) -> "tuple[Ints, Ints, Floats]":
    """Return the words of ``segment`` like each of ``numbers``, where there are loops.

    Where those of each word begin, which they are, and what they weigh: all above ``least``.
    """
    found: tuple[Ints, Ints, Floats] = loops().likely(
        numbers, words.compiled, segment.compiled, _of_words(), least
    )
    return found


def score(
    left: "Side",
    a: Ints,
    right: "Side",
    b: Ints,
    bounds: "tuple[Floats, float]",
    *,
    figures: Weights = FIGURES,
) -> "tuple[Floats, Ints, Ints, Ints]":
    """Return what ``scoring.score`` does, where there are loops.

    ``bounds``: what the names of each pair may weigh, and the log-odds that count. ``figures``:
    others than those in force, for whoever looks for better ones.
    """
    most, least = bounds
    held = held_figures() if figures is FIGURES else hold((letter_odds(), DATES, figures))
    found: tuple[Floats, Ints, Ints, Ints] = loops().score(
        left.compiled, right.compiled, (a, b, most), (weights.PRIOR, least), held
    )
    return found


def reaching(one: tuple[int, int, int], others: NDArray[Any], least: float) -> Ints:
    """Return what ``glance.reaching`` does, where there are loops."""
    found: Ints = loops().reaching(one, others, least, held_figures())
    return found


def side(one: "Side") -> Held:
    """Return what the loops need to know of persons and their words."""
    columns = one.columns
    others = (
        (frozen(columns.dob_start), frozen(columns.dobs)),
        (frozen(columns.nat_start), frozen(columns.nats)),
        (frozen(columns.doc_start), frozen(columns.docs), frozen(columns.doc_confusions)),
        frozen(columns.sex),
    )
    rows = frozen(columns.row_start), *_rows(one)
    return hold_beside(one.words.compiled, (rows, others))


def side_again(
    names: tuple[Ints, Ints], persons: Ints, known: "Growing", words: "Words", others: Tables
) -> Held:
    """Return the same of some ``persons`` whose names are ``known``.

    ``names``: where those of each begin, and their numbers. ``others``: as ``columns`` lays them
    out.
    """
    return loops().side_again(names, persons, known.compiled, words.compiled, others)


def _rows(side: "Side") -> Tables:
    columns = side.columns
    return frozen(columns.token_start), frozen(columns.tokens), frozen(columns.marks)


class Scratch(threading.local):
    """Arrays as long as a segment, kept by each thread between its questions."""

    def __init__(self, people: int, words: int) -> None:
        # Whom a question met and what was found of them directly, their list; words, their entries.
        sizes: tuple[int | tuple[int, int], ...] = ((people, 2), people, words, words)
        self._arrays = tuple(np.zeros(size, dtype=np.int32) for size in sizes)
        self._names = np.zeros(people, dtype=np.int32)
        self._beside: Held = None
        self.epoch = 0
        self._clear()

    def _clear(self) -> None:
        self._arrays[0].fill(-1)
        self._arrays[2].fill(-1)

    def beside(self, register: Held) -> Held:
        """Return the segment, as ``register`` has it, and the arrays as one argument."""
        if self._beside is None:
            self._beside = hold_beside(register, (*self._arrays, self._names))
        return self._beside

    def next(self, questions: int) -> int:
        """Return the number of the first of so many questions; no number is used twice."""
        if self.epoch + questions >= _MOST_EPOCHS:
            self._clear()
            self.epoch = 0
        first, self.epoch = self.epoch, self.epoch + questions
        return first


def register(segment: "Segment") -> Held:
    """Return the arrays of ``segment``: its words, where to look for them and for persons, these.

    Persons are looked for other than by words.
    """
    filed, columns, directory = segment.directory.by_token, segment.columns, segment.directory
    borne = frozen(segment.borne), frozen(columns.row_start), *_rows(segment.side)
    people = (
        (frozen(filed.start), frozen(filed.values)), borne, frozen(segment.glances),
        frozen(segment.class_set), frozen(segment.valid_until),
    )  # fmt: skip
    of_persons = tuple(_filed(x, 16) for x in directory.of_persons)
    of_words = tuple(_filed(x, 1) for x in directory.of_words)
    words = segment.words
    return loops().hold_register(words.compiled, _cards(words), of_words, of_persons, people)


def _filed(keyed: "Keyed", each: int) -> Tables:
    """Return what is filed; of keys of the same first bits there are ``each`` or twice as many."""
    keys = frozen(keyed.keys)
    return keys, frozen(keyed.values), 64 - max(1, (len(keys) // each).bit_length() - 1)


def _cards(words: "Words") -> NDArray[Any]:
    found: NDArray[Any] = loops().cards_of(words.compiled, at_best())
    return found.view(np.uint64)
