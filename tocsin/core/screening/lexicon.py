"""What is known of a name token whoever bears it, and the vocabulary in which tokens have numbers.

Facts are made together for as many tokens as there are: by the compiled loops, or a rule at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening import fast, fast_words
from tocsin.core.screening.equivalents import three_groups_of
from tocsin.core.screening.frequencies import is_listed, rarity
from tocsin.core.screening.hashing import POWERS, text_hashes
from tocsin.core.screening.numbering import Numbers, Scripts, laid_out
from tocsin.core.screening.rewriting import LONGEST as LONGEST_REWRITTEN
from tocsin.core.screening.sounds import MANS, WOMANS, skeletons, sounds, told_by_ending
from tocsin.core.screening.strings import Ints, Strings
from tocsin.core.screening.writing import VOWELLESS
from tocsin.core.screening.writing.letters import all_numbered
from tocsin.core.screening.writing.reading import Token

LISTED = 1  # a name the shipped table knows
ENDINGS = MANS | WOMANS


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


@dataclass(frozen=True)
class Facts:
    """What is known of each of several tokens, whoever bears them.

    ``hissed``: Latin tokens as ``echoes.hissed`` writes them, nothing for others; None where the
    compiled loops are not there to read them.
    """

    texts: Strings
    sounds: Strings
    skeletons: Strings
    hissed: Strings | None
    table: TokenTable

    @property
    def spelled(self) -> tuple[Strings, Strings, Strings]:
        """All sounds, all skeletons and the tokens themselves."""
        return self.sounds, self.skeletons, self.texts


def facts_of(texts: Strings, scripts: Scripts) -> Facts:
    """Return the facts of each token, made together."""
    short = len(texts.letters) <= LONGEST_REWRITTEN or texts.longest <= LONGEST_REWRITTEN
    if fast.loops() is not None and short:
        heard, bones, hissed, columns = fast_words.facts(texts, scripts)
        return Facts(texts, heard, bones, hissed, TokenTable(script=scripts, **columns))
    return _facts_by_rules(texts, scripts)


def _facts_by_rules(words: Strings, scripts: Scripts) -> Facts:
    texts = words.texts()
    sounding, bones = sounds(texts), skeletons(texts)
    bare = [script in VOWELLESS for script in scripts.tolist()]
    spoken = [text if x else heard for text, heard, x in zip(texts, sounding, bare, strict=True)]
    weights = [
        rarity(text, heard, bone, bare=x)
        for text, heard, bone, x in zip(texts, sounding, bones, bare, strict=True)
    ]
    groups = np.array([three_groups_of(text) for text in texts], dtype=np.int32).reshape(-1, 3)
    traits = [is_listed(text) * LISTED | told_by_ending(text) for text in texts]
    table = TokenTable(
        rarity=np.array(weights, dtype=np.float64),
        groups=groups,
        script=scripts,
        letters=all_numbered(texts),
        sound_hash=text_hashes(spoken),
        sound_power=POWERS[np.array(list(map(len, spoken)), dtype=np.int64)],
        traits=np.array(traits, dtype=np.uint8),
        text_hash=text_hashes(texts),
        length=np.array(list(map(len, texts)), dtype=np.uint8),
        bones=np.array(list(map(len, bones)), dtype=np.uint8),
        initial=np.array([ord(text[0]) for text in texts], dtype=np.uint8),
        sound_initial=np.array([ord(text[0]) for text in spoken], dtype=np.uint8),
    )
    return Facts(words, Strings.of(spoken), Strings.of(bones), None, table)


@dataclass
class Vocabulary:
    """The distinct name tokens of a set of persons, each of one script."""

    numbers: Numbers = field(default_factory=Numbers)

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> "Vocabulary":
        """Return the vocabulary of tokens that differ, numbered in their order."""
        found = cls()
        found.numbered(*laid_out(tokens))
        return found

    def numbered(self, words: Strings, scripts: Scripts) -> Ints:
        """Return the number of each token."""
        numbers, fresh = self.numbers.find(words, scripts)
        if len(fresh):
            self.numbers.hold(words.at(fresh), scripts[fresh])
            self.numbers.file()
        return numbers

    @cached_property
    def facts(self) -> Facts:
        """What is known of each token; no token is added afterwards."""
        return facts_of(self.numbers.texts, self.numbers.scripts)
