"""The bureau's journal behind the machine's ``Log``."""

from datetime import datetime
from uuid import UUID

from tocsin.core.protocol.messages import Continuation, Evidence, State
from tocsin.rooms.bureaus import keys
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.journal import proof


class JournalLog:
    """What peers witness of the journal, and the leaves that name what the bureau signed."""

    def __init__(self, bureau: UUID) -> None:
        self.bureau = bureau

    def note(self, digest: str, at: datetime) -> None:
        """Journal that a statement with this digest was signed, in the caller's transaction."""
        journal.bind(log=self.bureau, verb="exchange.sign", realm="live", statement=digest, at=at)

    def head(self) -> str:
        """Return the newest checkpoint, kept for good since a witness is about to see it."""
        newest = journal.show(self.bureau)
        return newest.text if newest is not None else ""

    def continues(self, since: State) -> Continuation | None:
        """Return the proof from this state to the head."""
        return proof.continuation(self.bureau, since)

    def keep_cosigned(self, text: str) -> None:
        """Keep a checkpoint that a peer cosigned."""
        journal.keep_cosigned(self.bureau, text)

    def evidence(self, digest: str) -> Evidence | None:
        """Return that a statement stands under the earliest cosigned checkpoint covering it."""
        return proof.evidence(self.bureau, digest)

    def declare_restored(self, last: str, at: datetime) -> int:
        """Open the declared new epoch."""
        return journal.declare_restored(
            self.bureau, keys.journal_signer(self.bureau), at, carried=last
        )
