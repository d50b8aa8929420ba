"""Which script a text is in, and the two repairs done before anything else is read.

Control, joining and direction marks are removed; letters borrowed from another script to look
like the word's own are put back. Both are reported, since honest names rarely need them.
"""

import unicodedata
from bisect import bisect_right
from functools import lru_cache

# Where a Latin reading comes from: PLAIN is known spelling, the others were read letter by letter.
PLAIN, CYRILLIC, ARABIC, HEBREW, HANGUL, HAN, KANA = range(7)
VOWELLESS = frozenset({ARABIC, HEBREW})

_RANGES = (
    (0x41, 0x24F, "Latin"),
    (0x250, 0x2AF, "Latin"),
    (0x370, 0x3FF, "Greek"),
    (0x400, 0x52F, "Cyrillic"),
    (0x531, 0x58F, "Armenian"),
    (0x591, 0x5F4, "Hebrew"),
    (0x600, 0x6FF, "Arabic"),
    (0x750, 0x77F, "Arabic"),
    (0x8A0, 0x8FF, "Arabic"),
    (0x900, 0x97F, "Devanagari"),
    (0x980, 0x9FF, "Bengali"),
    (0xE00, 0xE7F, "Thai"),
    (0x10A0, 0x10FF, "Georgian"),
    (0x1100, 0x11FF, "Hangul"),
    (0x1200, 0x139F, "Ethiopic"),
    (0x1780, 0x17FF, "Khmer"),
    (0x1C80, 0x1C8F, "Cyrillic"),
    (0x1C90, 0x1CBF, "Georgian"),
    (0x1E00, 0x1EFF, "Latin"),
    (0x1F00, 0x1FFF, "Greek"),
    (0x2C60, 0x2C7F, "Latin"),
    (0x2D00, 0x2D2F, "Georgian"),
    (0x3005, 0x3007, "Han"),
    (0x3040, 0x309F, "Kana"),
    (0x30A0, 0x30FF, "Kana"),
    (0x3130, 0x318F, "Hangul"),
    (0x31F0, 0x31FF, "Kana"),
    (0x3400, 0x4DBF, "Han"),
    (0x4E00, 0x9FFF, "Han"),
    (0xA720, 0xA7FF, "Latin"),
    (0xAC00, 0xD7AF, "Hangul"),
    (0xF900, 0xFAFF, "Han"),
    (0xFB00, 0xFB06, "Latin"),
    (0xFB13, 0xFB17, "Armenian"),
    (0xFB1D, 0xFB4F, "Hebrew"),
    (0xFB50, 0xFDFF, "Arabic"),
    (0xFE70, 0xFEFC, "Arabic"),
    (0xFF21, 0xFF5A, "Latin"),
    (0xFF66, 0xFF9F, "Kana"),
    (0x20000, 0x323AF, "Han"),
)
_STARTS = tuple(low for low, _, _ in _RANGES)

# Pairs that cannot be told apart in the fonts that lists and tickets are printed in.
_LATIN_SEEN = "aeopcxyijsAEOPCXYIJSBKMHTdhNVW"
_CYRILLIC_SEEN = "аеорсхуіјѕАЕОРСХУІЈЅВКМНТԁһΝѴԜ"
_GREEK_LATIN = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ", "ABEZHIKMNOPTYXovu", strict=True))
_TO_LATIN = {**dict(zip(_CYRILLIC_SEEN, _LATIN_SEEN, strict=True)), **_GREEK_LATIN}
_TO_CYRILLIC = {
    latin: cyrillic
    for cyrillic, latin in zip(_CYRILLIC_SEEN, _LATIN_SEEN, strict=True)
    if "Ѐ" <= cyrillic <= "ӿ"
}


@lru_cache(maxsize=8192)
def letter_script(letter: str) -> str:
    """Return the script of one character, "" for digits, marks and everything without a script."""
    if not letter.isalpha():
        return ""
    at = bisect_right(_STARTS, ord(letter)) - 1
    if at >= 0 and ord(letter) <= _RANGES[at][1]:
        return _RANGES[at][2]
    return "Other"


@lru_cache(maxsize=65536)
def script_of(text: str) -> str:
    """Return the script of most letters of ``text``, such as "Latin" or "Cyrillic"; or "".

    Kana beside Han reads as "Japanese": that is how Japanese names are written.
    """
    counts: dict[str, int] = {}
    for letter in text:
        script = letter_script(letter)
        if script:
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return ""
    if "Kana" in counts and "Han" in counts:
        return "Japanese"
    return max(sorted(counts), key=counts.__getitem__)


def clean(text: str) -> str:
    """``text`` composed (NFKC), without control, format or unassigned characters.

    Zero-width joiners vanish, line breaks and tabs become spaces: neither is part of a name.
    """
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFKC", text)
    if text.isprintable():
        return text
    kept = []
    for letter in text:
        category = unicodedata.category(letter)
        if category[0] != "C":
            kept.append(letter)
        elif letter in "\t\n\r\x0b\x0c":
            kept.append(" ")
    return "".join(kept)


@lru_cache(maxsize=65536)
def mend(word: str) -> str:
    """``word`` with look-alike letters of a second script returned to its main script.

    "Pеtrov" with a Cyrillic "е" becomes plain Latin. A word wholly in one script is unchanged.
    """
    if word.isascii():
        return word
    scripts = {letter_script(letter) for letter in word} - {""}
    if len(scripts) < 2 or "Latin" not in scripts or not scripts <= {"Latin", "Cyrillic", "Greek"}:
        return word
    main = script_of(word)
    # In a tie the letters that exist in one script only decide.
    telling = [x for x in word if x not in _TO_LATIN and x not in _TO_CYRILLIC and x.isalpha()]
    if telling:
        main = script_of("".join(telling))
    table = _TO_CYRILLIC if main == "Cyrillic" else _TO_LATIN
    foreign = "Latin" if main == "Cyrillic" else None
    return "".join(
        table.get(x, x) if (letter_script(x) == foreign or foreign is None) else x for x in word
    )
