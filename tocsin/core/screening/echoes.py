"""Coarse consonant keys under which a name spelled by sound in another script meets its Latin form.

Only for finding: what is found is weighed letter by letter (``writing.letters``). One sign stands
for all lip sounds, one for all hisses and so on; where scripts disagree there are several keys.
"""

import re
from functools import lru_cache
from itertools import product

from tocsin.core.screening.writing.letters import sounds_of
from tocsin.core.screening.writing.scripts import ARABIC, CYRILLIC, HAN, HANGUL, HEBREW, KANA, PLAIN

MOST_KEYS = 12
_SIGNS = {
    **dict.fromkeys("bpfv", "P"), **dict.fromkeys("tdT", "T"), **dict.fromkeys("kgqcG", "K"),
    **dict.fromkeys("szSCZj", "S"), **dict.fromkeys("mn", "N"), **dict.fromkeys("lr", "L"),
}  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_HISS = re.compile("t[sz]|tC|dz|dj")
_HAN_L = re.compile("er(?![aeiouy])")
_SILENT_R = re.compile("r(?![aeiouy])")
_NASAL = re.compile("ng(?![aeiouy])")

# What a letter may be, by the script the reading comes from, where it is not its sign alone.
_LETTERS: dict[int, dict[str, tuple[str, ...]]] = {
    PLAIN: {"j": ("S", ""), "C": ("S", "K"), "w": ("", "P"), "K": ("", "K"), "x": ("KS",)},
    CYRILLIC: {"v": ("P", ""), "K": ("", "K")},
    ARABIC: {"w": ("", "P"), "j": ("S", "K"), "K": ("", "K")},
    HEBREW: {"w": ("", "P"), "g": ("K", "S")},
    HANGUL: {"w": ("", "P")},
    HAN: {"w": ("", "P"), "x": ("S",), "q": ("S",), "j": ("S", "K"), "r": ("L", "S")},
    KANA: {},
}


def _latin(text: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for at, letter in enumerate(text):
        soft = text[at + 1 : at + 2] in {"e", "i", "y"}
        if letter == "c":
            found.append(("S",) if soft else ("K", "S") if at == len(text) - 1 else ("K",))
        elif letter == "g" and soft:
            found.append(("K", "S"))
        elif letter == "r" and at and _SILENT_R.match(text, at) and text[at - 1] in "aeiouy":
            found.append(("L", ""))
        else:
            found.append(_LETTERS[PLAIN].get(letter, (_SIGNS.get(letter, ""),)))
    return found


def _read(text: str, script: int) -> list[tuple[str, ...]]:
    if script == HAN:
        text = _HAN_L.sub("l", text)
    if script in {HAN, HANGUL}:
        text = _NASAL.sub("n", text)
    letters = _LETTERS[script]
    return [letters.get(x, (_SIGNS.get(x, ""),)) for x in text]


@lru_cache(maxsize=200_000)
def echoes(token: str, script: int = PLAIN) -> tuple[str, ...]:
    """Return the keys of a Latin token or of a reading of another script; () if none tells."""
    text = _HISS.sub("s", sounds_of(token))
    choices = _latin(text) if script == PLAIN else _read(text, script)
    found: dict[str, None] = {}
    for signs in product(*(x for x in choices if x != ("",))):
        key = _TWICE.sub(r"\1", "".join(signs))
        if len(key) >= 2:
            found[key] = None
        if len(found) == MOST_KEYS:
            break
    return tuple(found)
