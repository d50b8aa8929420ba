"""The words of the persons asked about, each read once in the life of the process.

Few words make up most names. What is known of a word, and where a register is looked up for it,
lies in arrays by the number the word was given when it was first asked about; a name that is
remembered is those numbers. Threads share it: what is there is never changed, only added to.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_learning, fast_words
from tocsin.core.screening.columns import Named, Read, read_each
from tocsin.core.screening.equivalents import equivalents
from tocsin.core.screening.growing import Growing, Run
from tocsin.core.screening.hashing import text_hashes
from tocsin.core.screening.lexicon import Facts, TokenTable, facts_of
from tocsin.core.screening.names import PARTICLE
from tocsin.core.screening.numbering import Numbers, Scripts
from tocsin.core.screening.person import Person
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
from tocsin.core.screening.strings import Ints, Strings, starts
from tocsin.core.screening.vocabulary import StoredWords
from tocsin.core.screening.wholes import WHOLES, whole_keys

MOST_WORDS, MOST_NAMES = 200_000, 65_536
MOST_COMMON = 400_000  # words of registers, besides
_LONGEST_KEPT = 200  # letters of a name; who is named longer is read again
_NEW = -1  # no number
_FEW, _FEW_NAMES = 64, 8  # words and names that are read in one call

Sought = tuple[tuple[Ints, Keys], ...]


@dataclass(frozen=True)
class Words:
    """All words, by number, with room for further ones.

    ``sought``: for each list of a segment's words the keys under which a word is looked for there.
    ``numbered_by``: numbers of one giver mean one word each.
    """

    stored: StoredWords
    sought: Sought
    numbered_by: "Known"

    @cached_property
    def compiled(self) -> fast.Held:
        """All of it as the compiled loops take it."""
        return fast.hold_beside(self.stored.compiled, self.sought)


class Names:
    """Names that were read, by number: by which words each is looked up, where in it they stand.

    ``told``: words, their places; keys of how its readings begin and end, as ``whole_keys`` returns
    them; of each reading twice the number of its tokens, one more if it is mended; tokens; marks.
    """

    def __init__(self) -> None:
        kinds = ("int64", "int64", *["uint64"] * WHOLES, "int64", "int32", "uint8")
        self.told = Growing([], [_no_run(x) for x in kinds])
        self.numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.told)

    @property
    def sought(self) -> tuple[Run, ...]:
        """By what names are looked up, by their numbers, with room behind it."""
        return self.told.runs[: 2 + WHOLES]

    def again(self, start: Ints, numbers: Ints, persons: Ints) -> Read:
        """Return the names of these ``persons`` as they were read, where there are loops.

        ``numbers``: of the names of all, where those of each begin in ``start``.
        """
        return Read(*fast_learning.read_again((start, numbers), persons, self.told))


def _no_run(kind: str) -> Run:
    return np.zeros(1, dtype=np.int64), np.zeros(0, dtype=kind)


class Known:
    """Words with numbers, and names as numbers of words."""

    def __init__(self) -> None:
        self._adding = threading.Lock()
        self._numbers = Numbers()
        self._names = Names()
        self._facts = Growing(*_kept(facts_of(self._numbers.texts, self._numbers.scripts)))
        self._moves = (0, 0)
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
        numbers = [kept.numbers.get(name, _NEW) for name in names]
        if _NEW not in numbers:
            return np.array(numbers, dtype=np.int64), kept
        fresh = list(dict.fromkeys([name for name in names if name not in kept.numbers]))
        if not fresh:  # another thread has read them meanwhile
            return self.read(names)
        if len(kept) and len(kept) + len(fresh) > MOST_NAMES:
            self._names = Names()  # another thread may be reading the old ones
            return self.read(names)
        first = self._read(fresh, kept)
        made = dict(zip(fresh, range(first, first + len(fresh)), strict=True))
        kept.numbers.update({x: at for x, at in made.items() if len(x) <= _LONGEST_KEPT})
        numbers = [made[name] if name in made else kept.numbers[name] for name in names]
        return np.array(numbers, dtype=np.int64), kept

    def read_again(self, persons: Sequence[Person]) -> tuple[Read, Facts]:
        """Return the names of ``persons`` and their words alone, where there are loops."""
        numbers, names = self.read([name for person in persons for name in person.names])
        start = starts([len(person.names) for person in persons])
        read = names.again(start, numbers, np.arange(len(persons)))
        tokens = read.tokens.tolist()
        places = {number: place for place, number in enumerate(dict.fromkeys(tokens))}
        words = np.array([*places], dtype=np.int64)
        facts = facts_of(self._numbers.texts.at(words), self._numbers.scripts[words])
        return replace(read, tokens=np.array([places[x] for x in tokens], dtype=np.int32)), facts

    def _read(self, names: Sequence[str], kept: Names) -> int:
        """Add ``names`` to those that are kept; return the number of the first."""
        if len(names) <= _FEW_NAMES and self.is_compiled and all(map(_is_short, names)):
            with self._adding:
                self._facts.back_to(len(self))
                first = len(kept)
                done = fast_learning.learn_plain(names, self._numbers, self._facts, kept.told)
                self._publish()
            if done:
                return first
        found = read_each(names, self)
        spelled = self.words.stored.spelled()
        with self._adding:
            first = len(kept)
            if self.is_compiled:
                fast_learning.learn_names(kept.told, found, spelled)
            else:
                kept.told.add([], _laid_out(found, spelled))
        return first

    def _add(self, words: Strings, scripts: Scripts, filed: int, *, common: bool) -> bool:
        """Add ``words``, which differ and which nobody found when so many had been ``filed``.

        Returns whether nobody added others meanwhile: these then have the numbers that follow.
        """
        with self._adding:
            self._facts.back_to(len(self))
            alone = len(self) == filed
            if not alone:
                _, fresh = self._numbers.find(words, scripts)
                words, scripts = words.at(fresh), scripts[fresh]
            self._common += len(words) if common else 0
            self._learn(words, scripts)  # if what follows fails, nobody knows of it: see back_to
            self._numbers.hold(words, scripts)
            self._publish()
        return alone

    def _learn(self, words: Strings, scripts: Scripts) -> None:
        """Put what is known of ``words`` behind what is known of others."""
        if len(words) <= _FEW and self.is_compiled and fast_learning.is_plain(words, scripts):
            fast_learning.learn_words(self._facts, words, scripts)
        else:
            self._facts.add(*_kept(facts_of(words, scripts)))

    def _publish(self) -> None:
        """Let all words be found: whoever finds a number finds what is known by it."""
        moves = self._numbers.words.moves, self._facts.moves
        if moves != self._moves:
            self.words, self._moves = self._all(), moves
        self._numbers.file()

    def _all(self) -> Words:
        heard, bones, *sought = self._facts.runs
        table = TokenTable(*self._facts.columns)
        stored = StoredWords(table, self._numbers.room, Strings(*heard), Strings(*bones))
        return Words(stored, tuple(sought), self)


def _is_short(name: str) -> bool:
    return name.isascii() and len(name) <= _LONGEST_KEPT


_values = attrgetter(*(x.name for x in fields(TokenTable)))


def _kept(facts: Facts) -> tuple[tuple[NDArray[Any], ...], tuple[Run, ...]]:
    """Return what ``Known`` keeps of words.

    The columns of their table; how they sound, their consonants, the keys that they are sought by.
    """
    heard, bones = ((x.start, x.letters) for x in (facts.sounds, facts.skeletons))
    return _values(facts.table), (heard, bones, *_sought(facts))


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
    """Return the keys of each word with further ones behind: ``loops.newcomers`` skips these."""
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


def _laid_out(found: Read, spelled: tuple[Strings, Strings, Strings]) -> list[Run]:
    """Return what ``Names`` keeps of names."""
    named = found.named
    owner, places, words = _asked_words(named)
    each = np.arange(len(named) + 1)
    start = np.searchsorted(owner, each)
    wholes = whole_keys(named, spelled, asked=True)
    tokens = named.token_start[named.row_start]
    return [
        (start, words),
        (start, places),
        *((np.searchsorted(whose, each), keys) for keys, whose in wholes),
        (named.row_start, 2 * found.tokens_of + found.row_mended),
        (tokens, named.tokens),
        (tokens, named.marks),
    ]


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
