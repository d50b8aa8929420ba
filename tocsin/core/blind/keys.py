"""Canonical keys: the exact words by which two bureaus find that they mean the same one.

A person has a key for each name with each year of birth, a paper one for its number. Names are
brought to Latin letters and then to their consonants, so that spellings of one name agree; a
patronymic is left out. The form has a number: bureaus agree only within one form.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import product

from anyascii import anyascii

from tocsin.core.errors import InvalidInput
from tocsin.core.identifiers.documents import document_number
from tocsin.core.kinds.screened import Screened

FORM = 1
MOST = 32  # keys of one record
LONGEST_NAME = 512  # letters that are looked at
SHORTEST_NUMBER = 6  # signs: a shorter number is found by trying

_PREFIX = b"tocsin/blind-key/v%d\0" % FORM
_APOSTROPHES = re.compile("['`]+")  # as every sign of the kind is folded
_WORDS = re.compile("[a-z]+")
_YEAR = re.compile("[12][0-9]{3}", re.ASCII)
_PATRONYMIC = re.compile("..+(ovych|ovich|evych|evich|iyovych|ivna|ovna|evna|ovic|evic|ogly|kyzy)")
# Longest first: sounds that alphabets and their romanisations write in several letters.
_SOUNDS = (
    ("shch", "s"), ("szcz", "s"), ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("dzh", "z"),
    ("sh", "s"), ("sz", "s"), ("ch", "c"), ("cz", "c"), ("zh", "z"), ("kh", "g"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("ts", "c"), ("tz", "c"), ("ck", "k"), ("dj", "z"), ("dz", "z"),
    ("rz", "z"), ("x", "ks"), ("q", "k"), ("w", "v"), ("h", "g"),
)  # fmt: skip
_SOUND = re.compile("|".join(sound for sound, _letter in _SOUNDS))
_LETTER = dict(_SOUNDS)
_VOWELS = frozenset("aeiouyj")


def keys_of(facts: Screened) -> list[bytes]:
    """Return the keys of a person or a paper, in a fixed order, at most 32; often none."""
    found = dict.fromkeys([*_papers(facts["docs"]), *_persons(facts["names"], facts["dob"])])
    return list(found)[:MOST]


def skeleton(word: str) -> str:
    """Return a plain Latin word by its consonants, with ``a`` for a vowel at its beginning."""
    heard = _SOUND.sub(lambda match: _LETTER[match[0]], word)
    kept = ["a"] if heard[:1] in _VOWELS else []
    for letter in heard:
        if letter not in _VOWELS and kept[-1:] != [letter]:
            kept.append(letter)
    return "".join(kept)


def name_forms(name: str) -> list[str]:
    """Return the forms a name is found by: all its words, and its first with its last."""
    plain = _APOSTROPHES.sub("", anyascii(unicodedata.normalize("NFKC", name)[:LONGEST_NAME]))
    words = [word for word in _WORDS.findall(plain.lower()) if len(word) > 1]
    if len(words) > 2:
        words = [word for word in words if not _PATRONYMIC.fullmatch(word)] or words
    bare = [skeleton(word) for word in words]
    forms = [bare, [bare[0], bare[-1]]] if len(bare) > 2 else [bare]
    return list(dict.fromkeys(" ".join(sorted(form)) for form in forms if len(form) > 1))


def _persons(names: Iterable[str], births: Iterable[str]) -> Iterator[bytes]:
    years = dict.fromkeys(birth[:4] for birth in births if _YEAR.fullmatch(birth[:4]))
    forms = dict.fromkeys(form for name in names for form in name_forms(name))
    for form, year in product(forms, years):
        yield _PREFIX + b"person\0" + form.encode() + b"\0" + year.encode()


def _papers(numbers: Iterable[str]) -> Iterator[bytes]:
    for number in numbers:
        try:
            plain = document_number(number)
        except InvalidInput:
            continue
        if len(plain) >= SHORTEST_NUMBER:
            yield _PREFIX + b"document\0" + plain.encode()
