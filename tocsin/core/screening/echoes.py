"""Coarse consonant keys under which a name spelled by sound in another script meets its Latin form.

Only for finding: what is found is weighed letter by letter (``writing.letters``). One sign stands
for all lip sounds, one for all hisses and so on; where scripts disagree there are several keys.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.rewriting import Rules
from tocsin.core.screening.writing.letters import ALPHABET, all_sounds_of
from tocsin.core.screening.writing.scripts import ARABIC, CYRILLIC, HAN, HANGUL, HEBREW, KANA, PLAIN

MOST_KEYS = 12
_MOST_AT_ONCE, _SHORTEST = 64, 2
_SIGNS = {
    **dict.fromkeys("bpfv", "P"), **dict.fromkeys("tdT", "T"), **dict.fromkeys("kgqcG", "K"),
    **dict.fromkeys("szSCZj", "S"), **dict.fromkeys("mn", "N"), **dict.fromkeys("lr", "L"),
}  # fmt: skip
HISSES = Rules((("t[sz]|tC|dz|dj", "s"),))
_HAN_L = re.compile("er(?![aeiouy])")
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


_CHOICES = {
    script: {x: letters.get(x, (_SIGNS.get(x, ""),)) for x in ALPHABET}
    for script, letters in _LETTERS.items()
}  # fmt: skip
_SILENT = ("",)


def _latin(text: str) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    plain, last = _CHOICES[PLAIN], len(text) - 1
    choice: tuple[str, ...]
    for at, letter in enumerate(text):
        if letter in "cg":
            soft = text[at + 1 : at + 2] in _SOFTENING
            if letter == "c":
                choice = ("S",) if soft else ("K", "S") if at == last else ("K",)
            else:
                choice = ("K", "S") if soft else ("K",)
        elif (
            letter == "r"
            and at
            and text[at - 1] in "aeiouy"
            and text[at + 1 : at + 2] not in _VOWEL
        ):
            choice = ("L", "")
        else:
            choice = plain.get(letter, _SILENT)
        found.append(choice)
    return found


_SOFTENING, _VOWEL = frozenset("eiy"), frozenset("aeiouy")


def _read(text: str, script: int) -> list[tuple[str, ...]]:
    if script == HAN:
        text = _HAN_L.sub("l", text)
    if script in {HAN, HANGUL}:
        text = _NASAL.sub("n", text)
    choices = _CHOICES[script]
    return [choices.get(x, _SILENT) for x in text]


def _with_each(keys: list[str], choice: tuple[str, ...]) -> list[str]:
    """Return each key with each choice after it; what stands twice is written once."""
    if len(choice) == 1 and len(keys) == 1:
        (sign,), (key,) = choice, keys
        return [key + (sign[1:] if key.endswith(sign[0]) else sign)]
    longer = [
        key + (sign[1:] if sign and key.endswith(sign[0]) else sign)
        for key in keys
        for sign in choice
    ]
    return list(dict.fromkeys(longer))[:_MOST_AT_ONCE]


def hissed(tokens: Sequence[str]) -> list[str]:
    """Return the sounds of each token, with one sign for every hiss."""
    return HISSES.rewrite(all_sounds_of(tokens))


@cache
def choices() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return what Latin letters may be, as the compiled loops take it: by letter.

    How many choices there are and two signs of each, none for a letter that is silent; whether the
    letter is a vowel (1) and softens the one before it (2).
    """
    found, kinds = np.zeros((256, 5), dtype=np.uint8), np.zeros(256, dtype=np.uint8)
    for letter, signs in _CHOICES[PLAIN].items():
        told = "".join(sign.ljust(2, "\0") for sign in signs).encode()
        found[ord(letter), : 1 + len(told)] = [0 if signs == _SILENT else len(signs), *told]
    kinds[[ord(x) for x in _VOWEL]] += 1
    kinds[[ord(x) for x in _SOFTENING]] += 2
    return found, kinds


def all_echoes(tokens: Sequence[str], scripts: Sequence[int]) -> list[tuple[str, ...]]:
    """Return the keys of each Latin token or reading of another script; () where none tells."""
    return [_echoes(text, script) for text, script in zip(hissed(tokens), scripts, strict=True)]


# Short segments are built again and again, of the same words.
@lru_cache(maxsize=200_000)
def _echoes(text: str, script: int) -> tuple[str, ...]:
    keys = [""]
    for choice in _latin(text) if script == PLAIN else _read(text, script):
        if choice != _SILENT:
            keys = _with_each(keys, choice)
    return tuple([key for key in keys if len(key) >= _SHORTEST][:MOST_KEYS])
