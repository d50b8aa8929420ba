"""Keys under which different spellings of one spoken name meet.

``sound`` unites romanisation habits (English, French, German, Polish, Turkish, passport rules);
``skeleton`` keeps consonants only and is what Arabic and Hebrew script can be compared by.
"""

import re
from functools import lru_cache

_STEPS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"^abd([ueao]+[lrsz]?|al)?(?=[a-z]{4}|$)", "abd"),
        (r"schtsch|shch|szcz", "s"),
        (r"tsch|tch|cz|ch(?!$)", "C"),
        (r"sch|sh|sz", "s"),
        (r"dzh|dj", "j"),
        (r"zh|rz(?=[ey])", "z"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"(?<=[tdgbrlpj])h", ""),
        (r"ck|q", "k"),
        (r"c(?![eiy])", "k"),
        (r"x", "ks"),
        (r"t[sz]", "c"),
        (r"w", "v"),
        (r"of+$", "ov"),
        (r"ef+$", "ev"),
        (r"ou|oo", "u"),
        (r"(?<=[a-z])[ou]e(?=[^aeiouy])", lambda m: m.group()[0]),
        (r"ee|ea", "i"),
        (r"y", "i"),
        (r"j(?![aeiou])|(?<=[a-zC])j", "i"),
        (r"^i(?=e)", ""),
        (r"i+", "i"),
        (r"ie", "e"),
        (r"(.)\1+", r"\1"),
        (r"h$", ""),
    )
)


@lru_cache(maxsize=200_000)
def sound(token: str) -> str:
    """Return the sound key of a plain Latin token; never empty unless the token is."""
    if token.isdigit() or len(token) < 2:
        return token
    key = token
    for pattern, put in _STEPS:
        key = pattern.sub(put, key)
    return key.lower() or token


_CONSONANTS = (
    (re.compile(r"^abd([ueao]+[lrsz]?|al)?(?=[a-z]{4}|$)"), "abd"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"tsch|tch|cz|ch"), "C"),
    (re.compile(r"sCh|sC|sch|sh|sz"), "s"),
    (re.compile(r"c(?![eiy])"), "k"),
    (re.compile(r"dzh|dj"), "j"),
    (re.compile(r"^(yu|iu|ju)"), "Y"),
    (re.compile(r"^y(?=e)|(?<!^)j(?![aeou])"), ""),
    (re.compile(r"kh"), "h"),
    (re.compile(r"zh"), "z"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"(?<=[tdbrlpj])h"), ""),
    (re.compile(r"(?<!^)[wy]"), ""),
    (re.compile(r"(?<!^)h$"), ""),
    (re.compile(r"[aeiou]"), ""),
    (re.compile(r"v"), "b"),
    (re.compile(r"p"), "f"),
    (re.compile(r"t[sz]"), "c"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@lru_cache(maxsize=200_000)
def skeleton(token: str) -> str:
    """Return the consonants of a plain Latin token, confusable ones united; may be empty."""
    bones = token
    for pattern, put in _CONSONANTS:
        bones = pattern.sub(put, bones)
    return bones.lower()
