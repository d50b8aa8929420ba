"""The documents whose numbers are too long or strange to pack, kept as text and found exactly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from tocsin.core.screening.documents.papers import Document, Ints, Texts

Rows = list[tuple[str, int]]


def text_of(document: Document) -> str:
    """Return a canonical document as one text; its parts hold no sign that parts them here."""
    return "\t".join(document)


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


@dataclass
class TextTable:
    """Texts and the records they point to, by hash; the text itself is compared."""

    hashes: NDArray[np.uint64]
    texts: Texts
    record_values: Ints
    removed: set[int] = field(default_factory=set)

    @classmethod
    def build(cls, rows: Rows) -> "TextTable":
        """File each pair of text and record once."""
        ordered = sorted({(_hash(text), text, record) for text, record in rows})
        letters = [text.encode() for _, text, _ in ordered]
        start = np.zeros(len(letters) + 1, dtype=np.int64)
        np.cumsum([len(x) for x in letters], out=start[1:])
        return cls(
            np.array([x for x, _, _ in ordered], dtype=np.uint64),
            Texts(start, np.frombuffer(b"".join(letters), dtype=np.uint8)),
            np.array([x for _, _, x in ordered], dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.hashes) - len(self.removed)

    @property
    def size(self) -> int:
        """Bytes of all of it."""
        letters, start = self.texts.letters.nbytes, self.texts.start.nbytes
        return self.hashes.nbytes + self.record_values.nbytes + letters + start

    def rows(self) -> Rows:
        """Return all that is not removed."""
        places = [x for x in range(len(self.hashes)) if x not in self.removed]
        return [(self.texts[x], int(self.record_values[x])) for x in places]

    def find(self, asked: Mapping[int, Document]) -> tuple[Ints, Ints]:
        """(place, key in ``asked``) for every entry that is here and not removed."""
        places: list[int] = []
        owners: list[int] = []
        if not len(self.hashes):
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        for owner, document in asked.items():
            text = text_of(document)
            wanted = np.uint64(_hash(text))
            place = int(np.searchsorted(self.hashes, wanted))
            while place < len(self.hashes) and self.hashes[place] == wanted:
                if place not in self.removed and self.texts[place] == text:
                    places.append(place)
                    owners.append(owner)
                place += 1
        return np.array(places, dtype=np.int64), np.array(owners, dtype=np.int64)

    def records(self, places: Ints) -> Ints:
        """Return the records at ``places``."""
        return self.record_values[places]

    def drop(self, places: Ints) -> None:
        """Remove the entries at ``places``."""
        self.removed.update(places.tolist())
