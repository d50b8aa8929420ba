"""The rule between nodes as data: which word counts, by who signed it and of whose record it is."""

from collections.abc import Iterator
from enum import StrEnum

from tocsin.core.protocol.decisions import Decision


class Word(StrEnum):
    """What one node says to another of records, groups and cards."""

    RECORD = "record"
    REVISION = "record, a later revision"
    RULING = "ruling (widens, narrows, suspends)"
    WITHDRAWAL = "withdrawal"
    RETRACT = "retract, unsigned"
    MEMBERSHIP = "membership"
    CARD = "card"
    RECEIPT = "receipt"
    BLOCK = "block"


class Speaker(StrEnum):
    """Who says it, over whose line."""

    OWNER = "the owner, over its line"
    CARRIER = "a peer that passes on what the owner signed"
    FORGER = "a peer that signs with its own key"
    THIEF = "a peer with the owner's stolen key, back-dated"


class Wholly(StrEnum):
    """Whose record it is about."""

    NEW = "the owner's, not here yet"
    HELD = "the owner's, held here as a copy"
    OVER = "the owner's, withdrawn"
    OURS = "a bureau's of this node"


# What a statement of each type is among these words; the others are never said of a record by a peer.
OF_TYPE = {
    "record": Word.RECORD,
    "ruling": Word.RULING,
    "withdrawal": Word.WITHDRAWAL,
    "membership": Word.MEMBERSHIP,
    "key-event": Word.CARD,
    "receipt": Word.RECEIPT,
    "block": Word.BLOCK,
}
NOT_FROM_PEERS = {"request", "checkpoint", "border-copy", "border-report"}
OF_ROW = {
    "Offer": Word.RECORD,
    "Retract": Word.RETRACT,
    "Members": Word.MEMBERSHIP,
    "NewCard": Word.CARD,
}
FORGED = {Speaker.FORGER: Decision.UNKNOWN_KEY, Speaker.THIEF: Decision.KEY_REVOKED}
CONTENT = (Word.RECORD, Word.REVISION, Word.RULING)
OWN = {Word.WITHDRAWAL, Word.RETRACT, Word.MEMBERSHIP}  # ours, come round: never heeded


def expected(word: Word, speaker: Speaker, whose: Wholly) -> Decision:
    """Return what a node decides of this word."""
    early = _before_the_signature(word, speaker, whose)
    if early is not None:
        return early
    if speaker in FORGED:
        return FORGED[speaker]
    if word is Word.WITHDRAWAL:
        return Decision.KNOWN if whose is Wholly.OVER else Decision.RETRACTED
    known = word is Word.RECORD and whose is Wholly.HELD
    return Decision.KNOWN if known else Decision.ACCEPTED


def _before_the_signature(word: Word, speaker: Speaker, whose: Wholly) -> Decision | None:
    """Return what is decided whoever signed it; None where the signature decides."""
    if whose is Wholly.OURS:
        if word in OWN:
            return Decision.OWN
        if word is not Word.RECEIPT:
            return Decision.KNOWN if word is Word.CARD else Decision.UNKNOWN_KEY
    if word is Word.RETRACT:
        return Decision.RETRACTED if speaker is Speaker.OWNER else Decision.UNCONCERNED
    if word is Word.CARD and speaker in FORGED:
        return Decision.BAD_SIGNATURE
    if word is Word.BLOCK and whose is Wholly.NEW:
        return Decision.UNCONCERNED
    return Decision.WITHDRAWN if word in CONTENT and whose is Wholly.OVER else None


def printed() -> tuple[list[str], Iterator[list[str]]]:
    """Return head and rows of the matrix as the manual prints it."""
    rows = (
        [word, whose, *(f"`{expected(word, speaker, whose)}`" for speaker in Speaker)]
        for word in Word
        for whose in Wholly
    )
    return ["word", "whose record", *Speaker], rows
