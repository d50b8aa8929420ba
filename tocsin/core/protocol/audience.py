"""Who a label reaches, asked of signed statements alone: for receivers, and where no table is.

A node serves by its one table of rules (``rooms/release``) behind the same ``Rules``. What is here
is what a *receiver* can check of a label as it travels, and the rules of nodes without tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from tocsin.core.labels import OWN_BUREAU, Handling, Label, Tlp
from tocsin.core.protocol.blocks import is_blocked
from tocsin.core.protocol.decisions import Decision, Doubt
from tocsin.core.protocol.facts import RELEASED, Facts, Travelling, facts
from tocsin.core.protocol.messages import Version
from tocsin.core.protocol.store import Entry, Group, PeerState, Standing, Store

STALE = "group-stale"
NOBODY = "nobody"
_CLOSED = frozenset({Tlp.AMBER_STRICT, Tlp.RED})
_BINDING = frozenset({Handling.H2, Handling.H3})


def may_be_passed_on(said: Travelling) -> bool:
    """Say whether the owner lets a holder give it to others whom the label reaches.

    A label that names or excludes bureaus goes direct only: a holder cannot know whom.
    """
    label = said.label
    return (
        label.forward
        and not said.named
        and label.tlp not in _CLOSED
        and not label.handling & _BINDING
    )


def is_over(said: Facts, at: datetime) -> bool:
    """Say whether release or validity has run out."""
    ends = (said.travelling.label.until, said.valid_until)
    return any(end is not None and end <= at for end in ends)


def check_addressed(store: Store, said: Facts, sender: UUID) -> None:
    """Return if this bureau may take the record from the sender; Doubt otherwise."""
    told = said.travelling
    if sender != said.owner and not may_be_passed_on(told):
        raise Doubt(Decision.NOT_TO_BE_PASSED_ON)
    if told.named or told.label.everyone:
        return
    waits = None
    for group in sorted(told.label.groups):
        found = store.group(group)
        if found is None or found.version < told.versions.get(group, 0):
            waits = waits or group
        elif store.me() in found.members:
            return
    if waits is not None:
        raise Doubt(Decision.UNKNOWN_GROUP, waits)
    raise Doubt(Decision.NOT_ADDRESSED)


@dataclass(slots=True)
class LabelRules:
    """The rules of a node without tables: labels, memberships and time, nothing else.

    ``home`` holds the labels of own records with the bureaus they name and exclude, by the digest
    of the statement that gave them: one that a restore has lost is taken for the own bureau only.
    """

    store: Store
    age: timedelta
    home: Mapping[str, Label] = field(default_factory=dict)

    def denial(self, entry: Entry, reader: PeerState, *, forwarding: bool, at: datetime) -> str:
        """Return the rule that keeps the reader from the record, empty for none."""
        if entry.version is None:
            return "not-held"
        said = facts(entry.version)
        label = self._label(entry, said)
        denials = {
            "not-in-force": said.state != RELEASED,
            "expired": is_over(said, at),
            "onward": forwarding and not may_be_passed_on(said.travelling),
            "excluded": reader.bureau in label.exclude,
            "purpose": bool(label.purposes) and not label.purposes & reader.purposes,
        }
        for name, denied in denials.items():
            if denied:
                return name
        if label.everyone or reader.bureau in label.bureaus:
            return ""
        return self._by_group(said, label, reader.bureau, at)

    def _label(self, entry: Entry, said: Facts) -> Label:
        """Return the label in force: at home the one with names, if it is that of this version."""
        if entry.standing is not Standing.OWN or not said.travelling.named:
            return said.travelling.label
        return self.home.get(said.order.digest, OWN_BUREAU)

    def admits(self, version: Version) -> None:
        """Return: without tables, every version that is in order can be kept."""

    def knows(self, kind: str) -> bool:
        """Say that every kind of major 1 can be read."""
        return kind.endswith("@1")

    def _by_group(self, said: Facts, label: Label, reader: UUID, at: datetime) -> str:
        denial = NOBODY
        for group in label.groups:
            found = self.store.group(group)
            needed = said.travelling.versions.get(group, 0)
            if found is None or found.version < needed or reader not in found.members:
                continue
            if is_fresh(found, self.store.me(), self.age, at):
                return ""
            denial = STALE
        return denial


def is_fresh(group: Group, me: UUID, age: timedelta, at: datetime) -> bool:
    """Say whether the membership is recent enough to rely on; one's own always is."""
    return group.owner == me or at - group.as_of <= age


def in_force(entry: Entry, at: datetime) -> bool:
    """Say whether a holder may act on its copy: show, screen, serve."""
    if entry.standing not in {Standing.OWN, Standing.HELD} or entry.version is None:
        return False
    said = facts(entry.version)
    return said.state == RELEASED and not is_over(said, at) and not is_blocked(entry.blocks, at)
