"""A list of documents that is asked while it changes: one large table, small newer ones beside it.

What is removed is never found again, from that call on; what is added is found by the next.
"""

from collections.abc import Iterable
from os import PathLike
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import InvalidInput, MalformedFile, NotFound
from tocsin.core.screening import arrays
from tocsin.core.screening.documents import kernels
from tocsin.core.screening.documents.packing import Keys, Packed, pack
from tocsin.core.screening.documents.papers import Document, Ints, Papers, Texts
from tocsin.core.screening.documents.table import MOST_KEYS, Table
from tocsin.core.screening.documents.texts import TextTable, text_of
from tocsin.core.sentences import say

MOST_RECORDS = 1 << 40
_MERGE_RATIO = 4  # a newer table joins an older one that is less than so many times larger
_MAGIC = b"TOCSIN-PAPERS-1\n"
_WHAT = say("list of documents")


class DocumentBlock(Protocol):
    """What an index of persons asks of documents: which records carry these."""

    def find(self, papers: Papers) -> tuple[Ints, Ints]:
        """(record, which of ``papers``) for every record of each."""


class Layer(NamedTuple):
    """Documents that were filed at one time: those that pack, and the others."""

    table: Table
    texts: TextTable

    def __len__(self) -> int:
        return len(self.table) + len(self.texts)

    def find(self, asked: Packed, *, fast: bool) -> tuple[Ints, Ints]:
        """(record, which of the documents asked) for every entry that is here."""
        places, owners = self.table.find(asked, fast=fast)
        records = self.table.records(places)
        if not asked.texts:
            return records, owners
        places, others = self.texts.find(asked.texts)
        more = self.texts.records(places)
        return np.concatenate([records, more]), np.concatenate([owners, others])

    def drop(self, asked: Packed, record: int | None) -> int:
        """Remove the entries of the documents asked, or those for one record; say how many."""
        gone = 0
        places, _ = self.table.find(asked, fast=False)
        chosen = places if record is None else places[self.table.records(places) == record]
        self.table.drop(chosen)
        gone += len(chosen)
        places, _ = self.texts.find(asked.texts)
        chosen = places if record is None else places[self.texts.records(places) == record]
        self.texts.drop(chosen)
        return gone + len(chosen)


