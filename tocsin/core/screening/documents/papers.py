"""Documents as columns: the numbers end to end, issuers and types as codes of the few there are.

Made from a list of :class:`Document`, from lists of text or, without a copy, from Arrow columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]


class Document(NamedTuple):
    """One document: its number as printed, who issued it and what it is, "" where not stated."""

    number: str
    issuer: str = ""
    type: str = ""


@dataclass(frozen=True)
class Texts:
    """Texts in UTF-8, end to end."""

    start: NDArray[np.signedinteger[Any]]
    letters: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.start) - 1

    def __getitem__(self, number: int) -> str:
        letters = self.letters[self.start[number] : self.start[number + 1]]
        return bytes(letters).decode("utf-8", "replace")


@dataclass(frozen=True)
class Coded:
    """A column in which few values repeat: a code for each row, and what the codes stand for."""

    codes: Codes
    values: Sequence[str]

    def __getitem__(self, number: int) -> str:
        return self.values[int(self.codes[number])]


@dataclass(frozen=True)
class Papers:
    """Documents, column by column."""

    numbers: Texts
    issuers: Coded
    types: Coded

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Papers":
        """Return ``documents`` as columns."""
        rows = list(documents)
        numbers, issuers, types = zip(*rows, strict=True) if rows else ((), (), ())
        return cls.of_lists(numbers, issuers, types)

    @classmethod
    def of_lists(
        cls,
        numbers: Sequence[str],
        issuers: Sequence[str] | None = None,
        types: Sequence[str] | None = None,
    ) -> "Papers":
        """Return lists of equal length as columns; a column left out is stated nowhere."""
        encoded = [x.encode("utf-8", "replace") for x in numbers]
        start = np.zeros(len(encoded) + 1, dtype=np.int64)
        np.cumsum([len(x) for x in encoded], out=start[1:])
        texts = Texts(start, np.frombuffer(b"".join(encoded), dtype=np.uint8))
        return cls(texts, _coded(issuers, len(encoded)), _coded(types, len(encoded)))

    @classmethod
    def of_arrow(cls, numbers: Any, issuers: Any = None, types: Any = None) -> "Papers":
        """Return Arrow arrays of text as columns; the numbers are not copied."""
        count = len(numbers)
        return cls(_arrow_texts(numbers), _arrow_coded(issuers, count), _arrow_coded(types, count))

    def __len__(self) -> int:
        return len(self.numbers)

    def __getitem__(self, number: int) -> Document:
        return Document(self.numbers[number], self.issuers[number], self.types[number])


def _coded(values: Sequence[str] | None, count: int) -> Coded:
    if values is None:
        return Coded(np.zeros(count, dtype=np.int32), [""])
    known: dict[str, int] = {}
    codes = np.array([known.setdefault(x, len(known)) for x in values], dtype=np.int32)
    return Coded(codes, list(known))


def _arrow_texts(column: Any) -> Texts:
    import pyarrow as pa

    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if column.null_count:
        column = column.fill_null("")
    large = pa.types.is_large_string(column.type)
    if not (large or pa.types.is_string(column.type)):
        column = column.cast(pa.string())
    _valid, starts, letters = column.buffers()
    kind: type[np.signedinteger[Any]] = np.int64 if large else np.int32
    if starts is None or not len(column):
        return Texts(np.zeros(len(column) + 1, dtype=np.int64), np.zeros(0, dtype=np.uint8))
    start = np.frombuffer(
        starts, dtype=kind, count=len(column) + 1, offset=column.offset * (8 if large else 4)
    )
    whole = np.zeros(0, dtype=np.uint8) if letters is None else np.frombuffer(letters, np.uint8)
    return Texts(start, whole)


def _arrow_coded(column: Any, count: int) -> Coded:
    import pyarrow as pa

    if column is None:
        return _coded(None, count)
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if column.null_count:
        column = column.cast(pa.string()).fill_null("")
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    codes = column.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
    return Coded(codes, [x or "" for x in column.dictionary.to_pylist()])
