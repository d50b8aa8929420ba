"""The compiled loops that read names and words: what ``fast`` is to comparing them."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import equivalents, frequencies, sounds, weights
from tocsin.core.screening.echoes import HISSES, choices
from tocsin.core.screening.fast import Held, Tables, frozen, hold, loops
from tocsin.core.screening.hashing import POWERS, SALT, SPREADS
from tocsin.core.screening.strings import Ints, Strings
from tocsin.core.screening.writing.letters import NUMBERS, SIGNS

if TYPE_CHECKING:
    from tocsin.core.screening.columns import Named
    from tocsin.core.screening.rewriting import Rules
    from tocsin.core.screening.wholes import Owned


def laid(words: Strings) -> Tables:
    """Return words as the loops take them."""
    return frozen(words.start), frozen(words.letters)


def spelling_keys(sounds: Strings, shortest: int) -> tuple[NDArray[np.uint64], Ints]:
    """Return what ``postings.spelling_keys`` does, where there are loops."""
    found: tuple[NDArray[np.uint64], Ints] = loops().spelling_keys(*laid(sounds), SPREADS, shortest)
    return found


def skeleton_keys(
    skeletons: Strings, salt: np.uint64, shortest: int
) -> tuple[NDArray[np.uint64], Ints]:
    """Return what ``postings.skeleton_keys`` does, where there are loops."""
    found: tuple[NDArray[np.uint64], Ints] = loops().skeleton_keys(
        *laid(skeletons), SPREADS, salt, shortest
    )
    return found


def echo_keys(written: Strings) -> tuple[NDArray[np.uint64], Ints]:
    """Return the keys of ``echoes`` for Latin words as ``echoes.hissed`` writes them."""
    found: tuple[NDArray[np.uint64], Ints] = loops().echo_keys(*laid(written), *choices(), SPREADS)
    return found


def sought(
    spelled: tuple[Strings, Strings, Strings], salt: np.uint64, shortest: tuple[int, int]
) -> tuple[tuple[Ints, NDArray[np.uint64]], ...]:
    """Return the keys by which ``known`` looks for words, and where those of each begin.

    By sound and by consonants all words, by what is read of other scripts the Latin ones.

    ``spelled``: by sound, by consonants, with one sign for a hiss. ``salt`` of the keys of
    consonants. ``shortest``: how many letters there must be for slips, and how many consonants.
    """
    found: tuple[tuple[Ints, NDArray[np.uint64]], ...] = loops().sought(
        *map(laid, spelled), (SPREADS, salt, shortest, choices())
    )
    return found


def whole_keys(
    named: "Named",
    spelled: tuple[Strings, Strings, Strings],
    folds: tuple[NDArray[np.uint8], ...],
    kinds: Ints,
    *,
    asked: bool,
) -> "tuple[Owned, Owned, Owned, Owned]":
    """Return what ``wholes.whole_keys`` does, where there are loops.

    ``spelled``: the words by their consonants, by sound, as they are written; ``folds`` what each
    letter is taken for in these; ``kinds`` of keys: how many letters count, how many there must be.
    """
    found: tuple[Owned, Owned, Owned, Owned] = loops().whole_keys(
        (frozen(named.row_start), frozen(named.token_start), frozen(named.tokens)),
        tuple(map(laid, spelled)), (folds, SPREADS, SALT),
        kinds, asked,
    )  # fmt: skip
    return found


def hashes(words: Strings, letters_of: NDArray[np.uint64] = SPREADS) -> NDArray[np.uint64]:
    """Return what ``hashing.text_hashes`` does, where there are loops."""
    found: NDArray[np.uint64] = loops().hashes(*laid(words), letters_of)
    return found


def numbered(
    places: NDArray[np.int32],
    scripts: NDArray[np.uint8],
    known: Strings,
    asked: tuple[Strings, NDArray[np.uint8]],
) -> tuple[Ints, Ints]:
    """Return what ``numbering.Numbers.find`` does, where there are loops."""
    words, read_from = asked
    found: tuple[Ints, Ints] = loops().numbered(
        frozen(places), (*laid(known), frozen(scripts)), (*laid(words), frozen(read_from)),
        SPREADS,
    )  # fmt: skip
    return found


def file(places: NDArray[np.int32], words: Strings, scripts: NDArray[np.uint8], first: int) -> None:
    """File the words from number ``first`` on in ``places``, by which ``numbered`` finds them."""
    loops().filed(places, laid(words), frozen(scripts), first, SPREADS)


def cut(names: Strings, no_names: frozenset[str]) -> tuple[Ints, Strings]:
    """Return what ``names.cut`` does, where there are loops.

    ``no_names``: words that make a name one that takes more care.
    """
    count, start, letters = loops().cut(*laid(names), special(no_names))
    return count, Strings(start, letters)


def _word_table(words: Sequence[str]) -> Tables:
    """Return a table by which ``loops.lookup`` finds words."""
    strings = Strings.of_plain(words)
    places = np.full(1 << (2 * len(words) + 2).bit_length(), -1, dtype=np.int32)
    file(places, strings, np.zeros(len(words), dtype=np.uint8), 0)
    return frozen(places), *laid(strings)


@cache
def special(no_names: frozenset[str]) -> Tables:
    """Return by which words and endings a name is one that takes more care."""
    return _rules(sounds.ENDINGS), _word_table(sorted(no_names)), frozen(SPREADS)


def _rules(rules: "Rules") -> Tables:
    return tuple(map(frozen, rules.tables))


def facts(texts: Strings, scripts: NDArray[np.uint8]) -> tuple[Any, ...]:
    """Return what ``lexicon.facts_of`` does, where there are loops.

    Sounds, consonants and hisses of each word, and the columns of the table but for the script.
    """
    spelled, (rarity, groups, letters, hashed, told) = loops().facts(
        (*laid(texts), frozen(scripts)), shipped()
    )
    traits, length, bones, initial, sound_initial, spoken = told
    columns = {
        "rarity": rarity, "groups": groups, "letters": letters, "traits": traits,
        "text_hash": hashed[0], "sound_hash": hashed[1], "sound_power": POWERS[spoken],
        "length": length, "bones": bones, "initial": initial, "sound_initial": sound_initial,
    }  # fmt: skip
    return *(Strings(*x) for x in spelled), columns


@cache
def grouped() -> Tables:
    """Return the words that have equivalents, where they are found, and the groups of each."""
    groups = equivalents.all_groups()
    return _word_table(list(groups)), frozen(np.array(list(groups.values()), dtype=np.int32))


@cache
def shipped() -> Held:
    """Return the rules by which words are read, and what the shipped tables say of words."""
    rules = (sounds.SOUNDS, sounds.CONSONANTS, SIGNS, HISSES, sounds.ENDINGS)
    words, heard, bare = map(_valued, frequencies.unbounded())
    lists = words, heard, bare, grouped(), frozen(NUMBERS)
    figures = (
        weights.RAREST, weights.COMMONEST, weights.BARE_RAREST, weights.PATRONYMIC_RAREST,
        frequencies.SHORTER,
    )  # fmt: skip
    return hold((tuple(map(_rules, rules)), lists, SPREADS, figures))


def _valued(values: "dict[str, float]") -> Tables:
    return _word_table(list(values)), frozen(np.array(list(values.values())))
