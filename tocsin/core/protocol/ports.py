"""The two other things the machine asks for beside its store: the own journal and the rules.

What they write stands in the same transaction as the store.
"""

from datetime import datetime
from typing import Protocol

from tocsin.core.protocol.messages import Continuation, Evidence, State, Version
from tocsin.core.protocol.store import Entry, PeerState


class Log(Protocol):
    """The bureau's own journal, as far as peers witness it."""

    def note(self, digest: str, at: datetime) -> None:
        """Journal that a statement with this digest was signed: leaf part ``detail`` names it.

        While the node is catching up it waits, and gets its number in the new epoch.
        """

    def head(self) -> str:
        """Return the newest signed checkpoint, empty while there is none."""

    def continues(self, since: State) -> Continuation | None:
        """Return the proof from this state to ``head()``; None if there never was such a state."""

    def keep_cosigned(self, checkpoint: str) -> None:
        """Keep a checkpoint of ours with a peer's verified cosignature."""

    def evidence(self, digest: str) -> Evidence | None:
        """Return that the statement stands under the earliest cosigned checkpoint covering it."""

    def declare_restored(self, last: str, at: datetime) -> int:
        """Open a new epoch whose first leaf (verb ``journal.restore``) carries ``last``.

        ``last`` is the newest of our checkpoints that any peer kept, empty if there never was
        one. Return the epoch's number.
        """


class Rules(Protocol):
    """Who may have what: the node's one table of rules, asked about one record and one peer."""

    def denial(self, entry: Entry, reader: PeerState, *, forwarding: bool, at: datetime) -> str:
        """Return the name of the rule that keeps ``reader`` from the record, empty for none.

        ``forwarding``: the record is another's, and passing it on is the question.
        ``group-stale`` is no denial for good: a group's membership is older than may be relied on.
        """

    def admits(self, version: Version) -> None:
        """Return if this node can keep the version; Doubt otherwise, naming what it waits for."""

    def knows(self, kind: str) -> bool:
        """Say whether the kind of record, with its major, can be read here."""
