"""Latin readings of Cyrillic and Greek words, letter by letter.

Russian and Ukrainian read one letter in two ways (г is g or h), so Cyrillic may have two readings;
the other differences between old and new passport rules vanish in the sound key.
Sources: ICAO Doc 9303 part 3 section 6 B, BGN/PCGN, ELOT 743.
"""

import unicodedata

_RUSSIAN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya".split(),  # noqa: SIM905 - one line reads as a table
        strict=True,
    ),
)
_OTHERS = dict(
    zip(
        "ёіїєґўђјљњћџѓќѕѐѝәғқңөұүһҳҷӣӯѣѳѵ",
        "e i i e g u dj j lj nj c dz gj kj dz e i a gh k n o u u h h j i u e f i".split(),  # noqa: SIM905 - one line reads as a table
        strict=True,
    ),
)
CYRILLIC = {letter: latin.strip("-") for letter, latin in (_RUSSIAN | _OTHERS).items()}

_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),  # noqa: SIM905 - one line reads as a table
        strict=True,
    ),
)
_GREEK_PAIRS = (
    ("ου", "ou"),
    ("αυ", "av"),
    ("ευ", "ev"),
    ("ηυ", "iv"),
    ("γγ", "ng"),
    ("γκ", "gk"),
    ("μπ", "mp"),
    ("ντ", "nt"),
)


def read_cyrillic(word: str) -> tuple[str, ...]:
    """One reading of a lower-case word, or two when г makes Russian and Ukrainian differ."""
    composed = unicodedata.normalize("NFC", word)
    plain = "".join(CYRILLIC.get(letter, letter) for letter in composed)
    if "г" not in composed:
        return (plain,)
    breathed = "".join("h" if x == "г" else CYRILLIC.get(x, x) for x in composed)
    return (plain, breathed)


def read_greek(word: str) -> tuple[str, ...]:
    """Return the ELOT 743 reading of a lower-case word; initial μπ and ντ sound as b and d."""
    bare = "".join(x for x in unicodedata.normalize("NFD", word) if not unicodedata.combining(x))
    for pair, latin in (("μπ", "b"), ("ντ", "d"), ("γκ", "g")):
        if bare.startswith(pair):
            bare = latin + bare[2:]
    for pair, latin in _GREEK_PAIRS:
        bare = bare.replace(pair, latin)
    return ("".join(_GREEK.get(letter, letter) for letter in bare),)
