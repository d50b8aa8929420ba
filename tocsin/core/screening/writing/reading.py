"""A written name as Latin tokens: one or more readings, each a row of small plain words.

Bounded on purpose: a name longer than any real one is cut, so that no input can stall a check.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from tocsin.core.screening.writing.abjads import (
    arabic_words,
    read_arabic,
    read_hebrew,
    spell_arabic,
    spell_hebrew,
)
from tocsin.core.screening.writing.alphabets import read_cyrillic, read_greek
from tocsin.core.screening.writing.east_asia import (
    has_korean_surname,
    read_foreign,
    read_han,
    read_hangul,
    read_kana,
)
from tocsin.core.screening.writing.latin import plain_latin
from tocsin.core.screening.writing.scripts import (
    ARABIC,
    CYRILLIC,
    HAN,
    HANGUL,
    HEBREW,
    KANA,
    PLAIN,
    clean,
    mend,
    script_of,
)

LONGEST_NAME = 512
LONGEST_WORD = 32
MOST_WORDS = 16
MOST_READINGS = 3

_APOSTROPHES = re.compile("['’ʼ‘`´ʹʻʿʾ′\"“”„]+")
_HAN_MEETS_KANA = re.compile("(?<=[㐀-鿿])(?=[぀-ヿ])|(?<=[぀-ヿ])(?=[㐀-鿿])")
# Surname and given name are told apart by their readings, not by a space that few write.
_BETWEEN_HAN = re.compile("(?<=[㐀-鿿])[ \u3000]+(?=[㐀-鿿])")
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7af]")
_DOTS = re.compile("[·・•‧･∙⋅]")
# Digits inside a word are letters misread or disguised.
_DIGITS = str.maketrans("0134579", "oieastg")
_LONGEST_HAN_NAME = 4

Token = tuple[str, int]  # a plain Latin word, and the script whose letters it was read from


@dataclass(frozen=True, slots=True)
class Written:
    """One reading of a name.

    ``tokens`` are plain Latin words in the order written, each with the script it was read from
    letter by letter (PLAIN: its Latin spelling is known); ``mended`` whether letters of a foreign
    script were put back.
    """

    tokens: tuple[Token, ...]
    mended: bool = False


class _Spaced(dict[int, int]):
    """A table for ``str.translate``: what is no part of a word becomes a space."""

    def __missing__(self, code: int) -> int:
        letter = chr(code)
        inside = letter.isalnum() or unicodedata.category(letter)[0] == "M"
        self[code] = code if inside else ord(" ")
        return self[code]


_SPACED = _Spaced()


def _words(name: str) -> list[str]:
    text = _APOSTROPHES.sub("", clean(name[:LONGEST_NAME]))
    if not text.isascii():
        text = _HAN_MEETS_KANA.sub(" ", text)
        text = text if _DOTS.search(text) else _BETWEEN_HAN.sub("", text)
    # "SURNAME, Given" is the one comma order that lists use.
    before, comma, after = text.partition(",")
    if comma and "," not in after and before.strip() and after.strip():
        text = f"{after} {before}"
    return [word[:LONGEST_WORD] for word in text.translate(_SPACED).split()[:MOST_WORDS]]


def _from(script: int, tokens: Iterable[str]) -> tuple[Token, ...]:
    return tuple((plain, script) for x in tokens if (plain := plain_latin(x)))


@lru_cache(maxsize=65536)
def _read_word(word: str, *, foreign: bool) -> tuple[tuple[Token, ...], ...]:
    """Return the alternative readings of one word; most words have one.

    ``foreign``: it stands in a name that is not built as the names of its own script are.
    """
    script = "Latin" if word.isascii() else script_of(word)
    lower = word.lower()
    readings: list[tuple[Token, ...]]
    if script in {"Latin", ""}:
        mixed = any(map(str.isdigit, word)) and any(map(str.isalpha, word))
        readings = [_from(PLAIN, [word.translate(_DIGITS) if mixed else word])]
    elif script == "Cyrillic":
        readings = [_from(CYRILLIC, [x]) for x in read_cyrillic(lower)]
    elif script == "Greek":
        readings = [_from(PLAIN, [x]) for x in read_greek(lower)]
    elif script == "Arabic":
        parts = [("al", True) if x == "ال" else read_arabic(x) for x in arabic_words(word)]
        readings = [tuple((plain_latin(x), PLAIN if sure else ARABIC) for x, sure in parts if x)]
    elif script == "Hebrew":
        latin, sure = read_hebrew(word)
        readings = [((plain_latin(latin), PLAIN if sure else HEBREW),)]
    else:
        readings = _read_east(word, script, foreign=foreign)
    return tuple(
        tuple((latin[:LONGEST_WORD], read_from) for latin, read_from in row if latin)
        for row in readings
    )


def _read_east(word: str, script: str, *, foreign: bool) -> list[tuple[Token, ...]]:
    if script == "Hangul":
        rows = [[read_foreign(word)]] if foreign else read_hangul(word)
        return [_from(HANGUL, row) for row in rows]
    if script in {"Han", "Japanese"}:
        rows = (
            [[read_foreign(word)]] if foreign or len(word) > _LONGEST_HAN_NAME else read_han(word)
        )
        return [_from(HAN, row) for row in rows]
    if script == "Kana":
        return [_from(KANA, row) for row in read_kana(word)]
    return [_from(PLAIN, [anyascii(word)])]


def _parted(name: str) -> tuple[list[str], bool]:
    """Return the words of ``name``, and whether it is a foreign name spelled by sound."""
    words = _words(name)
    if name.isascii():
        return words, False
    if _DOTS.search(name):
        return words, True
    if len(words) > 1 and _HANGUL.search(name) and script_of(name) == "Hangul":
        korean = has_korean_surname(words)
        return (["".join(words)] if korean else words), not korean
    return words, False


@lru_cache(maxsize=65536)
def read(name: str) -> tuple[Written, ...]:
    """Every reading of ``name``, the most usual first; empty when nothing can be read.

    At most ``MOST_READINGS`` rows; words beyond ``MOST_WORDS`` and letters beyond
    ``LONGEST_NAME`` are left out.
    """
    words, foreign = _parted(name)
    whole = [mend(word) for word in words]
    choices = [options for word in whole if (options := _read_word(word, foreign=foreign))]
    # One reading rule for the whole name: nobody is half Russian, half Ukrainian.
    most = max((len(options) for options in choices), default=0)
    rows = [[options[min(turn, len(options) - 1)] for options in choices] for turn in range(most)]
    found: dict[tuple[Token, ...], None] = {}
    for row in rows:
        tokens = tuple(token for word in row for token in word)
        if tokens:
            found.setdefault(tokens)
    return tuple(Written(tokens, whole != words) for tokens in list(found)[:MOST_READINGS])


def read_alone(word: str) -> str:
    """Return the reading of one word as a foreign name's, letter by letter, tables unasked."""
    script = script_of(word)
    if script == "Arabic":
        return plain_latin(spell_arabic(word))
    if script == "Hebrew":
        return plain_latin(spell_hebrew(word))
    readings = _read_word(word, foreign=True)
    return "".join(token for token, _ in readings[0]) if readings else ""
