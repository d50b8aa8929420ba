"""What is known of a name token whoever bears it, and the vocabulary in which tokens have numbers.

Facts are made once for each token and kept while it is in use; those of many new tokens are made
together, which costs a fifth of making them one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.equivalents import MOST_GROUPS, three_groups_of
from tocsin.core.screening.frequencies import is_listed, rarity
from tocsin.core.screening.hashing import POWERS, text_hashes
from tocsin.core.screening.sounds import MANS, WOMANS, skeletons, sounds, told_by_ending
from tocsin.core.screening.writing import VOWELLESS
from tocsin.core.screening.writing.letters import LONGEST, all_numbered
from tocsin.core.screening.writing.reading import Token

LISTED = 1  # a name the shipped table knows
ENDINGS = MANS | WOMANS
_MOST_KEPT, _MOST_AT_ONCE = 200_000, 4_096


@dataclass(frozen=True)
class TokenTable:
    """What scoring needs to know of each token of a vocabulary, as arrays by token number."""

    rarity: NDArray[np.float64]
    groups: NDArray[np.int32]
    script: NDArray[np.uint8]  # that the token was read from, 0 where its Latin spelling is known
    letters: NDArray[np.uint8]  # what is compared between scripts, by token and place
    sound_hash: NDArray[np.uint64]
    sound_power: NDArray[np.uint64]
    traits: NDArray[np.uint8]  # LISTED, and whose form it is as its ending tells
    text_hash: NDArray[np.uint64]
    length: NDArray[np.uint8]
    bones: NDArray[np.uint8]  # letters of the skeleton
    initial: NDArray[np.uint8]
    sound_initial: NDArray[np.uint8]


_RECORD = np.dtype(
    [
        ("rarity", "f8"), ("groups", "i4", (MOST_GROUPS,)), ("script", "u1"),
        ("letters", "u1", (LONGEST,)), ("sound_hash", "u8"), ("sound_power", "u8"),
        ("traits", "u1"), ("text_hash", "u8"), ("length", "u1"), ("bones", "u1"),
        ("initial", "u1"), ("sound_initial", "u1"),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What is known of each of several tokens, whoever bears them: two texts, and a record."""

    sounds: list[str]
    skeletons: list[str]
    records: NDArray[np.void]


_KEPT: dict[Token, tuple[str, str, bytes]] = {}


def kept_facts(tokens: Sequence[Token]) -> Facts:
    """Return the facts of each token; those of a few tokens are kept for the next time."""
    if len(tokens) > _MOST_AT_ONCE:
        return facts_of(tokens)
    known = {token: kept for token in tokens if (kept := _KEPT.get(token))}
    fresh = [token for token in dict.fromkeys(tokens) if token not in known]
    if fresh:
        made = facts_of(fresh)
        records = [record.tobytes() for record in made.records]
        new = dict(zip(fresh, zip(made.sounds, made.skeletons, records, strict=True), strict=True))
        if len(_KEPT) + len(new) > _MOST_KEPT:
            _KEPT.clear()
        _KEPT.update(new)
        known |= new
    found = [known[token] for token in tokens]
    joined = b"".join([record for _, _, record in found])
    return Facts(
        [sound for sound, _, _ in found],
        [skeleton for _, skeleton, _ in found],
        np.frombuffer(joined, dtype=_RECORD),
    )


def facts_of(tokens: Sequence[Token]) -> Facts:
    """Return the facts of each token, made together."""
    texts, scripts = [text for text, _ in tokens], [script for _, script in tokens]
    sounding, bones = sounds(texts), skeletons(texts)
    bare = [script in VOWELLESS for script in scripts]
    spoken = [text if x else heard for text, heard, x in zip(texts, sounding, bare, strict=True)]
    found = np.zeros(len(tokens), dtype=_RECORD)
    if not tokens:
        return Facts(spoken, bones, found)
    found["rarity"] = [
        rarity(text, heard, bone, bare=x)
        for text, heard, bone, x in zip(texts, sounding, bones, bare, strict=True)
    ]
    found["groups"] = [three_groups_of(text) for text in texts]
    found["script"] = scripts
    found["letters"] = all_numbered(texts)
    found["sound_hash"] = text_hashes(spoken)
    found["sound_power"] = POWERS[list(map(len, spoken))]
    found["traits"] = [is_listed(text) * LISTED | told_by_ending(text) for text in texts]
    found["text_hash"] = text_hashes(texts)
    found["length"] = list(map(len, texts))
    found["bones"] = list(map(len, bones))
    found["initial"] = [ord(text[0]) for text in texts]
    found["sound_initial"] = [ord(text[0]) for text in spoken]
    return Facts(spoken, bones, found)


def table_of(facts: Facts) -> TokenTable:
    """Return what is known of tokens as arrays."""
    records = facts.records
    return TokenTable(**{x.name: np.ascontiguousarray(records[x.name]) for x in fields(TokenTable)})


@dataclass
class Vocabulary:
    """The distinct name tokens of a set of persons, each of one script."""

    texts: list[str] = field(default_factory=list)
    scripts: list[int] = field(default_factory=list)
    numbers: dict[Token, int] = field(default_factory=dict)

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> "Vocabulary":
        """Return the vocabulary of tokens that differ, numbered in their order."""
        texts, scripts = [text for text, _ in tokens], [script for _, script in tokens]
        return cls(texts, scripts, {token: at for at, token in enumerate(tokens)})

    def numbered(self, tokens: Sequence[Token]) -> list[int]:
        """Return the number of each token."""
        numbers = self.numbers
        for token in tokens:
            if token not in numbers:
                numbers[token] = len(self.texts)
                self.texts.append(token[0])
                self.scripts.append(token[1])
        return [numbers[token] for token in tokens]

    def taken_in(self, other: "Vocabulary") -> NDArray[np.int32]:
        """Add the tokens of another vocabulary; return the number here of each number there."""
        numbers = self.numbers
        for token in zip(other.texts, other.scripts, strict=True):
            if token not in numbers:
                numbers[token] = len(self.texts)
                self.texts.append(token[0])
                self.scripts.append(token[1])
        return np.array([numbers[token] for token in other.numbers], dtype=np.int32)

    @cached_property
    def facts(self) -> Facts:
        """What is known of each token; no token is added afterwards."""
        return kept_facts(list(zip(self.texts, self.scripts, strict=True)))

    @property
    def sounds(self) -> list[str]:
        """The sound of each token."""
        return self.facts.sounds

    @property
    def skeletons(self) -> list[str]:
        """The skeleton of each token."""
        return self.facts.skeletons


def token_table(vocabulary: Vocabulary) -> TokenTable:
    """Return the arrays of ``vocabulary``."""
    return table_of(vocabulary.facts)
