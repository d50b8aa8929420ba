"""The tables of one bureau behind the contract of ``core/protocol/store``, for one call."""

from datetime import datetime
from uuid import UUID

from tocsin.rooms.exchange.actions.machine.entries import Entries
from tocsin.rooms.exchange.actions.machine.ledger import Ledger
from tocsin.rooms.exchange.actions.machine.people import People
from tocsin.rooms.exchange.actions.machine.waiting import Waiting
from tocsin.rooms.exchange.models import Feed, FeedRow, Memory, Standing


class Tables(Ledger, Entries, People, Waiting):
    """A store for one call, which holds the lock on ``memory``; what it read once it remembers."""

    def __init__(self, memory: Memory, at: datetime) -> None:
        self.memory, self.at, self.bureau = memory, at, memory.bureau_id
        Entries.__init__(self)
        Ledger.__init__(self)
        People.__init__(self)

    def me(self) -> UUID:
        """Return whose state this is."""
        return self.bureau

    def generation(self) -> int:
        """Return the generation of the feeds."""
        return self.memory.generation

    def begin_feeds(self, generation: int) -> None:
        """Forget all rows and begin empty feeds, at new addresses."""
        mine = {"peer__bureau_id": self.bureau}
        Standing.unrestricted.filter(**mine).delete()
        FeedRow.unrestricted.filter(feed__peer__bureau_id=self.bureau).delete()
        Feed.unrestricted.filter(inbox=False, **mine).delete()
        self.memory.generation = generation
        self.memory.save(update_fields=["generation"])
        self.forget_rows()

    def catching_up(self) -> bool:
        """Say whether the node was restored and has not yet heard from its peers."""
        return self.memory.catching_up

    def end_catch_up(self) -> None:
        """Leave catch-up."""
        self.memory.catching_up = False
        self.memory.save(update_fields=["catching_up"])
