"""Latin readings of Hangul, Han and kana names, which are written without spaces.

Hangul is read by rule (Revised Romanisation of 2000) and by the customary spellings that people
carry in passports; Han is read as Mandarin, and as Japanese where the surname is a known one.
"""

from collections.abc import Sequence

from anyascii import anyascii

from tocsin.core.screening.tables import table

_INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".split()  # noqa: SIM905 - one line reads as a table
_VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()  # noqa: SIM905 - one line reads as a table
_FINALS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()  # noqa: SIM905 - one line reads as a table
_CUSTOM_INITIALS = "k k n t t r m p p s s - j j ch k t p h".split()  # noqa: SIM905 - one line reads as a table
_CUSTOM_VOWELS = "a ae ya yae u e you ye o wa wae oe yo oo wo we wi yu u ui i".split()  # noqa: SIM905 - one line reads as a table
_COMPOUND_SURNAMES = frozenset(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 夏侯 皇甫 尉迟 公孙 公孫 慕容 长孙 令狐 端木".split()  # noqa: SIM905 - one line reads as a table
)
_LONG_KOREAN_SURNAMES = frozenset(["남궁", "황보", "제갈", "사공", "선우", "서문", "독고"])


def _syllable(letter: str, initials: list[str], vowels: list[str]) -> str:
    at = ord(letter) - 0xAC00
    if not 0 <= at < 11172:
        return anyascii(letter).lower()
    parts = initials[at // 588], vowels[at % 588 // 28], _FINALS[at % 28]
    return "".join(parts).replace("-", "")


def read_foreign(word: str) -> str:
    """Return the sound of a word that spells a foreign name in Hangul or Han characters."""
    latin = "".join(_syllable(x, _INITIALS, _VOWELS) for x in word)
    return latin.replace(" ", "").lower()


def has_korean_surname(words: Sequence[str]) -> bool:
    """Tell whether separate words of Hangul are a Korean surname and a given name."""
    known = words[0] in table("korean_surnames") or words[0] in _LONG_KOREAN_SURNAMES
    return known and 1 <= len("".join(words[1:])) <= 3


def read_hangul(word: str) -> list[list[str]]:
    """Return the readings of one written word: by rule, then as passports have it."""
    surname = 2 if word[:2] in _LONG_KOREAN_SURNAMES and len(word) > 2 else 1
    split = [word[:surname], word[surname:]] if 2 <= len(word) <= 5 else [word]
    by_rule = ["".join(_syllable(x, _INITIALS, _VOWELS) for x in part) for part in split]
    customary = ["".join(_syllable(x, _CUSTOM_INITIALS, _CUSTOM_VOWELS) for x in p) for p in split]
    if len(split) == 2:
        known = table("korean_surnames").get(split[0], [by_rule[0]])
        apart = [_syllable(x, _CUSTOM_INITIALS, _CUSTOM_VOWELS) for x in split[1]]
        return [[known[0], *apart], [known[-1], by_rule[1]], [known[0], customary[1]]]
    return [by_rule] if by_rule == customary else [by_rule, customary]


def read_han(word: str) -> list[list[str]]:
    """Return readings of a name in Han characters: Mandarin, and Japanese for a known surname."""
    surname = 2 if word[:2] in _COMPOUND_SURNAMES else 1
    if len(word) < 2:
        return [[anyascii(word).lower()]]
    split = [word[:surname], word[surname:]] if 2 <= len(word) <= 4 else [word]
    readings = [[anyascii(part).lower() for part in split if part]]
    japanese = table("japanese_surnames")
    for length in (3, 2, 1):
        if word[:length] in japanese and len(word) > length:
            given = japanese.get(word[length:], [anyascii(word[length:]).lower()])
            readings.append([japanese[word[:length]][0], given[0]])
            break
    return readings


def read_kana(word: str) -> list[list[str]]:
    """Return the Hepburn reading of a word in kana, long vowels shortened."""
    latin = anyascii(word).lower().replace("-", "")
    for long, short in (("ou", "o"), ("oo", "o"), ("uu", "u")):
        latin = latin.replace(long, short)
    return [[latin]]
