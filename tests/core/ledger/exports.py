"""Journals made in memory, for tests that verify, damage or rewrite them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from tocsin.core.ledger import export, leaf
from tocsin.core.ledger.checkpoint import INTERVAL, Checkpoint, origin
from tocsin.core.ledger.leaf import Carried
from tocsin.core.ledger.tree import Frontier
from tocsin.core.statements import cards
from tocsin.core.statements.keys import SealingKey, SigningKey

BEGIN = datetime(2026, 11, 21, 5, 28, tzinfo=UTC)
BUREAU = UUID("8f2d4c1e-0b6a-4f3d-9a57-3c5e1d7b9a02")
ROOT = SigningKey(bytes(range(32)))
LOG = SigningKey(bytes(range(1, 33)))
NEXT_LOG = SigningKey(bytes(range(2, 34)))


def card(*log_keys: SigningKey) -> cards.Card:
    """The invented bureau's card; the n-th log key signs from epoch n on."""
    keys = tuple(cards.LogKey(n, key.public) for n, key in enumerate(log_keys or (LOG,)))
    node = cards.certify(
        ROOT,
        bureau=BUREAU,
        signing=SigningKey(bytes(range(3, 35))).public,
        sealing=SealingKey(bytes(range(4, 36))).public,
        not_before=BEGIN,
        not_after=BEGIN + timedelta(days=90),
    )
    return cards.issue(
        ROOT,
        bureau=BUREAU,
        code="UTO",
        name="Utopian National Bureau",
        at=BEGIN,
        journal=cards.Journal(origin(BUREAU), keys),
        nodes=[node],
    )


@dataclass
class Journal:
    """A log that appends, erases, closes epochs and exports, without any database."""

    seed: int = 1
    key: SigningKey = LOG
    epochs: list[list[leaf.Leaf]] = field(default_factory=lambda: [[]])
    erased: set[tuple[int, int, str]] = field(default_factory=set)
    erased_rows: set[tuple[int, int, int]] = field(default_factory=set)
    keys: dict[int, SigningKey] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def append(self, count: int = 1, rows: int = 0, carried: Carried | None = None) -> "Journal":
        for _ in range(count):
            number = sum(map(len, self.epochs))
            made = leaf.make(
                id=UUID(bytes=self.random.randbytes(16), version=4),
                at=BEGIN + timedelta(seconds=number),
                verb="journal.epoch" if carried else "record.look",
                log=BUREAU,
                realm="live",
                objects=[UUID(bytes=self.random.randbytes(16), version=4)],
                parts=None
                if carried
                else {
                    "actor": str(UUID(bytes=self.random.randbytes(16), version=4)),
                    "purpose": "border check",
                    "query": {"names": [f"Kowalski \u0142\x1f {number}"]},
                },
                rows=[{"row": n, "names": [f"Person {n}"]} for n in range(rows)],
                carried=carried,
                random=self.random.randbytes,
            )
            self.epochs[-1].append(made)
        return self

    def close(self, key: SigningKey | None = None) -> "Journal":
        last = self.frontier(len(self.epochs) - 1)
        carried = Carried(len(self.epochs) - 1, last.size, last.root().hex())
        self.epochs.append([])
        if key:
            self.keys[len(self.epochs) - 1] = key
        return self.append(carried=carried)

    def erase(self, epoch: int, sequence: int, *names: str) -> "Journal":
        self.erased |= {(epoch, sequence, name) for name in names}
        return self

    def frontier(self, epoch: int, size: int | None = None) -> Frontier:
        frontier = Frontier()
        frontier.extend([item.hash for item in self.epochs[epoch][:size]])
        return frontier

    def checkpoint(self, epoch: int = 0, size: int | None = None) -> str:
        tree = self.frontier(epoch, size)
        said = Checkpoint(origin(BUREAU), epoch, tree.size, tree.root())
        keys = [key for number, key in sorted(self.keys.items()) if number <= epoch]
        return said.sign(keys[-1] if keys else self.key).render()

    def lines(self) -> list[bytes]:
        entries = sum(map(len, self.epochs))
        return [export.header(BUREAU), *self._epochs(), export.end(entries, len(self.epochs))]

    def _epochs(self) -> Iterator[bytes]:
        for number, entries in enumerate(self.epochs):
            yield export.epoch(number)
            for sequence, made in enumerate(entries):
                yield from self._entry(number, sequence, made)
                size = sequence + 1
                if size % INTERVAL == 0 or size == len(entries):
                    peaks = self.frontier(number, size).peaks
                    yield export.checkpoint(self.checkpoint(number, size), peaks)

    def _entry(self, epoch: int, sequence: int, made: leaf.Leaf) -> Iterator[bytes]:
        gone = {name for name in made.parts if (epoch, sequence, name) in self.erased}
        yield export.entry(
            sequence,
            made.data.decode(),
            made.hash,
            {name: (p.salt, p.text) for name, p in made.parts.items() if name not in gone},
            erased=gone,
            rows=len(made.rows),
        )
        for position, part in enumerate(made.rows):
            if (epoch, sequence, position) in self.erased_rows:
                yield export.erased_row(position, part.commitment())
            else:
                yield export.row(position, part)
