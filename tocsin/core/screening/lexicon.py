"""What is known of a name token whoever bears it, and the vocabulary in which tokens have numbers.

Facts are made once for each token and kept while it is in use; those of many new tokens are made
together, which costs a fifth of making them one by one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.equivalents import MOST_GROUPS, groups_of
from tocsin.core.screening.frequencies import is_listed, rarity
from tocsin.core.screening.hashing import POWER, text_hashes
from tocsin.core.screening.names import Row
from tocsin.core.screening.sounds import skeletons, sounds
from tocsin.core.screening.writing import VOWELLESS
from tocsin.core.screening.writing.letters import LONGEST, all_numbered
from tocsin.core.screening.writing.reading import Token

_MOST_KEPT = 200_000


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What is known of one token whoever bears it; made once and kept while it is in use."""

    sound: str
    skeleton: str
    rarity: float
    groups: tuple[int, int, int]
    sound_hash: int
    text_hash: int
    listed: bool
    letters: bytes


_KEPT: dict[Token, TokenFacts] = {}


def facts_of(tokens: Sequence[Token]) -> list[TokenFacts]:
    """Return the facts of each token."""
    found = {token: known for token in tokens if (known := _KEPT.get(token))}
    fresh = [token for token in dict.fromkeys(tokens) if token not in found]
    if fresh:
        made = dict(zip(fresh, _facts(fresh), strict=True))
        if len(_KEPT) + len(made) > _MOST_KEPT:
            _KEPT.clear()
        _KEPT.update(made if len(made) <= _MOST_KEPT else {})
        found |= made
    return [found[token] for token in tokens]


def _facts(tokens: Sequence[Token]) -> list[TokenFacts]:
    texts = [text for text, _ in tokens]
    bare = [script in VOWELLESS for _, script in tokens]
    sounding = sounds(texts)
    bones = skeletons(texts)
    spoken = [text if x else heard for text, heard, x in zip(texts, sounding, bare, strict=True)]
    hashes, spelled = text_hashes(spoken).tolist(), text_hashes(texts).tolist()
    letters = [row.tobytes() for row in all_numbered(texts)]
    return [
        TokenFacts(
            spoken[at], bones[at], rarity(text, sounding[at], bones[at], bare=bare[at]),
            _three(groups_of(text)), hashes[at], spelled[at], is_listed(text), letters[at],
        )
        for at, text in enumerate(texts)
    ]  # fmt: skip


def _three(groups: tuple[int, ...]) -> tuple[int, int, int]:
    first, second, third, *_ = (*groups, 0, 0, 0)
    return first, second, third


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

    def numbered(self, rows: Iterable[Row]) -> list[int]:
        """Return the numbers of the tokens of rows, one row after another."""
        numbers, texts, scripts = self.numbers, self.texts, self.scripts
        found: list[int] = []
        for row in rows:
            for token in row.tokens:
                known = numbers.get(token)
                if known is None:
                    known = numbers[token] = len(texts)
                    texts.append(token[0])
                    scripts.append(token[1])
                found.append(known)
        return found

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
    def facts(self) -> list[TokenFacts]:
        """What is known of each token; no token is added afterwards."""
        return facts_of(list(zip(self.texts, self.scripts, strict=True)))

    @property
    def sounds(self) -> list[str]:
        """The sound of each token."""
        return [x.sound for x in self.facts]

    @property
    def skeletons(self) -> list[str]:
        """The skeleton of each token."""
        return [x.skeleton for x in self.facts]


@dataclass(frozen=True)
class TokenTable:
    """What scoring needs to know of each token of a vocabulary, as arrays by token number."""

    rarity: NDArray[np.float64]
    groups: NDArray[np.int32]
    script: NDArray[np.uint8]  # that the token was read from, 0 where its Latin spelling is known
    letters: NDArray[np.uint8]  # what is compared between scripts, by token and place
    sound_hash: NDArray[np.uint64]
    sound_power: NDArray[np.uint64]
    listed: NDArray[np.bool_]  # a name the shipped table knows
    text_hash: NDArray[np.uint64]
    length: NDArray[np.uint8]
    bones: NDArray[np.uint8]  # letters of the skeleton
    initial: NDArray[np.uint8]
    sound_initial: NDArray[np.uint8]


def token_table(vocabulary: Vocabulary) -> TokenTable:
    """Return the arrays of ``vocabulary``."""
    facts, texts = vocabulary.facts, vocabulary.texts
    count = len(texts)
    return TokenTable(
        rarity=np.array([x.rarity for x in facts], dtype=np.float64),
        groups=np.array([x.groups for x in facts], dtype=np.int32).reshape(count, MOST_GROUPS),
        script=np.array(vocabulary.scripts, dtype=np.uint8),
        letters=np.frombuffer(b"".join([x.letters for x in facts]), dtype=np.uint8).reshape(
            count, LONGEST
        ),
        sound_hash=np.array([x.sound_hash for x in facts], dtype=np.uint64),
        text_hash=np.array([x.text_hash for x in facts], dtype=np.uint64),
        length=np.array([len(x) for x in texts], dtype=np.uint8),
        bones=np.array([len(x.skeleton) for x in facts], dtype=np.uint8),
        initial=np.array([ord(x[0]) for x in texts], dtype=np.uint8),
        sound_initial=np.array([ord(x.sound[0]) for x in facts], dtype=np.uint8),
        listed=np.array([x.listed for x in facts], dtype=np.bool_),
        sound_power=np.array([POWER[len(x.sound)] for x in facts], dtype=np.uint64),
    )
