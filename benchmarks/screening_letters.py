"""Learn how the letters of six scripts answer Latin ones; write the shipped table of log-odds.

Run: TOCSIN_SAMPLES=... python benchmarks/screening_letters.py
Half of the published pairs teach, told apart by a checksum; the other half is left for testing.
"""

import gzip
import math
import os
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from tocsin.core.screening.writing import letters
from tocsin.core.screening.writing.latin import plain_latin
from tocsin.core.screening.writing.reading import read_alone
from tocsin.core.screening.writing.scripts import ARABIC, CYRILLIC, HAN, HANGUL, HEBREW, KANA, PLAIN

DATA = Path(__file__).parents[1] / "tocsin" / "core" / "screening" / "data"
SCRIPTS = {
    "russian": CYRILLIC,
    "arabic": ARABIC,
    "hebrew": HEBREW,
    "korean": HANGUL,
    "chinese": HAN,
    "katakana": KANA,
}
ROUNDS, MOST, LEAST_LIKE, MOST_SPELLINGS = 8, 600, 0, 8


def pairs(name: str, *, teaching: bool) -> Iterator[tuple[str, str, int]]:
    """(Latin, other script, times seen) of one half of a sample."""
    path = Path(os.environ["TOCSIN_SAMPLES"]) / "names" / f"wd_{name}_20_tokens.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = file.readlines()
    for line in lines:
        latin, other, count = line.rstrip("\n").split("\t")
        if (zlib.crc32(latin.strip().encode()) % 2 == 0) == teaching:
            yield latin.strip(), other.replace(" ", ""), int(count)


def align(
    a: bytes, b: bytes, odds: list[list[int]], counts: np.ndarray | None, weight: float
) -> int:
    """The log-odds of the best alignment; its letter pairs are added to ``counts``."""
    best = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(len(a) + 1):
        for j in range(len(b) + 1):
            if i or j:
                best[i][j] = max(
                    best[i - 1][j - 1] + odds[a[i - 1]][b[j - 1]] if i and j else -(10**9),
                    best[i - 1][j] + odds[a[i - 1]][0] if i else -(10**9),
                    best[i][j - 1] + odds[0][b[j - 1]] if j else -(10**9),
                )
    i, j = len(a), len(b)
    while counts is not None and (i or j):
        if i and j and best[i][j] == best[i - 1][j - 1] + odds[a[i - 1]][b[j - 1]]:
            i, j = i - 1, j - 1
            counts[a[i], b[j]] += weight
        elif i and best[i][j] == best[i - 1][j] + odds[a[i - 1]][0]:
            i -= 1
            counts[a[i], 0] += weight
        else:
            j -= 1
            counts[0, b[j]] += weight
    return best[-1][-1]


def learn(rows: list[tuple[bytes, bytes, int]]) -> np.ndarray:
    """Alternate between aligning and counting, from letters that answer themselves."""
    size = letters.SIZE
    odds = np.full((size, size), -200)
    np.fill_diagonal(odds, 200)
    odds[1:, 0] = odds[0, 1:] = -100
    shares = [np.ones(size), np.ones(size)]
    for side in (0, 1):
        for row in rows:
            for letter in row[side]:
                shares[side][letter] += 1
        shares[side][0] = 0
        shares[side] /= shares[side].sum()
        shares[side][0] = 1
    unseen = [
        np.array([not any(x in row[side] for row in rows) for x in range(size)]) for side in (0, 1)
    ]
    for side in unseen:
        side[0] = False
    kept = [True] * len(rows)
    for turn in range(ROUNDS):
        counts = np.full((size, size), 0.3)
        counts[0, 0] = 0
        table = odds.tolist()
        reached = [
            align(a, b, table, counts if keep else None, math.sqrt(min(times, 5)))
            for (a, b, times), keep in zip(rows, kept, strict=True)
        ]
        with np.errstate(divide="ignore"):
            raw = np.log(counts / counts.sum()) - np.log(shares[0])[:, None] - np.log(shares[1])
        odds = np.clip(np.round(raw * 100), -MOST, MOST).astype(int)
        odds[unseen[0], :] = odds[:, unseen[1]] = -200
        odds[0, 0] = 0
        if turn >= 2:
            kept = [x > LEAST_LIKE for x in reached]
    return odds


def variants() -> list[tuple[bytes, bytes, int]]:
    """Latin spellings that one word of another script answers, each beside each."""
    seen: Counter[tuple[str, str]] = Counter()
    for name in SCRIPTS:
        spelled: dict[str, set[str]] = defaultdict(set)
        for latin, other, _ in pairs(name, teaching=True):
            spelled[other].add(plain_latin(latin))
        for words in spelled.values():
            if len(words) <= MOST_SPELLINGS:
                seen.update(permutations(sorted(x for x in words if len(x) > 2), 2))
    return [
        (letters.numbered(a).rstrip(b"\0"), letters.numbered(b).rstrip(b"\0"), n)
        for (a, b), n in sorted(seen.items())
    ]


def main() -> None:
    head = "# script, Latin letter, log-odds of each letter of a reading in hundredths. Written by benchmarks/screening_letters.py.\n"
    text = head
    taught = {PLAIN: variants()} | {
        script: [
            (
                letters.numbered(plain_latin(a)).rstrip(b"\0"),
                letters.numbered(read_alone(b)).rstrip(b"\0"),
                times,
            )
            for a, b, times in pairs(name, teaching=True)
        ]
        for name, script in SCRIPTS.items()
    }
    for script, rows in taught.items():
        odds = learn([x for x in rows if len(x[0]) > 1 and x[1]])
        for letter, values in zip("-" + letters.ALPHABET, odds, strict=True):
            text += f"{script}\t{letter}\t{' '.join(map(str, values))}\n"
        print(script, len(rows), flush=True)
    (DATA / "letters.tsv").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
