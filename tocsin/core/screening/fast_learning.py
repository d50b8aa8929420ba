"""The compiled loops that learn words and names: what ``fast`` is to comparing them."""

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from tocsin.core.screening import equivalents
from tocsin.core.screening.echoes import MOST_KEYS, choices
from tocsin.core.screening.fast import Held, Tables, frozen, hold_beside, loops
from tocsin.core.screening.fast_words import facts, grouped, laid, shipped, special
from tocsin.core.screening.hashing import POWERS, SALT, SPREADS
from tocsin.core.screening.names import NO_NAMES
from tocsin.core.screening.postings import (
    SHORTEST_SKELETON,
    SHORTEST_WITH_SLIPS,
    SKELETON_SALT,
)
from tocsin.core.screening.rewriting import LONGEST
from tocsin.core.screening.strings import Ints, Strings, starts
from tocsin.core.screening.wholes import FOLDS, KINDS, by_way

if TYPE_CHECKING:
    from tocsin.core.screening.columns import Read
    from tocsin.core.screening.growing import Growing
    from tocsin.core.screening.numbering import Numbers, Scripts
    from tocsin.core.screening.remembered import Alike

_MOST_KEYS = 1 + MOST_KEYS  # of a word: its sound's, echoes; besides its letters and equivalents
_SHORTEST = 2  # letters of a word of a plain name
OF_NAMES = (FOLDS, SPREADS, SALT), KINDS


def learn_plain(
    names: Sequence[str], numbers: "Numbers", words: "Growing", known: "Growing"
) -> bool:
    """Read names and put them behind those ``known``, as ``known.Names`` keeps them.

    New words among them get ``numbers``, by which they cannot be found yet, and what is known of
    them is put behind that of other ``words``. Returns False, and puts nothing anywhere, where a
    name is more than a few words in plain letters.
    """
    letters = np.frombuffer("".join(names).encode("ascii"), dtype=np.uint8)
    start = np.array([0, *accumulate(map(len, names))], dtype=np.int64)
    most = (len(letters) + len(names)) // _SHORTEST
    numbers.words.make_room(most, len(letters))
    _make_room(words, most, len(letters))
    known.make_room(len(names), max(2 * len(names), most))
    fresh, are_plain = loops().learn_plain(
        ((start, letters), numbers.places, (len(words), len(known))),
        numbers.words.compiled, words.compiled, known.compiled, _of_plain(),
    )  # fmt: skip
    if are_plain:
        words.filled(fresh)  # first: see ``Growing.back_to``
        numbers.words.filled(fresh)
        known.filled(len(names))
    return bool(are_plain)


def learn_names(known: "Growing", found: "Read", spelled: tuple[Strings, Strings, Strings]) -> None:
    """Put names, each read as if somebody had no other, behind those ``known``.

    As ``known.Names`` keeps them. ``spelled``: by sound, by consonants, as they are written.
    """
    named, names, rows = found.named, len(found.rows_of), len(found.tokens_of)
    known.make_room(names, max(2 * rows, len(named.tokens)))
    loops().learn_names(
        ((named.row_start, named.token_start, named.tokens), (named.marks, found.row_mended)),
        tuple(map(laid, by_way(spelled))), OF_NAMES, known.compiled, len(known),
    )  # fmt: skip
    known.filled(names)


def read_again(names: tuple[Ints, Ints], persons: Ints, known: "Growing") -> Tables:
    """Return what ``columns.Read`` has of some persons whose names are ``known``.

    ``names``: where those of each person begin, and their numbers.
    """
    found: Tables = loops().read_again(names, persons, known.compiled)
    return found


def is_plain(words: Strings, scripts: "Scripts") -> bool:
    """Tell whether ``learn_words`` reads ``words``: Latin ones, none longer than the rules are."""
    return not scripts.any() and (len(words.letters) <= LONGEST or words.longest <= LONGEST)


def learn_words(known: "Growing", words: Strings, scripts: "Scripts") -> None:
    """Put what ``known.Known`` keeps of ``words`` behind what is ``known`` of others."""
    _make_room(known, len(words), len(words.letters))
    given = *laid(words), frozen(scripts)
    loops().learn_words(given, _of_words(), known.compiled, len(known))
    known.filled(len(words))


def remember(known: "Growing", found: "Alike") -> None:
    """Put what words are like behind what is ``known`` of others."""
    count = len(found.start) - 1
    known.make_room(count, len(found.word))
    loops().remember((found.start, found.word, found.weight), known.compiled, len(known))
    known.filled(count)


def _make_room(known: "Growing", words: int, letters: int) -> None:
    known.make_room(words, 2 * letters + (_MOST_KEYS + _equivalent_keys()[1]) * words)


@cache
def _of_plain() -> Held:
    """Return by what names in plain letters are read."""
    return hold_beside(_of_words(), (special(NO_NAMES), SPREADS, OF_NAMES))


@cache
def _of_words() -> Held:
    """Return by what words are read and looked for, and the keys of names equivalent to them."""
    return hold_beside(shipped(), (looked_for(), (_equivalent_keys()[0], POWERS)))


def looked_for() -> Tables:
    """Return by what words are looked for, as ``loops.asking.sought`` takes it."""
    return SPREADS, SKELETON_SALT, (SHORTEST_WITH_SLIPS, SHORTEST_SKELETON), choices()


@cache
def _equivalent_keys() -> tuple[Tables, int]:
    """Return the words that have equivalents with the keys of these, and how many one has."""
    table, _ = grouped()
    several = [equivalents.equivalents(word) for word in equivalents.all_groups()]
    names = Strings.of([name for names in several for name in names])
    *_, columns = facts(names, np.zeros(len(names), dtype=np.uint8))
    start = starts(list(map(len, several)))
    return (table, (frozen(start), frozen(columns["sound_hash"]))), max(map(len, several))
