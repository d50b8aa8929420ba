"""Every error this software raises on purpose, as one tree.

TocsinError
├── InvalidInput            what was given cannot be used; names the place
│   ├── InvalidStatement    the bytes of a statement break its form
│   ├── InvalidLabel        a label that nobody could honour
│   └── MalformedFile       a file that cannot be read; names the row, line or element
│       └── TooLarge        a file, line, field or picture past its stated limit
├── NotAllowed              this officer may not do this
│   ├── PowerMissing        the power is not among hers
│   ├── SameOfficer         the second pair of eyes must be another's
│   └── AccessEnded         an account, grant or token that is over
├── NotFound                absent, or hidden from this reader: the two look the same
├── Conflict                the thing is not in the state this needs
│   ├── WrongState          the lifecycle has no such step from here
│   └── Stale               somebody else changed it first
├── ProofFailed             a signature, hash or proof does not verify
│   └── UnknownKey          signed by a key that no card vouches for
└── Unavailable             a part of the node is not ready; trying again may help

A class carries a stable ``code`` for machines and a sentence for the officer: a literal template
with its facts beside it, ``InvalidInput("{word} is no strand", word=word)``, so that a page can say
it in another language. It knows no HTTP: ``tocsin/web/errors.py`` is the only table from class to
status.
"""

from typing import ClassVar

from tocsin.core.sentences import say


class TocsinError(Exception):
    """The root. ``sentence`` says what happened and what to do; ``place`` names where.

    The sentence is English text that remembers its template; so does ``str()`` of the error.
    """

    code: ClassVar[str] = "error"

    def __init__(self, template: str, /, *, place: str | None = None, **facts: object) -> None:
        self.sentence: str = say(template, **facts)
        self.place = place
        super().__init__(
            self.sentence
            if place is None
            else say("{place}: {sentence}", place=place, sentence=self.sentence)
        )


class InvalidInput(TocsinError):
    code = "invalid-input"


class InvalidStatement(InvalidInput):
    code = "invalid-statement"


class InvalidLabel(InvalidInput):
    code = "invalid-label"


class MalformedFile(InvalidInput):
    code = "malformed-file"


class TooLarge(MalformedFile):
    code = "too-large"


class NotAllowed(TocsinError):
    code = "not-allowed"


class PowerMissing(NotAllowed):
    code = "power-missing"


class SameOfficer(NotAllowed):
    code = "same-officer"


class AccessEnded(NotAllowed):
    code = "access-ended"


class NotFound(TocsinError):
    code = "not-found"


class Conflict(TocsinError):
    code = "conflict"


class WrongState(Conflict):
    code = "wrong-state"


class Stale(Conflict):
    code = "stale"


class ProofFailed(TocsinError):
    code = "proof-failed"


class UnknownKey(ProofFailed):
    code = "unknown-key"


class Unavailable(TocsinError):
    code = "unavailable"
