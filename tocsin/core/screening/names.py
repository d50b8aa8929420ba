"""A name as rows of marked tokens: the form in which two names are compared.

A particle ("bin", "van", "al-") or a patronymic says less than a surname, and an initial stands
for any word it begins: the marks say which is which, in the place where the word stands.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_words
from tocsin.core.screening.sounds import is_patronymic
from tocsin.core.screening.strings import Strings
from tocsin.core.screening.tables import words
from tocsin.core.screening.writing import VOWELLESS, read, script_of
from tocsin.core.screening.writing.reading import Token, Written
from tocsin.core.screening.writing.scripts import PLAIN

MOST_TOKENS = 8

PARTICLE, PATRONYMIC, BARE, INITIAL, DESCENT = 1, 2, 4, 8, 16

# Only these are patronymics when they stand between two other words: Latin -owicz and -ovic
# are surnames as often.
_SOMETIMES_SURNAME = ("owicz", "ewicz", "ovic", "evic", "ovich", "evich")


class Row(NamedTuple):
    """One reading of one name: each token with the script it was read from.

    ``marks[i]`` says what ``tokens[i]`` is (a sum of flags).
    """

    tokens: tuple[Token, ...]
    marks: tuple[int, ...]
    mended: bool


def _marked(tokens: Sequence[Token], *, mended: bool) -> Row:
    particles, titles = words("particles"), words("titles")
    # Words that may also be a given name need two others beside them to be a particle.
    kept: list[tuple[str, int, int]] = []
    last = len(tokens) - 1
    for at, (token, script) in enumerate(tokens):
        mark = BARE if script in VOWELLESS else 0
        if (
            (
                token in particles
                and at < last
                and (last >= 2 or token in {"al", "el"})
                and (at or token not in _SURNAMES_TOO)
            )
            or (at == last and at > 0 and token in _ENDINGS)
            or (at == 0 and last == 1 and token in titles)  # "Commander Brado" for want of a name
        ):
            mark |= PARTICLE | (DESCENT if at and token in _DESCENT else 0)
        elif len(token) == 1:
            mark |= INITIAL
        elif (
            last >= 2
            and at > 0
            and is_patronymic(token)
            and (at < last or not token.endswith(_SOMETIMES_SURNAME))
        ):
            mark |= PATRONYMIC
        kept.append((token, mark, script))
    if len(kept) > MOST_TOKENS:
        kept = [x for x in kept if not x[1] & PARTICLE]
    if len(kept) > MOST_TOKENS:
        kept = kept[: MOST_TOKENS - 2] + kept[-2:]
    return Row(tuple([(x[0], x[2]) for x in kept]), tuple([x[1] for x in kept]), mended)


_DESCENT = frozenset({"bin", "ben", "ibn", "bint", "binti", "bn"})
_SURNAMES_TOO = frozenset({"le", "do", "du"})  # where they begin a name: "Lê Minh Quang"
_SERVANTS = frozenset({"abd", "abdul", "abdel", "abdal", "abdol", "abdu"})
_ARTICLES = frozenset({"al", "el", "ul", "ur", "ar", "as", "an", "ad", "az"})
_ENDINGS = frozenset({"jr", "sr", "ii", "iii", "oglu", "ogly", "kyzy", "kizi", "uly"})


# Most names of a register or a manifest are a few words in plain letters and need no reading.
_SIMPLE = re.compile("[A-Za-z]{2,32}(?:[ -][A-Za-z]{2,32}){0,7}")


# Words that link names, or go before or after them.
NO_NAMES = words("particles") | words("titles") | _SERVANTS | _ENDINGS


@lru_cache(maxsize=65536)
def _is_special(word: str) -> bool:
    return word in NO_NAMES or is_patronymic(word)


def simple(name: str) -> list[str] | None:
    """Return the words of a name that has one reading and no marks, None for any other name."""
    found = _plain(name)
    return found if found is not None and _are_ordinary(found) else None


def _plain(name: str) -> list[str] | None:
    """Return the words of a name that has one reading, None for any other name."""
    if not _SIMPLE.fullmatch(name):
        return None
    return name.lower().replace("-", " ").split(" ")


def _are_ordinary(found: list[str]) -> bool:
    """Tell whether words in plain letters take no care: none is special, none is said twice."""
    return True not in map(_is_special, found) and len(set(found)) == len(found)


def cut(names: Sequence[str]) -> tuple[NDArray[np.int64], Strings]:
    """Cut names in plain letters, which have one reading and no marks, into their words.

    Returns how many words each has, 0 for a name that takes more care, and all the words.
    """
    if fast.loops() is not None:
        return fast_words.cut(_lines(names), NO_NAMES)
    found = [simple(name) or () for name in names]
    count = np.array(list(map(len, found)), dtype=np.int64)
    return count, Strings.of_plain([word for row in found for word in row])


def _lines(names: Sequence[str]) -> Strings:
    """Return names end to end, those that are not plain as they come: nobody cuts them."""
    text = "".join(names)
    if text.isascii():
        return Strings.of_plain(names)
    return Strings.of_plain([name if name.isascii() else "" for name in names])


@lru_cache(maxsize=65536)
def rows(name: str) -> tuple[Row, ...]:
    """Every reading of ``name`` as a row of marked tokens; empty for an empty name."""
    found = _plain(name)
    if found is None:
        return _rows(read(name))
    tokens = tuple([(word, PLAIN) for word in found])
    if _are_ordinary(found):
        return (Row(tokens, (0,) * len(found), mended=False),)
    return (_with_care(Written(tokens)),)


def _rows(readings: Iterable[Written]) -> tuple[Row, ...]:
    found: dict[Row, None] = {}
    for written in readings:
        found.setdefault(_ordinary(written) or _with_care(written))
    return tuple(found)


def _ordinary(written: Written) -> Row | None:
    """Return the row of a reading none of whose words is left out or marked but for its script.

    The same as with care; None of any other reading. Most names of other scripts are such.
    """
    tokens = written.tokens
    if len(tokens) > MOST_TOKENS or len(set(tokens)) < len(tokens):
        return None
    for word, _ in tokens:
        if len(word) == 1 or _is_special(word):
            return None
    marks = [BARE if script in VOWELLESS else 0 for _, script in tokens]
    return Row(tokens, tuple(marks), written.mended)


def _with_care(written: Written) -> Row:
    titles, tokens = words("titles"), written.tokens
    untitled = [x for x in tokens if x[0] not in titles]
    said = untitled if len(untitled) >= 2 else [*tokens]
    # A word said twice is said once.
    said = [x for at, x in enumerate(said) if not at or x != said[at - 1]]
    # "Abd al-Rahman" is "Abdulrahman": the article goes with the word before it.
    said = [
        x
        for at, x in enumerate(said)
        if not (at and x[0] in _ARTICLES and said[at - 1][0] in _SERVANTS)
    ]
    return _marked(said, mended=written.mended)


def fold(name: str) -> str:
    """``name`` in plain Latin letters, lower case, words parted by one space, in any script.

    For searching and sorting: "Олександр Ковальчук" becomes "oleksandr kovalchuk".
    """
    written = read(name)
    return " ".join(token for token, _ in written[0].tokens) if written else ""


def tokens(name: str) -> list[str]:
    """Return the Latin words by which a search finds ``name``, each once, usual reading first.

    Includes the words of alternative readings (Russian and Ukrainian, Hangul by rule and custom).
    """
    found: dict[str, None] = {}
    for written in read(name):
        for token, _ in written.tokens:
            found.setdefault(token)
    return list(found)


__all__ = ["Row", "fold", "rows", "script_of", "tokens"]
