"""Who is this? Persons compared across scripts, with a score that explains itself.

A library without database, clock or network. Build an :class:`Index` of persons, ask it about
others; every answer carries its reasons, whose weights add up to its score.
"""

from tocsin.core.screening.answering import compare
from tocsin.core.screening.documents import document_key
from tocsin.core.screening.index import Index
from tocsin.core.screening.match import Match, Reason, why_not
from tocsin.core.screening.names import fold, tokens
from tocsin.core.screening.person import Person, strength
from tocsin.core.screening.weights import LEAST, PRIOR, STRONG, THRESHOLD
from tocsin.core.screening.worth import worth
from tocsin.core.screening.writing import script_of

__all__ = [
    "LEAST",
    "PRIOR",
    "STRONG",
    "THRESHOLD",
    "Index",
    "Match",
    "Person",
    "Reason",
    "compare",
    "document_key",
    "fold",
    "script_of",
    "strength",
    "tokens",
    "why_not",
    "worth",
]