class DocumentList:
    """Documents to be found, each with the number of the record that tells of it.

    ``version`` counts the changes, or follows a numbered feed of them.
    """

    def __init__(self, layers: Iterable[Layer] = (), version: int = 0) -> None:
        self.layers = tuple(layers)
        self.version = version

    @classmethod
    def build(cls, parts: Iterable[Papers], *, version: int = 0) -> "DocumentList":
        """Return a list of all documents in ``parts``; a record is a place in them all.

        Raises InvalidInput naming the place of a document without a number.
        """
        keys: list[Keys] = []
        places: list[Ints | range] = []
        texts: list[tuple[str, int]] = []
        count = 0
        for papers in parts:
            packed = _packed(papers, count)
            mine = np.flatnonzero(packed.state == kernels.PACKED)
            keys.append(packed.keys[mine])
            whole = len(mine) == len(papers)
            places.append(range(count, count + len(papers)) if whole else mine + count)
            texts += [(text_of(x), count + at) for at, x in packed.texts.items()]
            count += len(papers)
        _check_count(count)
        joined = _joined(keys, np.uint64)
        keys.clear()
        records = _joined([np.asarray(x) for x in places], np.int64) if texts else None
        return cls([Layer(Table.build(joined, records), TextTable.build(texts))], version)

    @classmethod
    def open(cls, path: str | PathLike[str]) -> "DocumentList":
        """Return a saved list, memory-mapped: several processes share one copy of it.

        Raises MalformedFile if ``path`` is not a complete saved list.
        """
        found, header = arrays.read(path, _MAGIC, _WHAT)
        try:
            table = Table(**{name: found[f"table.{name}"] for name in _TABLE})
            start, letters, hashes, records = (found[f"texts.{name}"] for name in _TEXTS)
            layer = Layer(table, TextTable(hashes, Texts(start, letters), records))
            return cls([layer], int(header["version"]))
        except (KeyError, TypeError, ValueError) as error:
            raise MalformedFile(
                "The saved {what} is damaged.", what=_WHAT, place=str(path)
            ) from error

    def save(self, path: str | PathLike[str]) -> None:
        """Write the list as it is now to one file, whole or not at all."""
        self.layers = (_one(self.layers),)
        table, texts = self.layers[0]
        found: dict[str, NDArray[Any]] = {f"table.{x}": getattr(table, x) for x in _TABLE}
        values: tuple[NDArray[Any], ...] = (
            texts.texts.start, texts.texts.letters, texts.hashes, texts.record_values,
        )  # fmt: skip
        found |= {f"texts.{x}": array for x, array in zip(_TEXTS, values, strict=True)}
        arrays.write(path, _MAGIC, found, {"version": self.version})

    def __len__(self) -> int:
        return sum(len(layer) for layer in self.layers)

    @property
    def size(self) -> int:
        """Bytes of all keys, the records left out."""
        return sum(layer.table.size + layer.texts.size for layer in self.layers)

    def add(self, document: Document, record: int, *, version: int | None = None) -> None:
        """Add ``document`` as told of by ``record``; nothing happens if that is known already."""
        self.add_many(Papers.of([document]), np.array([record]), version=version)

    def add_many(self, papers: Papers, records: Ints, *, version: int | None = None) -> None:
        """:meth:`add` each of ``papers`` for the record beside it. Raises InvalidInput."""
        if len(records) and not 0 <= records.min() <= records.max() < MOST_RECORDS:
            raise InvalidInput(
                "A record is a number below {most:,}.",
                most=MOST_RECORDS,
                place="record",
            )
        packed = _packed(papers, 0)
        known, owners = self._find(packed, len(papers))
        fresh = np.ones(len(papers), dtype=np.bool_)
        fresh[owners[known == records[owners]]] = False
        mine = np.flatnonzero((packed.state == kernels.PACKED) & fresh)
        texts = [(text_of(x), int(records[at])) for at, x in packed.texts.items() if fresh[at]]
        _check_count(len(self) + len(papers))
        new = Layer(Table.build(packed.keys[mine], records[mine]), TextTable.build(texts))
        layers = list(self.layers)
        while layers and len(layers[-1]) < _MERGE_RATIO * len(new):
            new = _one((layers.pop(), new))
        self.layers = (*layers, new) if len(new) else tuple(layers)
        self.version = self.version + 1 if version is None else version

    def remove(
        self, document: Document, record: int | None = None, *, version: int | None = None
    ) -> None:
        """Remove ``document``, or what one record says of it, at once. Raises NotFound."""
        packed = pack(Papers.of([document]))
        if not sum(layer.drop(packed, record) for layer in self.layers):
            raise NotFound("The list does not hold this document.")
        self.version = self.version + 1 if version is None else version

    def find(self, papers: Papers) -> tuple[Ints, Ints]:
        """(record, which of ``papers``) for every record of each, in the order of ``papers``."""
        self._settle(len(papers))
        return self._find(pack(papers, fast=kernels.worth(len(papers))), len(papers))

    def holds(self, papers: Papers) -> NDArray[np.bool_]:
        """Tell of each of ``papers`` whether it is listed."""
        self._settle(len(papers))
        fast = kernels.worth(len(papers))
        packed = pack(papers, fast=fast)
        found = np.zeros(len(papers), dtype=np.bool_)
        for layer in self.layers:
            found |= layer.table.holds(packed, fast=fast)
            found[layer.texts.find(packed.texts)[1]] = True
        return found

    def _settle(self, asked: int) -> None:
        """Make one of the newer layers if so many questions come that it repays the work."""
        newer = self.layers[1:]
        if len(newer) > 1 and sum(map(len, newer)) < asked:
            self.layers = (self.layers[0], _one(newer))

    def _find(self, packed: Packed, count: int) -> tuple[Ints, Ints]:
        parts = [layer.find(packed, fast=kernels.worth(count)) for layer in self.layers]
        records = _joined([x for x, _ in parts], np.int64)
        owners = _joined([x for _, x in parts], np.int64)
        if (owners[1:] > owners[:-1]).all():
            return records, owners
        order = np.lexsort((records, owners))
        return records[order], owners[order]


_TABLE = ("prefix", "main", "tail", "record_low", "record_high")
_TEXTS = ("start", "letters", "hashes", "records")


def _one(layers: tuple[Layer, ...]) -> Layer:
    """Return ``layers`` as one, without what is removed."""
    if len(layers) == 1 and not layers[0].table.gone and not layers[0].texts.removed:
        return layers[0]
    rows = [row for layer in layers for row in layer.texts.rows()]
    return Layer(Table.merged([layer.table for layer in layers]), TextTable.build(rows))


def _packed(papers: Papers, before: int) -> Packed:
    packed = pack(papers, fast=kernels.worth(len(papers)))
    empty = np.flatnonzero(packed.state == kernels.EMPTY)
    if len(empty):
        raise InvalidInput("A number is required.", place=f"document {before + int(empty[0]) + 1}")
    return packed


def _check_count(count: int) -> None:
    if count > MOST_KEYS:
        raise InvalidInput(
            "A list holds at most {most:,} documents.", most=MOST_KEYS, place="documents"
        )


def _joined(parts: list[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=kind), *parts]).astype(kind, copy=False)
