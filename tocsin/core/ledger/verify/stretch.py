"""The entries since the last good checkpoint: their order, their hashes, and the tree over them."""

from tocsin.core.ledger.checkpoint import INTERVAL
from tocsin.core.ledger.tree import Frontier
from tocsin.core.sentences import say

LONGEST = 4 * INTERVAL


class Stretch:
    """``start`` and ``frontier`` are what the checkpoint vouched for; None if there was none.

    ``named`` says that a wrong place in it is known, so that the interval need not be named too.
    """

    def __init__(self, frontier: Frontier | None, start: int = 0) -> None:
        self.frontier = frontier
        self.start = self.next = start
        self.hashes: list[bytes] = []
        self.named = False
        self.slack = 0
        self._computed: dict[int, bytes] = {}
        self._disordered = False

    def order(self, sequence: int) -> tuple[int, int, str] | None:
        """Return where and what is wrong with the order, once in a stretch."""
        expected, slack = self.next, self.slack
        self.slack = 0
        if sequence >= expected:
            self.next = sequence + 1
        if self._disordered or sequence in {expected, expected + slack}:
            return None
        self._disordered = True
        if sequence > expected:
            return expected, sequence - 1, say("entries are missing here")
        wrong = say("entry {entry} stands again or where another belongs", entry=sequence)
        return expected, expected, wrong

    def add(self, claimed: bytes, computed: bytes) -> None:
        """Add a leaf by the hash beside it; where its bytes say another, keep both."""
        if claimed != computed:
            self._computed[len(self.hashes)] = computed
        self.hashes.append(claimed)

    def skip(self) -> None:
        """Pass over a damaged line: the next entry may be the one after the one expected."""
        self.slack = 1
        self.named = True

    def leads_to(self, size: int, root: bytes) -> bool:
        """Return whether the hashes as claimed, or else as computed, lead to this state."""
        if self.frontier is None or self.frontier.size + len(self.hashes) != size:
            return False
        if self.root_at(size) == root:
            return True
        for index, found in self._computed.items():
            self.hashes[index] = found
        return bool(self._computed) and self.root_at(size) == root

    def root_at(self, size: int) -> bytes | None:
        """Return the root of the first ``size`` leaves; None if this stretch cannot tell."""
        if self.frontier is None or not 0 <= size - self.frontier.size <= len(self.hashes):
            return None
        grown = self.frontier.copy()
        grown.extend(self.hashes[: size - grown.size])
        return grown.root()
