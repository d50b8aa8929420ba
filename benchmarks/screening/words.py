"""Name words by people, each in Latin, in its own script, and as other scripts really write it.

The common words are ``benchmarks/people/names.tsv``. When ``TOCSIN_SAMPLES`` names the folder of
samples, the rare words and every transliteration come from Wikidata's name tokens there (CC0);
without it rare words are built from syllables, and the report says so.
"""

import gzip
import os
import re
from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

from benchmarks.people import population

SCRIPTS = {
    "russian": "Cyrillic", "arabic": "Arabic", "hebrew": "Hebrew", "chinese": "Han",
    "korean": "Hangul", "katakana": "Kana",
}  # fmt: skip
_JOINT = {"Han", "Hangul", "Kana"}
_LATIN = re.compile(r"[^\W\d_][^\W\d_'ʿ’-]+")

# Whose surname it is, by how it is written: the first rule that fits. "" reads the Latin form.
_HOMES = (
    ("GEO", "", r"(shvili|dze|ashvili)$"),
    ("ARM", "", r"[^ ]{3}(yan|ian)$"),
    ("UKR", "", r"(enko|chuk|iuk|yuk|yshyn|ytskyi|skyi)$"),
    ("POL", "", r"(ski|ska|cki|cka|wicz|czyk|szcz\w+|[łżźęą]\w*)$"),
    ("RUS", "russian", r"(ов|ев|ёв|ин|ын|ский|ская|ова|ева|ина)$"),
    ("ROU", "", r"(escu|eanu|\w*[șțăţ]\w*)$"),
    ("TUR", "", r"(o[gğ]lu|\w*[ışğ]\w*)$"),
    ("SRB", "", r"(ić|vić|ová|ček|\w*[čđřě]\w*)$"),
    ("GRC", "", r"(poulos|akis|idis|iadis|oglou|opoulou)$"),
    ("NOR", "", r"(sson|sen|strøm|gaard|\w*[øå]\w*)$"),
    ("DEU", "", r"(mann|berg|stein|bach|hofer|meyer|müller|\w*[äöüß]\w*)$"),
    ("FRA", "", r"(eau|eaux|ault|oux|ois|ier|ière|\w*[çèêë]\w*)$"),
    ("ESP", "", r"(ez|es|os|ñ\w*|\w*[ñ]\w*)$"),
    ("ITA", "", r"(ini|etti|elli|oni|ucci|acci|ello|ino|one)$"),
    ("PER", "arabic", r"(زاده|پور|نژاد|[\w]*[پچژگ][\w]*)$"),
    ("ARA", "arabic", r"(^ال\w+|\w*[عحضصظ]\w*)$"),
    ("JPN", "russian", r"^()$"),
)  # fmt: skip
_SYLLABIC = re.compile(r"((ky|gy|sh|ch|ts|ry|hy|my|ny|by|py|[kgsztdnhbpmyrwjf])?[aiueoōū]n?)+")
_ELSEWHERE = ("ENG", "ENG", "ENG", "DEU", "FRA", "AFR", "ITA", "ESP", "IND", "NOR", "IDN", "SRB")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name. ``latin[0]`` is the usual spelling; ``other`` maps script to spelling."""

    latin: tuple[str, ...]
    native: str = ""
    other: dict[str, str] = field(default_factory=dict, hash=False, compare=False)


class Pool:
    """Words with how common each is."""

    def __init__(self, words: list[Word], shares: list[float]) -> None:
        self.words = words
        self.sums = list(accumulate(shares))

    def draw(self, chance: Random) -> Word:
        return self.words[bisect(self.sums, chance.random() * self.sums[-1])]


def samples() -> Path | None:
    """Return the folder of real transliteration pairs, if there is one."""
    folder = Path(os.environ.get("TOCSIN_SAMPLES", "")) / "names"
    return folder if (folder / "wd_russian_20_tokens.tsv.gz").is_file() else None


@cache
def published() -> dict[str, dict[str, tuple[str, int]]]:
    """Return language -> Latin word -> (its spelling there, how often), without torn pairs."""
    found: dict[str, dict[str, tuple[str, int]]] = {}
    folder = samples()
    for language in SCRIPTS if folder else ():
        rows: dict[str, tuple[str, int]] = {}
        with gzip.open(folder / f"wd_{language}_20_tokens.tsv.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                latin, spelled, count = line.rstrip("\n").split("\t")
                native = spelled.replace(" ", "")
                if _LATIN.fullmatch(latin) and _belong(latin, native):
                    rows[latin] = native, int(count)
        found[language] = rows
    return found


def _bones(text: str) -> str:
    return re.sub(r"[^a-z]|[aeiouy]", "", anyascii(text).lower())


def _belong(latin: str, native: str) -> bool:
    """Say whether two spellings can be one word: the lists hold given names beside surnames."""
    if re.search(r"[\d\W]", native) or not re.search(r"[^\W\d_]", native):
        return False
    whole = ratio(anyascii(latin).lower(), anyascii(native).lower())
    return max(whole, ratio(_bones(latin), _bones(native))) >= 50


@cache
def respelt() -> dict[str, tuple[str, ...]]:
    """Return Latin word -> Latin words that some other script writes in the very same way."""
    found: dict[str, set[str]] = defaultdict(set)
    for rows in published().values():
        by_native: dict[str, list[str]] = defaultdict(list)
        for latin, (native, _) in rows.items():
            by_native[native].append(latin)
        for latins in by_native.values():
            for one in latins:
                plain = anyascii(one).lower()
                found[one].update(
                    x for x in latins if x != one and 60 <= ratio(plain, anyascii(x).lower()) < 100
                )
    return {latin: tuple(sorted(others)) for latin, others in found.items() if others}


def _home(latin: str, spelled: dict[str, tuple[str, int]]) -> str:
    for people, language, pattern in _HOMES:
        text = spelled.get(language, ("", 0))[0] if language else latin
        if text and re.search(pattern, text):
            return people
    if _SYLLABIC.fullmatch(latin) and "katakana" not in spelled and "russian" in spelled:
        return "JPN"
    return _ELSEWHERE[sum(map(ord, latin)) % len(_ELSEWHERE)]


@cache
def _rare() -> dict[str, tuple[list[Word], list[float]]]:
    """Return people -> the published words at home there, with how often each was counted."""
    spelled: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    for language, rows in published().items():
        for latin, row in rows.items():
            spelled[latin][language] = row
    found: dict[str, tuple[list[Word], list[float]]] = defaultdict(lambda: ([], []))
    own = {"RUS": "russian", "UKR": "russian", "ARA": "arabic", "PER": "arabic"}
    for latin, forms in spelled.items():
        people = _home(latin, forms)
        native = forms.get(own.get(people, ""), ("", 0))[0].capitalize()
        word = Word((latin.title(), *respelt().get(latin, ())), native, _others(latin))
        words, shares = found[people]
        words.append(word)
        shares.append(sum(count for _, count in forms.values()) ** 0.5)
        if people in {"DEU", "ENG", "FRA"} and "hebrew" in forms:
            words, shares = found["ISR"]
            words.append(Word(word.latin, forms["hebrew"][0], word.other))
            shares.append(forms["hebrew"][1] ** 0.5)
    return dict(found)


@cache
def _others(latin: str) -> dict[str, str]:
    return {
        SCRIPTS[language]: rows[latin][0].capitalize()
        for language, rows in published().items()
        if latin in rows
    }


def in_script(words: list[Word], script: str) -> str:
    """Return the name as ``script`` really writes it, or "" where no list has all its words."""
    parts = [word.other.get(script, "") for word in words]
    if not all(parts):
        return ""
    return ("・" if script == "Kana" else " " if script not in _JOINT else "").join(parts)


@cache
def common(people: str, kind: str) -> Pool:
    """Return the listed words of a people: given names "m" and "f", surnames "s"; a Zipf law."""
    words = []
    for row in population.words()[people, kind]:
        latin = row.latin or (
            (row.native,) if row.native.isascii() or _is_latin(row.native) else ()
        )
        key = latin[0].lower() if latin else ""
        known = tuple(x.title() for x in respelt().get(key, ()))
        words.append(Word(latin + known, row.native, _others(key) if key else {}))
    return Pool(words, list(population.weights(len(words))))


def _is_latin(text: str) -> bool:
    return all(ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 for letter in text)


@cache
def rare(people: str) -> Pool | None:
    """Return the published rare words of a people, if there are enough of them to draw from."""
    words, shares = _rare().get(people, ([], []))
    return Pool(words, shares) if len(words) >= 100 else None
