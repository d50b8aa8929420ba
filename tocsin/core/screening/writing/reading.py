"""A written name as Latin tokens: one or more readings, each a row of small plain words.

Bounded on purpose: a name longer than any real one is cut, so that no input can stall a check.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from tocsin.core.screening.writing.abjads import arabic_words, read_arabic, read_hebrew
from tocsin.core.screening.writing.alphabets import read_cyrillic, read_greek
from tocsin.core.screening.writing.east_asia import read_han, read_hangul, read_kana
from tocsin.core.screening.writing.latin import plain_latin
from tocsin.core.screening.writing.scripts import clean, mend, script_of

LONGEST_NAME = 512
LONGEST_WORD = 32
MOST_WORDS = 16
MOST_READINGS = 3

_APOSTROPHES = re.compile("['’ʼ‘`´ʹʻʿʾ′\"“”„]+")
_HAN_MEETS_KANA = re.compile("(?<=[㐀-鿿])(?=[぀-ヿ])|(?<=[぀-ヿ])(?=[㐀-鿿])")
# Surname and given name are told apart by their readings, not by a space that few write.
_BETWEEN_HAN = re.compile("(?<=[㐀-鿿])[ \u3000·]+(?=[㐀-鿿])")

Token = tuple[str, bool]  # a plain Latin word, and whether its vowels are unknown


@dataclass(frozen=True, slots=True)
class Written:
    """One reading of a name.

    ``tokens`` are plain Latin words in the order written, each with whether its vowels are
    unknown; ``mended`` whether letters of a foreign script were put back.
    """

    tokens: tuple[Token, ...]
    mended: bool = False


@lru_cache(maxsize=8192)
def _inside_word(letter: str) -> bool:
    return letter.isalnum() or letter == "ー" or unicodedata.category(letter)[0] == "M"


def _words(name: str) -> list[str]:
    text = _APOSTROPHES.sub("", clean(name[:LONGEST_NAME]))
    if not text.isascii():
        text = _BETWEEN_HAN.sub("", _HAN_MEETS_KANA.sub(" ", text))
    # "SURNAME, Given" is the one comma order that lists use.
    before, comma, after = text.partition(",")
    if comma and "," not in after and before.strip() and after.strip():
        text = f"{after} {before}"
    spaced = "".join(x if _inside_word(x) else " " for x in text)
    return [word[:LONGEST_WORD] for word in spaced.split()[:MOST_WORDS]]


def _plain(tokens: list[str]) -> tuple[Token, ...]:
    return tuple((plain, False) for x in tokens if (plain := plain_latin(x)))


@lru_cache(maxsize=65536)
def _read_word(word: str) -> tuple[tuple[Token, ...], ...]:
    """Return the alternative readings of one word; most words have one."""
    script = "Latin" if word.isascii() else script_of(word)
    lower = word.lower()
    readings: list[tuple[Token, ...]]
    if script in {"Latin", ""}:
        readings = [_plain([word])]
    elif script == "Cyrillic":
        readings = [_plain([x]) for x in read_cyrillic(lower)]
    elif script == "Greek":
        readings = [_plain([x]) for x in read_greek(lower)]
    elif script == "Arabic":
        parts = [("al", False) if x == "ال" else read_arabic(x) for x in arabic_words(word)]
        readings = [tuple((plain_latin(latin), bare) for latin, bare in parts if latin)]
    elif script == "Hebrew":
        latin, bare = read_hebrew(word)
        readings = [((plain_latin(latin), bare),)]
    else:
        readings = _read_other(word, script)
    return tuple(tuple(token for token in row if token[0]) for row in readings)


def _read_other(word: str, script: str) -> list[tuple[Token, ...]]:
    if script == "Hangul":
        return [_plain(row) for row in read_hangul(word)]
    if script in {"Han", "Japanese"}:
        return [_plain(row) for row in read_han(word)]
    if script == "Kana":
        return [_plain(row) for row in read_kana(word)]
    return [_plain([anyascii(word)])]


@lru_cache(maxsize=65536)
def read(name: str) -> tuple[Written, ...]:
    """Every reading of ``name``, the most usual first; empty when nothing can be read.

    At most ``MOST_READINGS`` rows; words beyond ``MOST_WORDS`` and letters beyond
    ``LONGEST_NAME`` are left out.
    """
    words = _words(name)
    whole = [mend(word) for word in words]
    choices = [options for word in whole if (options := _read_word(word))]
    # One reading rule for the whole name: nobody is half Russian, half Ukrainian.
    most = max((len(options) for options in choices), default=0)
    rows = [[options[min(turn, len(options) - 1)] for options in choices] for turn in range(most)]
    found: dict[tuple[Token, ...], None] = {}
    for row in rows:
        tokens = tuple(token for word in row for token in word)
        if tokens:
            found.setdefault(tokens)
    return tuple(Written(tokens, whole != words) for tokens in list(found)[:MOST_READINGS])
