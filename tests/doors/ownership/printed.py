"""The tables of ownership as the manual prints them: head and rows of each."""

from collections.abc import Callable, Iterator

from tests.doors.ownership import wording
from tests.doors.ownership.rule import (
    SEEN,
    Actor,
    Whose,
    expected,
    of_kind,
    of_one,
    of_records,
)
from tocsin.core.kinds import KINDS
from tocsin.rooms.bureaus.verb import VERBS

Table = tuple[list[str], Iterator[list[str]]]
ACTORS = (Actor.OWNER, Actor.READER, Actor.STRANGER)


def verbs() -> Table:
    """Verb by actor."""
    rows = (
        [
            f"`{verb.name}`",
            SEEN[verb.target.__name__] if verb.target else "makes something of the speaker's own",
            *(expected(verb, actor) for actor in ACTORS),
        ]
        for verb in VERBS.values()
    )
    return ["verb", "its thing is seen by", *ACTORS], rows


def records() -> Table:
    """Verb of records by whose record it is."""
    rows = (
        [f"`{verb.name}`", *(of_records(verb, whose) for whose in Whose)]
        for verb in of_one(VERBS.values())
    )
    return ["verb", *Whose], rows


def kinds() -> Table:
    """Kind by verb of records."""
    mine = of_one(VERBS.values())
    rows = ([f"`{kind}`", *(of_kind(verb, kind) for verb in mine)] for kind in KINDS)
    return ["kind", *(f"`{verb.action}`" for verb in mine)], rows


HEADED: tuple[tuple[str, Callable[[], Table], str], ...] = (
    (
        "Verbs of officers",
        verbs,
        (
            "*May*: it is the speaker's to say, whatever state may hinder it; where two officers must, the"
            " second one approved. *Not theirs* (403) and *absent* (404) are said of a thing of the owner's"
            " to an officer of another bureau of the same node who holds the power as well. An officer of"
            " the owner's without the power, an observer among them, is always told *no power* (403); an"
            " ended token opens nothing (401)."
        ),
    ),
    (
        "Whose record",
        records,
        "What an officer with the power is told who says a verb of records.",
    ),
    (
        "Which kind",
        kinds,
        (
            "What its owner is told of a record in force that has a draft. *Not theirs* here: another room"
            " keeps the kind and has its own verbs for it, or it is ended and made anew."
        ),
    ),
    (
        "Words between nodes",
        wording.printed,
        (
            "What a node decides of what a peer brings,"
            " [decision by decision](../peer/protocol.md#decisions). It is the same for every kind that"
            " travels."
        ),
    ),
)


def text(table: Callable[[list[str], Iterator[list[str]]], str]) -> str:
    """Return the whole matrix as the manual prints it, each table under its heading."""
    parts = (f"## {head}\n\n{words}\n\n{table(*rows())}" for head, rows, words in HEADED)
    return "\n\n".join(parts)
