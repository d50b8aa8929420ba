"""The words of the persons asked about, each read once in the life of the process.

Few words make up most names. What is known of a word, and where a register is looked up for it,
lies in arrays by the number the word was given when it was first asked about; a name that is
remembered is those numbers. Threads share it: what is there is never changed, only added to.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_words
from tocsin.core.screening.columns import Named, read_each
from tocsin.core.screening.equivalents import equivalents
from tocsin.core.screening.growing import Growing, GrowingRuns
from tocsin.core.screening.hashing import text_hashes
from tocsin.core.screening.lexicon import Facts, TokenTable, facts_of
from tocsin.core.screening.names import PARTICLE
from tocsin.core.screening.numbering import Numbers, Scripts
from tocsin.core.screening.postings import (
    NO_KEYS,
    SHORTEST_SKELETON,
    SHORTEST_WITH_SLIPS,
    SKELETON_SALT,
    Keys,
    echo_keys,
    skeleton_keys,
    spelling_keys,
)
from tocsin.core.screening.sounds import sounds
from tocsin.core.screening.strings import Ints, Strings
from tocsin.core.screening.vocabulary import StoredWords
from tocsin.core.screening.wholes import FOLDS, KINDS, WHOLES, by_way, whole_keys

MOST_WORDS, MOST_NAMES = 200_000, 65_536
MOST_COMMON = 400_000  # words of registers, besides
_LONGEST_KEPT = 200  # letters of a name; who is named longer is read again

Sought = tuple[tuple[Ints, Keys], ...]
_Words = tuple[Ints, Ints, Ints]  # where those of each name begin, their places, their numbers


@dataclass(frozen=True)
class Words:
    """All words, by number, with room for further ones.

    ``sought``: for each list of a segment's words the keys under which a word is looked for there.
    ``numbered_by``: numbers of one giver mean one word each.
    """

    stored: StoredWords
    sought: Sought
    numbered_by: "Known"


@dataclass(frozen=True)
class Names:
    """Names that were read, by number: by which words each is looked up, where in it they stand.

    ``wholes`` are keys of how its readings begin and end, as ``whole_keys`` returns them.
    """

    words: GrowingRuns[np.int64]
    places: GrowingRuns[np.int64]
    wholes: tuple[GrowingRuns[np.uint64], ...]
    numbers: dict[str, int] = field(default_factory=dict)

    @classmethod
    def none(cls) -> "Names":
        """Return names to be added to."""
        start, no_ints = np.zeros(1, dtype=np.int64), np.zeros(0, dtype=np.int64)
        words, places = GrowingRuns(start, no_ints), GrowingRuns(start, no_ints)
        no_keys = np.zeros(0, dtype=np.uint64)
        return cls(words, places, tuple(GrowingRuns(start, no_keys) for _ in range(WHOLES)))

    def __len__(self) -> int:
        return len(self.words)

    @property
    def all(self) -> tuple[tuple[Ints, NDArray[Any]], ...]:
        """What is known of all names by their numbers, as the compiled loops take it."""
        return self.words.whole, self.places.whole, *(x.whole for x in self.wholes)


class Known:
    """Words with numbers, and names as numbers of words."""

    def __init__(self) -> None:
        self._adding = threading.Lock()
        self._numbers = Numbers()
        self._names = Names.none()
        nothing = facts_of(self._numbers.texts, self._numbers.scripts)
        self._table = [Growing(x) for x in _values(nothing.table)]
        self._spelled = [
            GrowingRuns(x.start, x.letters) for x in (nothing.sounds, nothing.skeletons)
        ]
        self._sought = [GrowingRuns(*x) for x in _sought(nothing)]
        self.words = self._all()
        self._common = 0  # words that do not count among too many

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def is_compiled(self) -> bool:
        """Whether the compiled loops read what is asked."""
        return self._numbers.is_compiled

    @property
    def has_too_many(self) -> bool:
        """Whether it is time to begin anew."""
        return len(self) > min(self._common, MOST_COMMON) + MOST_WORDS

    def numbered(self, words: Strings, scripts: Scripts, *, common: bool = False) -> Ints:
        """Return the number of each token.

        ``common``: of words that do not count among too many, as registers have them.
        """
        filed = self._numbers.filed
        numbers, fresh = self._numbers.find(words, scripts)
        if not len(fresh):
            return numbers
        if len(fresh) == len(words):
            alone = self._add(words, scripts, filed, common=common)
        else:
            alone = self._add(words.at(fresh), scripts[fresh], filed, common=common)
        return numbers if alone else self._numbers.find(words, scripts)[0]

    def read(self, names: Sequence[str]) -> tuple[Ints, Names]:
        """Return the number of each of ``names`` and what is known by it."""
        kept = self._names
        fresh = list(dict.fromkeys([name for name in names if name not in kept.numbers]))
        if not fresh:
            return np.array([kept.numbers[name] for name in names], dtype=np.int64), kept
        if len(kept) and len(kept) + len(fresh) > MOST_NAMES:
            self._names = Names.none()  # another thread may be reading the old ones
            return self.read(names)
        first = self._read(fresh, kept)
        made = dict(zip(fresh, range(first, first + len(fresh)), strict=True))
        kept.numbers.update((x, at) for x, at in made.items() if len(x) <= _LONGEST_KEPT)
        numbers = [made[name] if name in made else kept.numbers[name] for name in names]
        return np.array(numbers, dtype=np.int64), kept

    def _read(self, names: Sequence[str], kept: Names) -> int:
        """Add ``names`` to those that are kept; return the number of the first."""
        named = read_each(names, self)
        (start, places, words), wholes = _laid_out(named, self.words.stored.spelled())
        with self._adding:
            first = len(kept)
            kept.places.add(start, places)
            for runs, keys in zip(kept.wholes, wholes, strict=True):
                runs.add(*keys)
            kept.words.add(start, words)
        return first

    def _add(self, words: Strings, scripts: Scripts, filed: int, *, common: bool) -> bool:
        """Add ``words``, which differ and which nobody found when so many had been ``filed``.

        Returns whether nobody added others meanwhile: these then have the numbers that follow.
        """
        with self._adding:
            alone = len(self) == filed
            if not alone:
                _, fresh = self._numbers.find(words, scripts)
                words, scripts = words.at(fresh), scripts[fresh]
            self._common += len(words) if common else 0
            more = facts_of(words, scripts)
            moved = self._numbers.hold(more.texts, more.table.script)
            for array, values in zip(self._table, _values(more.table), strict=True):
                moved |= array.add(values)
            for runs, texts in zip(self._spelled, (more.sounds, more.skeletons), strict=True):
                moved |= runs.add(texts.start, texts.letters)
            for keys, sought in zip(self._sought, _sought(more), strict=True):
                moved |= keys.add(*sought)
            if moved:
                self.words = self._all()  # whoever finds a number finds what is known by it
            self._numbers.file()
        return alone

    def _all(self) -> Words:
        heard, bones = (Strings(*x.whole) for x in self._spelled)
        table = TokenTable(*(x.whole for x in self._table))
        stored = StoredWords(table, self._numbers.room, heard, bones)
        return Words(stored, tuple(x.whole for x in self._sought), self)


_values = attrgetter(*(x.name for x in fields(TokenTable)))


def _sought(facts: Facts) -> Sought:
    """Return for each list of a segment's words the keys under which each word is looked for.

    By sound, its own and that of equivalent names; by consonants; by what is read of other scripts
    and what of Latin words.
    """
    heard, bones, latin = _own_keys(facts)
    foreign, none = _keys_of_foreign(facts), (np.zeros_like(heard[0]), heard[1][:0])
    return (
        _with_more(heard, *_keys_of_equivalents(facts)),
        bones,
        _with_more(none, *foreign),
        _with_more(latin, *foreign),
    )


def _own_keys(facts: Facts) -> Sought:
    """Return the keys of each word by sound, by consonants, and of Latin words by echoes."""
    if facts.hissed is not None:
        spelled = facts.sounds, facts.skeletons, facts.hissed
        return fast_words.sought(spelled, SKELETON_SALT, (SHORTEST_WITH_SLIPS, SHORTEST_SKELETON))
    lists = (
        spelling_keys(facts.sounds),
        skeleton_keys(facts.skeletons),
        echo_keys(facts, plain=True, foreign=False),
    )
    return tuple(_by_owner(keys, owner, len(facts.texts)) for keys, owner in lists)


def _keys_of_equivalents(facts: Facts) -> tuple[Keys, Ints]:
    """Return the keys of names that are equivalent to words, and which words these are."""
    grouped = np.flatnonzero(facts.table.groups[:, 0])
    if not len(grouped):
        return NO_KEYS
    names = [equivalents(x) for x in facts.texts.at(grouped).texts()]
    keys = _sound_keys([name for several in names for name in several])
    return keys, np.repeat(grouped, list(map(len, names)))


def _keys_of_foreign(facts: Facts) -> tuple[Keys, Ints]:
    if not facts.table.script.any():
        return NO_KEYS
    return echo_keys(facts, plain=False, foreign=True)


def _with_more(found: tuple[Ints, Keys], keys: Keys, owner: Ints) -> tuple[Ints, Keys]:
    """Return the keys of each word with further ones behind them."""
    if not len(keys):
        return found
    start, first = found
    words = len(start) - 1
    whose = np.repeat(np.arange(words), np.diff(start))
    return _by_owner(np.concatenate([first, keys]), np.concatenate([whose, owner]), words)


def _sound_keys(names: Sequence[str]) -> Keys:
    """Return the key of each name's sound."""
    if fast.loops() is not None:
        return facts_of(Strings.of(names), np.zeros(len(names), dtype=np.uint8)).table.sound_hash
    return text_hashes(sounds(names))


