"""One table of keys that never grows: sorted, cut in shelves by their first bits, the rest kept.

A shelf is named by the first bits of its keys, so that they need not be stored: with 100 million
keys 25 bits name the shelf, 39 are kept in five bytes, and 6.3 bytes a key are all there is. The
record a key points to takes five bytes more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.documents import kernels
from tocsin.core.screening.documents.packing import Keys, Packed
from tocsin.core.screening.documents.papers import Ints

FEWEST_BITS, MOST_BITS = 4, 25
MOST_KEYS = (1 << 32) - 1  # a shelf begins at a number of 32 bits
_PARTS = 16  # sorted part by part, so that sorting needs little memory beside the table
_SMALL = 1 << 16

Rows = tuple[Keys, Ints]


@dataclass
class Table:
    """Keys and the records they point to. ``removed`` is a bit for each, None while none is."""

    prefix: NDArray[np.uint32]
    main: NDArray[np.uint32]
    tail: NDArray[Any]
    record_low: NDArray[np.uint32]
    record_high: NDArray[np.uint8]
    removed: NDArray[np.uint8] | None = field(default=None, init=False, repr=False)
    gone: int = field(default=0, init=False)

    @property
    def bits(self) -> int:
        """How many first bits of a key name its shelf."""
        return len(self.prefix).bit_length() - 1

    @property
    def _rest(self) -> np.uint64:
        return np.uint64(32 - self.bits)

    def __len__(self) -> int:
        return len(self.main) - self.gone

    @property
    def size(self) -> int:
        """Bytes of the keys and their shelves, the records left out."""
        return self.prefix.nbytes + self.main.nbytes + self.tail.nbytes

    @classmethod
    def build(cls, keys: Keys, records: Ints | None = None) -> "Table":
        """File ``keys`` with their ``records``, each pair once; a key's own place without them."""

        def part(number: int, parts: int) -> Rows:
            if parts == 1:
                return keys, np.arange(len(keys)) if records is None else records
            mine = np.flatnonzero(keys >> np.uint64(60) == number)
            return keys[mine], mine if records is None else records[mine]

        return _filled(len(keys), part)

    @classmethod
    def merged(cls, tables: "Sequence[Table]") -> "Table":
        """Return one table of all that is not removed of ``tables``."""

        def part(number: int, parts: int) -> Rows:
            rows = [table.rows(number, parts) for table in tables]
            return np.concatenate([x for x, _ in rows]), np.concatenate([x for _, x in rows])

        return _filled(sum(len(table) for table in tables), part)

    def rows(self, number: int = 0, parts: int = 1) -> Rows:
        """Return keys and records of one of ``parts`` equal spans of the keys, removed ones not."""
        first, last = ((at * (len(self.prefix) - 1)) // parts for at in (number, number + 1))
        low, high = int(self.prefix[first]), int(self.prefix[last])
        shelf = np.repeat(
            np.arange(first, last, dtype=np.uint64), np.diff(self.prefix[first : last + 1])
        )
        keys = (shelf << np.uint64(32)) | self.main[low:high].astype(np.uint64)
        keys = (keys << self._rest) | self.tail[low:high].astype(np.uint64)
        places = np.arange(low, high, dtype=np.int64)
        live = ~self._removed(places)
        return keys[live], self.records(places[live])

    def records(self, places: Ints) -> Ints:
        """Return the records at ``places``."""
        return (self.record_high[places].astype(np.int64) << 32) | self.record_low[places]

    def holds(self, asked: Packed, *, fast: bool) -> NDArray[np.bool_]:
        """Tell of each key asked whether it is here and not removed."""
        places = self._seek(asked, fast=fast)
        if not self.gone:
            return places >= 0
        found = np.zeros(len(places), dtype=np.bool_)
        found[self.find(asked, fast=fast)[1]] = True
        return found

    def find(self, asked: Packed, *, fast: bool) -> tuple[Ints, Ints]:
        """(place, which of the keys asked) for every entry that is here and not removed."""
        places = self._seek(asked, fast=fast)
        owner = np.flatnonzero(places >= 0)
        places = places[owner]
        all_places, all_owners = [places], [owner]
        while len(places):  # the same key again, for another record
            after = np.minimum(places + 1, len(self.main) - 1)
            further = np.flatnonzero((self.main[after] == self.main[places]) & (after > places))
            places, owner = after[further], owner[further]
            keys = asked.keys[owner]
            same = places < self.prefix[(keys >> np.uint64(64 - self.bits)) + np.uint64(1)]
            same &= self.tail[places] == keys & self._tail_mask
            places, owner = places[same], owner[same]
            all_places.append(places)
            all_owners.append(owner)
        places, owner = np.concatenate(all_places), np.concatenate(all_owners)
        live = ~self._removed(places)
        return places[live], owner[live]

    def drop(self, places: Ints) -> None:
        """Remove the entries at ``places``, in force with the next question."""
        fresh = np.unique(places[~self._removed(places)])
        if not len(fresh):
            return
        if self.removed is None:
            self.removed = np.zeros(len(self.main) // 8 + 1, dtype=np.uint8)
        np.bitwise_or.at(self.removed, fresh >> 3, np.left_shift(1, fresh & 7).astype(np.uint8))
        self.gone += len(fresh)

    def _removed(self, places: Ints) -> NDArray[np.bool_]:
        if self.removed is None:
            return np.zeros(len(places), dtype=np.bool_)
        bit = self.removed[places >> 3] >> (places & 7).astype(np.uint8)
        return np.asarray(bit & 1, dtype=np.bool_)

    @property
    def _tail_mask(self) -> np.uint64:
        return np.uint64((1 << int(self._rest)) - 1)

    def _seek(self, asked: Packed, *, fast: bool) -> Ints:
        """Return the first place of each key asked, -1 where it is not."""
        found = np.full(len(asked.keys), -1, dtype=np.int64)
        if not len(self.main):
            return found
        loops = kernels.compiled() if fast else None
        if loops is None:
            self._seek_plainly(asked, found)
        else:
            where = (self.prefix, self.main, self.tail)
            loops.seek(
                kernels.fixed(asked.keys), kernels.fixed(asked.state), self.bits,
                *(kernels.fixed(x) for x in where), found,
            )  # fmt: skip
        return found

    def _seek_plainly(self, asked: Packed, found: Ints) -> None:
        # In the order of the keys, so that neighbours in the table are read together.
        which = np.flatnonzero(asked.state == kernels.PACKED)
        which = which[np.argsort(asked.keys[which])]
        keys = asked.keys[which]
        shelf = (keys >> np.uint64(64 - self.bits)).astype(np.int64)
        low, end = self.prefix[shelf].astype(np.int64), self.prefix[shelf + 1].astype(np.int64)
        wanted, rest = (keys >> self._rest).astype(np.uint32), keys & self._tail_mask
        high = end
        while (low < high).any():
            middle = np.minimum((low + high) >> 1, len(self.main) - 1)
            less = (self.main[middle] < wanted) & (low < high)
            low, high = np.where(less, middle + 1, low), np.where(less, high, middle)
        while len(low):
            inside = np.flatnonzero(low < end)
            inside = inside[self.main[low[inside]] == wanted[inside]]
            low, end, wanted, rest = low[inside], end[inside], wanted[inside], rest[inside]
            which = which[inside]
            hit = self.tail[low] == rest
            found[which[hit]] = low[hit]
            low, end, wanted, rest, which = (x[~hit] for x in (low + 1, end, wanted, rest, which))


def _filled(most: int, part: Callable[[int, int], Rows]) -> Table:
    """Return the table of at most ``most`` rows that ``part(number, parts)`` gives, in order."""
    bits = min(MOST_BITS, max(FEWEST_BITS, most.bit_length() - 2))
    parts = 1 if most <= _SMALL else _PARTS
    rest = 32 - bits
    counts = np.zeros((1 << bits) + 1, dtype=np.uint32)
    table = Table(
        counts,
        np.empty(most, dtype=np.uint32),
        np.empty(most, dtype=np.min_scalar_type((1 << rest) - 1)),
        np.empty(most, dtype=np.uint32),
        np.empty(most, dtype=np.uint8),
    )
    at = 0
    for number in range(parts):
        keys, records = _sorted(*part(number, parts))
        span = slice(at, at + len(keys))
        table.main[span] = keys >> np.uint64(rest)
        table.tail[span] = keys & np.uint64((1 << rest) - 1)
        table.record_low[span] = records & 0xFFFFFFFF
        table.record_high[span] = records >> 32
        shelf = (keys >> np.uint64(64 - bits)).astype(np.int64)
        first, last = ((x << bits) // parts for x in (number, number + 1))
        counts[first + 1 : last + 1] = np.bincount(shelf - first, minlength=last - first)
        at = span.stop
    np.cumsum(counts, out=counts)
    return Table(
        counts, table.main[:at], table.tail[:at], table.record_low[:at], table.record_high[:at]
    )


def _sorted(keys: Keys, records: Ints) -> Rows:
    """Return the rows by key and record, each once."""
    order = np.argsort(keys)
    keys, records = keys[order], records[order]
    same = keys[1:] == keys[:-1]
    if not same.any():
        return keys, records
    tied = np.zeros(len(keys), dtype=np.bool_)
    tied[1:] |= same
    tied[:-1] |= same
    places = np.flatnonzero(tied)
    records[places] = records[places][np.lexsort((records[places], keys[places]))]
    again = np.zeros(len(keys), dtype=np.bool_)
    again[1:] = same & (records[1:] == records[:-1])
    return keys[~again], records[~again]
