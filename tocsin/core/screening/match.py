"""The answer: who matches, how well, and every reason for and against it.

``score`` is the logistic of the prior and the sum of the reasons' weights, exactly; a reader who
adds them up arrives at the same figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from tocsin.core.screening.person import Person
from tocsin.core.screening.weights import LEAST, STRONG, THRESHOLD, probability

_STRONG_DATES = frozenset({"dob.same", "dob.month", "dob.swapped"})


class Reason(TypedDict):
    """One piece of evidence: its kind, its weight in natural-log odds, and both sides' values."""

    feature: str
    weight: float
    query: str
    match: str


@dataclass(frozen=True, slots=True)
class Match:
    """One entry that answers a question, with its score in (0, 1) and its reasons."""

    id: str
    score: float
    verdict: str
    reasons: tuple[Reason, ...]

    def as_json(self, query: str) -> dict[str, object]:
        """Return the match as one line of a hits file, for the question with id ``query``."""
        return {
            "query": query,
            "match": self.id,
            "score": self.score,
            "verdict": self.verdict,
            "reasons": list(self.reasons),
        }


def threshold_for(person: Person) -> float:
    """Return the score from which a match is possible when this person is asked about.

    Who gives neither a date nor a document is not told "clear" of a listed name of two words or
    more: whatever is ranked is possible then, until the officer has asked for a date.
    """
    return THRESHOLD if person.dob or person.docs else LEAST


def verdict_of(score: float, reasons: Iterable[Reason], threshold: float = THRESHOLD) -> str:
    """Return "strong", "possible", or "none" for a score below ``threshold``.

    No name alone is strong, however rare: a date that agrees to the month at least must bear out
    names without a differing word, or a document must agree.
    """
    features = {x["feature"] for x in reasons}
    dated = bool(features & _STRONG_DATES) and "name.differs" not in features
    if score >= STRONG and (dated or "document.same" in features):
        return "strong"
    return "possible" if score >= threshold else "none"


def match_of(identifier: str, reasons: Iterable[Reason], threshold: float = THRESHOLD) -> Match:
    """Return the match that ``reasons`` add up to, possible from ``threshold`` on."""
    kept = tuple(reasons)
    score = probability([reason["weight"] for reason in kept])
    return Match(identifier, score, verdict_of(score, kept, threshold), kept)


def why_not(reasons: Iterable[Reason]) -> list[Reason]:
    """Return the reasons that speak against the match, the weightiest first."""
    return sorted((x for x in reasons if x["weight"] < 0.0), key=lambda x: x["weight"])
