"""Words in Latin letters made plain: marks stripped, special letters spelled out, lower case."""

import re
import unicodedata

_SPECIAL = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ı": "i", "ə": "a", "ŋ": "n", "ħ": "h", "ŧ": "t", "ĸ": "k", "ɖ": "d", "ɓ": "b",
        "ɗ": "d", "ƙ": "k", "ƴ": "y", "ǝ": "e", "ɛ": "e", "ɔ": "o", "ŀ": "l", "ʼ": "",
    },
)  # fmt: skip
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def plain_latin(word: str) -> str:
    """``word`` in a-z and 0-9 only; letters without a Latin form are left out."""
    if not word.isascii():
        spelled = unicodedata.normalize("NFKD", word.casefold().translate(_SPECIAL))
        word = spelled.translate(_SPECIAL)
    else:
        word = word.lower()
    return _NOT_PLAIN.sub("", word)
