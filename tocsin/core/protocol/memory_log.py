"""A journal in memory as peers witness it: leaves that name statements, proofs, evidence."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tocsin.core.errors import InvalidInput
from tocsin.core.ledger import checkpoint, leaf, proofs
from tocsin.core.ledger.checkpoint import Checkpoint
from tocsin.core.ledger.leaf import Carried, Leaf
from tocsin.core.ledger.tree import Frontier, fold
from tocsin.core.protocol.messages import Continuation, Evidence, State, Turn
from tocsin.core.protocol.witness import RESTORE
from tocsin.core.statements.canonical import decode
from tocsin.core.statements.keys import SigningKey


@dataclass
class Chapter:
    """One epoch: its leaves, the tree over them, and complete subtrees asked for before."""

    leaves: list[Leaf] = field(default_factory=list)
    tree: Frontier = field(default_factory=Frontier)
    known: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def append(self, made: Leaf) -> None:
        """Add a leaf."""
        self.leaves.append(made)
        self.tree.append(made.hash)

    def subtree(self, level: int, index: int) -> bytes:
        """Return the root of 2**level leaves."""
        if (level, index) not in self.known:
            begin = index << level
            hashes = [one.hash for one in self.leaves[begin : begin + (1 << level)]]
            self.known[level, index] = fold(hashes)
        return self.known[level, index]


@dataclass
class MemoryLog:
    """The journal of one bureau. Entries wait while ``held``, as in catch-up."""

    bureau: UUID
    key: SigningKey
    random: Callable[[int], bytes]
    chapters: list[Chapter] = field(default_factory=lambda: [Chapter()])
    waiting: list[Leaf] = field(default_factory=list)
    held: bool = False
    placed: dict[str, tuple[int, int]] = field(default_factory=dict)
    cosigned: list[str] = field(default_factory=list)
    signed: str = ""
    mark: tuple[int, int, Frontier, list[Leaf]] = field(
        default_factory=lambda: (1, 0, Frontier(), [])
    )

    def begin(self) -> None:
        """Begin a transaction, as the store does."""
        last = self.chapters[-1]
        self.mark = (len(self.chapters), len(last.leaves), last.tree.copy(), list(self.waiting))

    def roll_back(self) -> None:
        """Undo what was noted since ``begin``."""
        count, size, tree, self.waiting = self.mark
        del self.chapters[count:]
        last = self.chapters[-1]
        for one in last.leaves[size:]:
            self.placed.pop(_named(one), None)
        last.leaves, last.tree, last.known = last.leaves[:size], tree, {}
        self.signed = ""

    def note(self, digest: str, at: datetime) -> None:
        """Journal a statement."""
        made = leaf.make(
            id=UUID(bytes=self.random(16), version=4),
            at=at,
            verb="exchange.sign",
            log=self.bureau,
            realm="live",
            parts={"detail": {"statement": digest}},
            random=self.random,
        )
        if self.held:
            self.waiting.append(made)
        else:
            self._place(digest, made)

    def head(self) -> str:
        """Return the newest checkpoint."""
        chapter = self.chapters[-1]
        if not self.signed and chapter.leaves:
            found = self._state(State(len(self.chapters) - 1, len(chapter.leaves)))
            self.signed = found.sign(self.key).render()
        return self.signed

    def continues(self, since: State) -> Continuation | None:
        """Return the proof from this state to the head."""
        if not 0 <= since.epoch < len(self.chapters) or since.size < 1:
            return None
        turns, size = [], since.size
        try:
            for epoch in range(since.epoch, len(self.chapters) - 1):
                turns.append(self._turn(epoch, size))
                size = 1
            last = self.chapters[-1]
            path = proofs.consistency(size, len(last.leaves), last.subtree)
        except InvalidInput:
            return None
        return Continuation(since, tuple(turns), tuple(path))

    def keep_cosigned(self, text: str) -> None:
        """Keep a checkpoint that a peer cosigned."""
        self.cosigned.append(text)

    def evidence(self, digest: str) -> Evidence | None:
        """Return that a statement stands under the earliest cosigned checkpoint covering it."""
        if digest not in self.placed:
            return None
        epoch, index = self.placed[digest]
        chapter = self.chapters[epoch]
        covering = []
        for text in self.cosigned:
            found = checkpoint.parse(text)[0]
            if found.epoch == epoch and index < found.size <= len(chapter.leaves):
                covering.append((found.size, text))
        if not covering:
            return None
        size, text = min(covering)
        made = chapter.leaves[index]
        path = proofs.inclusion(index, size, chapter.subtree)
        return Evidence(made.data, made.parts["detail"], index, tuple(path), text)

    def declare_restored(self, last: str, at: datetime) -> int:
        """Open the declared new epoch; entries that waited come after its first leaf."""
        carried = None
        if last:
            found = checkpoint.parse(last)[0]
            carried = Carried(found.epoch, found.size, found.root.hex())
            while len(self.chapters) <= found.epoch:
                self.chapters.append(Chapter())
        made = leaf.make(
            id=UUID(bytes=self.random(16), version=4),
            at=at,
            verb=RESTORE,
            log=self.bureau,
            realm="live",
            carried=carried,
            random=self.random,
        )
        self.chapters.append(Chapter())
        self.chapters[-1].append(made)
        waiting, self.waiting, self.held, self.signed = self.waiting, [], False, ""
        for one in waiting:
            self._place(_named(one), one)
        return len(self.chapters) - 1

    def _place(self, digest: str, made: Leaf) -> None:
        chapter = self.chapters[-1]
        self.placed[digest] = (len(self.chapters) - 1, len(chapter.leaves))
        chapter.append(made)
        self.signed = ""

    def _state(self, at: State) -> Checkpoint:
        root = self.chapters[at.epoch].tree.root()
        return Checkpoint(checkpoint.origin(self.bureau), at.epoch, at.size, root)

    def _turn(self, epoch: int, size: int) -> Turn:
        first = self.chapters[epoch + 1].leaves[0]
        carried = leaf.read(first.data).carried
        if carried is None:  # restored when no state was known to anybody: nothing is continued
            raise InvalidInput("this epoch continues no other", place="epoch")
        chapter = self.chapters[epoch]
        if len(chapter.leaves) < carried.size:  # lost with the machine; the leaf declares it
            return Turn(first.data, ())
        return Turn(first.data, tuple(proofs.consistency(size, carried.size, chapter.subtree)))


def _named(made: Leaf) -> str:
    return str(decode(made.parts["detail"].text.encode())["statement"])
