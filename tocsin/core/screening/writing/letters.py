"""How well letters of another script answer those of a Latin spelling, as learned log-odds.

The shipped table ``letters`` says for each script how much more often a Latin letter stands where
a letter of its reading does than chance would have it. ``benchmarks/screening_letters.py`` learned
it from published pairs of spellings; only the figures are kept.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.rewriting import Rules
from tocsin.core.screening.tables import lines
from tocsin.core.screening.writing.scripts import PLAIN

LONGEST = 16  # letters that are compared
ALPHABET = "abcdefghijklmnopqrstuvwxyzSCZTKG"
_NUMBER = {letter: number for number, letter in enumerate(ALPHABET, start=1)}
_ONE_SOUND = (
    ("sch", "S"), ("tch", "C"), ("tsh", "C"), ("sh", "S"), ("ch", "C"), ("cz", "C"), ("zh", "Z"),
    ("dj", "j"), ("dzh", "j"), ("th", "T"), ("kh", "K"), ("ph", "f"), ("ck", "k"), ("gh", "G"),
)  # fmt: skip
SIGNS = Rules((*_ONE_SOUND, (r"(.)\1+", r"\1")))
SIZE = len(ALPHABET) + 1

_END = 255
_NUMBERED = bytes(_END if x == 10 else _NUMBER.get(chr(x), 0) for x in range(256))
NUMBERS = np.array([_NUMBER.get(chr(x), 0) for x in range(256)], dtype=np.uint8)
_UNNUMBERED = bytes(x for x in range(128) if x != 10 and chr(x) not in _NUMBER)

Letters = NDArray[np.uint8]
Odds = NDArray[np.int16]


@lru_cache(maxsize=200_000)
def sounds_of(token: str) -> str:
    """Return ``token`` with the letter groups that write one sound as one sign each."""
    return all_sounds_of([token])[0]


def all_sounds_of(tokens: Sequence[str]) -> list[str]:
    """Return :func:`sounds_of` each token, all in one pass."""
    return [x[:LONGEST] for x in SIGNS.rewrite(tokens)]


def numbered(token: str) -> bytes:
    """Return the signs of one token; see :func:`all_numbered`."""
    return all_numbered([token]).tobytes()


def all_numbered(tokens: Sequence[str]) -> Letters:
    """Return the signs of each token as numbers from 1, digits left out, zeros up to LONGEST."""
    text = "\n".join(all_sounds_of(tokens)).encode("ascii")
    signs = np.frombuffer(text.translate(_NUMBERED, _UNNUMBERED), dtype=np.uint8)
    ends = np.flatnonzero(signs == _END)
    row = np.zeros(len(signs), dtype=np.int64)
    row[ends] = 1
    row = np.cumsum(row) - row
    place = np.arange(len(signs)) - np.concatenate([[0], ends + 1])[row]
    inside = signs != _END
    found = np.zeros((len(tokens), LONGEST), dtype=np.uint8)
    found[row[inside], place[inside]] = signs[inside]
    return found


@cache
def odds() -> Odds:
    """Return [script, Latin letter, letter of the reading] in hundredths of a natural log.

    Row and column 0 are a letter that nothing answers. A script without pairs is all zeros.
    """
    found = np.zeros((7, SIZE, SIZE), dtype=np.int16)
    for script, letter, values in lines("letters"):
        found[int(script), 0 if letter == "-" else _NUMBER[letter]] = values.split()
    return found


def answered(script: Letters, latin: Letters, other: Letters) -> NDArray[np.int32]:
    """Return the log-odds, in hundredths, of the best alignment of each pair of rows of letters.

    A letter that nothing answers is aligned with 0, so the zeros at the end of a row cost nothing.
    """
    table = odds().reshape(-1).astype(np.int32)
    base = script.astype(np.int64) * (SIZE * SIZE)
    a = latin.astype(np.int64) * SIZE + base[:, None]
    b = other.astype(np.int64)
    long_a = int((latin > 0).any(axis=0).sum())
    long_b = int((other > 0).any(axis=0).sum())
    above = np.zeros((long_b + 1, len(script)), dtype=np.int32)
    for j in range(long_b):
        above[j + 1] = above[j] + table[base + b[:, j]]
    for i in range(long_a):
        row = np.empty_like(above)
        row[0] = above[0] + table[a[:, i]]
        for j in range(long_b):
            best = above[j] + table[a[:, i] + b[:, j]]
            np.maximum(best, above[j + 1] + table[a[:, i]], out=best)
            np.maximum(best, row[j] + table[base + b[:, j]], out=best)
            row[j + 1] = best
        above = row
    return np.asarray(above[long_b])


def itself(letters: Letters) -> NDArray[np.int64]:
    """Return what each row of Latin letters would reach beside itself."""
    own = odds()[PLAIN].diagonal().astype(np.int64)
    return np.asarray(own[letters].sum(axis=1))


@cache
def likest() -> NDArray[np.int32]:
    """Return [script, side, letter]: what each letter reaches beside the one that answers it best.

    Side 0 is the Latin letters, side 1 those of the reading.
    """
    table = odds().astype(np.int32)
    found = np.stack([table.max(axis=2), table.max(axis=1)], axis=1)
    found[:, :, 0] = 0
    return found


def at_best(script: Letters, latin: Letters, other: Letters) -> NDArray[np.int64]:
    """Return what each pair of rows would reach if every letter were answered as well as can be."""
    best, scripts = likest(), script[:, None]
    total = best[scripts, 0, latin].sum(axis=1) + best[scripts, 1, other].sum(axis=1)
    return np.asarray(total.astype(np.int64))