def _by_owner(keys: Keys, owner: Ints, owners: int) -> tuple[Ints, Keys]:
    order = np.argsort(owner, kind="stable")
    return np.searchsorted(owner[order], np.arange(owners + 1)).astype(np.int64), keys[order]


def _laid_out(named: Named, spelled: tuple[Strings, Strings, Strings]) -> tuple[_Words, Sought]:
    """Return of each name its words, and the keys of its whole: four times where they begin."""
    if fast.loops() is not None:
        found: tuple[_Words, Sought] = fast_words.asked_names(named, by_way(spelled), FOLDS, KINDS)
        return found
    owner, places, words = _asked_words(named)
    each = np.arange(len(named) + 1)
    wholes = whole_keys(named, spelled, asked=True)
    return (
        (np.searchsorted(owner, each), places, words),
        tuple((np.searchsorted(whose, each), keys) for keys, whose in wholes),
    )


def _asked_words(named: Named) -> tuple[Ints, Ints, Ints]:
    """Return the words that names are looked up by: (whose, place in the name, number)."""
    row_person = np.repeat(np.arange(len(named)), np.diff(named.row_start))
    token_row = np.repeat(np.arange(len(row_person)), np.diff(named.token_start))
    place = np.arange(len(named.tokens)) - named.token_start[token_row]
    kept = (named.marks & PARTICLE) == 0
    # A name of particles only is looked up by them, for want of anything better.
    rows_kept = np.zeros(len(row_person), dtype=np.bool_)
    rows_kept[token_row[kept]] = True
    kept |= ~rows_kept[token_row]
    return row_person[token_row[kept]], place[kept], named.tokens[kept].astype(np.int64)


_KNOWN: list[Known] = []  # one at most, made with the first question: it loads the loops
_BEGINNING = threading.Lock()


def known() -> Known:
    """Return the words of this process. Too many are left behind, for others that begin anew."""
    if not _serves():
        with _BEGINNING:
            if not _serves():
                _KNOWN[:] = [Known()]
    return _KNOWN[0]


def _serves() -> bool:
    """Tell whether there are words that go on: not too many, read as words are read now."""
    compiled = fast.loops() is not None
    return bool(_KNOWN) and not _KNOWN[0].has_too_many and _KNOWN[0].is_compiled == compiled
