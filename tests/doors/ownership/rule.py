"""The rule of ownership as data: who may say what of whose thing. The manual prints it from here.

A verb is its owner's unless it stands in ``OTHERS``. What a thing is like for other bureaus is
said once a class in ``SEEN``. A verb, kind, class or writing route that has no place here fails.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from tocsin.core.kinds import KINDS


class Answer(StrEnum):
    """What a door says; ``MAY``: it is the speaker's to say, whatever else may hinder it."""

    MAY = "may"
    ABSENT = "absent"
    NOT_THEIRS = "not theirs"
    NO_POWER = "no power"
    UNKNOWN = "unknown"
    OVER = "not now"


class Actor(StrEnum):
    """Who speaks at a door of the node."""

    OWNER = "owner's officer"
    POWERLESS = "owner's, without the power"
    OBSERVER = "owner's observer"
    READER = "another bureau's that sees it"
    STRANGER = "another bureau's that does not"
    ENDED = "an ended token"


class Seen(StrEnum):
    """Which other bureaus see a thing."""

    LABEL = "whom its label reaches"
    PARTIES = "the bureaus that share in it"
    ALL = "every bureau of the node"
    NOBODY = "nobody else"


class Says(StrEnum):
    """Whose word a verb is."""

    OWNER = "the owner's alone"
    READERS = "of whoever sees it: what it makes is the speaker's own"
    PARTNERS = "of the bureaus that were asked, never the owner's"
    BOTH = "each side's, of its own part"


# What a verb is said of, and who else sees that.
SEEN: dict[str, Seen] = {
    "Record": Seen.LABEL, "Notice": Seen.LABEL,
    "Attachment": Seen.LABEL, "Group": Seen.PARTIES, "Request": Seen.PARTIES,
    "Mission": Seen.PARTIES, "Bureau": Seen.ALL,
    "Officer": Seen.NOBODY, "Post": Seen.NOBODY, "Proposal": Seen.NOBODY, "Token": Seen.NOBODY,
    "Unit": Seen.NOBODY, "Import": Seen.NOBODY, "SavedSearch": Seen.NOBODY,
    "MonthlyDigest": Seen.NOBODY, "Copy": Seen.NOBODY, "Peer": Seen.NOBODY,
    "Quarantined": Seen.NOBODY, "Arrangement": Seen.NOBODY, "Finding": Seen.NOBODY,
    "CheckResult": Seen.NOBODY, "Clearance": Seen.NOBODY, "Manifest": Seen.NOBODY,
    "Station": Seen.NOBODY, "Petition": Seen.NOBODY,
}  # fmt: skip

OTHERS: dict[str, Says] = {
    "link.add": Says.READERS,
    "basis.add": Says.READERS,
    "profile.draft": Says.READERS,
    "request.answer": Says.PARTNERS,
    "request.attach": Says.BOTH,
    "request.assign": Says.BOTH,
    "mission.offer": Says.PARTNERS,
    "mission.refuse": Says.PARTNERS,
    "mission.deploy": Says.PARTNERS,
    "mission.stand_down": Says.PARTNERS,
    "framework.agree": Says.PARTNERS,
    "framework.decline": Says.PARTNERS,
}


# Said of nothing, but they name a peer, and of another bureau's peers nobody knows.
NAMES_A_PEER = frozenset({"arrangement.open", "match.ask"})

# Routes that write and are of no verb, with the verb whose power they ask for.
BESIDE = {"POST /api/checks": "check.run", "POST /api/checks/batch": "check.run"}


def expected(verb: Any, actor: Actor) -> Answer:
    """Return what a door says to this actor who asks it of the owner's thing."""
    if actor is Actor.ENDED:
        return Answer.UNKNOWN
    if actor in {Actor.POWERLESS, Actor.OBSERVER}:
        return Answer.NO_POWER
    says = OTHERS.get(verb.name, Says.OWNER)
    if verb.target is None:
        others = actor in {Actor.READER, Actor.STRANGER} and verb.name in NAMES_A_PEER
        return Answer.ABSENT if others else Answer.MAY
    if actor is Actor.OWNER:
        return Answer.NOT_THEIRS if says is Says.PARTNERS else Answer.MAY
    seen = SEEN[verb.target.__name__]
    if seen is Seen.NOBODY or (actor is Actor.STRANGER and seen is not Seen.ALL):
        return Answer.ABSENT
    return Answer.NOT_THEIRS if says is Says.OWNER else Answer.MAY


class Whose(StrEnum):
    """Which record a verb of records is said of, as its speaker's bureau sees it."""

    OWN = "own, in force"
    SUSPENDED = "own, suspended"
    WITHDRAWN = "own, withdrawn"
    HERE = "another's on this node"
    COPY = "a copy from a peer"
    FOREIGN = "own, of a kind unknown here"


# When a verb of records is none of the moment: all others are said of a record in force alone.
NOT_NOW = {
    Whose.OWN: frozenset({"record.resume", "record.delete"}),
    Whose.FOREIGN: frozenset({"record.resume", "record.delete"}),
    Whose.SUSPENDED: frozenset({"record.suspend", "record.delete"}),
}
AFTER_THE_END = frozenset({"record.narrow", "record.delete"})  # fewer may see its end; it is erased
HANGING = frozenset({"link", "basis"})


def of_records(verb: Any, whose: Whose) -> Answer:
    """Return what an officer with the power is told who says a verb of records of this one."""
    if whose in {Whose.HERE, Whose.COPY}:
        return Answer.NOT_THEIRS
    if whose is Whose.WITHDRAWN:
        return Answer.MAY if verb.name in AFTER_THE_END else Answer.OVER
    return Answer.OVER if verb.name in NOT_NOW[whose] else Answer.MAY


def of_kind(verb: Any, kind: str) -> Answer:
    """Return what the owner is told of a record in force of this kind; others have own verbs."""
    known = KINDS[kind]
    if known.kept_by and not (known.ends_as_any and verb.name in ENDING):
        return Answer.NOT_THEIRS
    if kind in HANGING and verb.name == "record.edit":
        return Answer.NOT_THEIRS
    return of_records(verb, Whose.OWN)


ENDING = frozenset(
    f"record.{one}" for one in ("discard", "narrow", "suspend", "withdraw", "delete")
)


def of_one(verbs: Iterable[Any]) -> list[Any]:
    """Return the verbs that are said of one record, whatever its kind."""
    return [verb for verb in verbs if verb.noun == "record" and verb.target is not None]
