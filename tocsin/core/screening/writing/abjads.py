"""Latin readings of Arabic and Hebrew script, which leave most vowels unwritten.

A word of the shipped readings table comes back with its vowels; any other comes back as bare
consonants, which are compared with the consonants of the other side only.
"""

import unicodedata
from functools import cache

from tocsin.core.screening.tables import table

_ARABIC = {
    "ا": "a", "ء": "", "ئ": "", "ؤ": "",
    "ب": "b", "پ": "p", "ت": "t", "ث": "th", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh",
    "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s",
    "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f", "ق": "q",
    "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ۀ": "h", "ە": "h",
    "ة": "a", "و": "w", "ی": "y", "ے": "y", "ں": "n", "ٹ": "t",
    "ڈ": "d", "ڑ": "r", "ھ": "h", "ہ": "h", "ۃ": "a", "ڤ": "v", "ێ": "y", "ۆ": "w",
}  # fmt: skip

_HEBREW = {
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "w", "ז": "z", "ח": "h",
    "ט": "t", "י": "y", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n",
    "ן": "n", "ס": "s", "ע": "a", "פ": "p", "ף": "p", "צ": "ts", "ץ": "ts", "ק": "k",
    "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip


# Persian and Arabic keyboards write one letter with two code points; hamza seats come and go.
_SAME = str.maketrans({"ك": "ک", "ي": "ی", "ى": "ی", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا"})
_DROPPED = str.maketrans("", "", "ـ׳״")


def _unpointed(word: str) -> str:
    bare = "".join(x for x in unicodedata.normalize("NFC", word) if not unicodedata.combining(x))
    return bare.translate(_DROPPED).translate(_SAME)


@cache
def _readings() -> dict[str, str]:
    return {_unpointed(word): latin[0] for word, latin in table("readings").items()}


def arabic_words(word: str) -> list[str]:
    """One written word as the words it holds: the article and "abd al-" stand apart."""
    bare = _unpointed(word)
    if bare in _readings():
        return [bare]
    for prefix in ("عبدال", "ابوال"):
        if bare.startswith(prefix) and len(bare) > len(prefix) + 1:
            return [bare[:3], "ال", bare[len(prefix) :]]
    if bare.startswith("ال") and len(bare) > 4:
        return ["ال", bare[2:]]
    return [bare]


def read_arabic(word: str) -> tuple[str, bool]:
    """Return (reading, sure): the table's reading, else its letters one by one with false."""
    known = _readings().get(word)
    if known:
        return known, True
    return spell_arabic(word), False


def read_hebrew(word: str) -> tuple[str, bool]:
    """Return (reading, sure): the table's reading, else its letters one by one with false."""
    plain = _unpointed(word)
    known = _readings().get(plain)
    if known:
        return known, True
    return spell_hebrew(word), False


def spell_arabic(word: str) -> str:
    """Return the letters of ``word``, without the vowels that it does not write."""
    return "".join(_ARABIC.get(letter, "") for letter in _unpointed(word))


def spell_hebrew(word: str) -> str:
    """Return the letters of ``word``, without the vowels that it does not write."""
    return "".join(_HEBREW.get(letter, "") for letter in _unpointed(word))
