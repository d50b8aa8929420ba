"""Persons in Parquet files, as columns of text where the columns are plain, else row by row."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import InvalidInput, MalformedFile
from tocsin.core.screening.batch.plain import ONE_TEXT, Items, Roles, parquet_row, roles_of

BETWEEN = "\x1f"  # parts the texts of a list that lies in one cell
_AT_A_TIME = 4096


@dataclass(frozen=True)
class Layout:
    """What the columns that are read mean, and which of them hold lists."""

    columns: list[int]
    roles: Roles
    lists: frozenset[int]


class _Place:
    """How many rows have been read, for the error that says where a file ends."""

    rows = 0


@contextmanager
def _reading(path: Path) -> Iterator[tuple[Any, _Place]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise InvalidInput(
            "Parquet needs the extra 'parquet': install tocsin[parquet].", place=str(path)
        ) from None
    place = _Place()
    try:
        with pq.ParquetFile(path) as file:
            yield file, place
    except (pa.ArrowException, OSError) as problem:
        raise MalformedFile(
            "This is not a whole Parquet file: {reason}",
            reason=str(problem)[:160],
            place=f"row {place.rows + 1}",
        ) from None


def items(path: Path) -> Items:
    """Yield the place and plain person of each row. Raises MalformedFile where the file ends."""
    with _reading(path) as (file, place):
        roles = roles_of(file.schema_arrow.names)
        for batch in file.iter_batches(batch_size=_AT_A_TIME):
            for values in _rows(batch):
                place.rows += 1
                yield f"row {place.rows}", parquet_row(roles, values)


def layout_of(path: Path) -> Layout | None:
    """Return the layout of a file whose columns are plain, None for any other."""
    with _reading(path) as (file, _):
        schema = file.schema_arrow
        roles = roles_of(schema.names)
        known = [at for at, role in enumerate(roles) if role is not None]
        kinds = [_kind(schema.field(at).type) for at in known]
        plain = None not in kinds and len(set(schema.names)) == len(schema.names)
        lists = frozenset(at for at, kind in enumerate(kinds) if kind == "list")
        found = [roles[at] for at in known]
        single = all(found[at] not in ONE_TEXT for at in lists) and found.count("id") == 1
    return Layout(known, found, lists) if plain and single else None


def read(path: Path, layout: Layout, most: int) -> Iterator[tuple[Any, bool]]:
    """Yield columns of texts, True; or where cells want a closer look, plain persons, False."""
    with _reading(path) as (file, place):
        names = [file.schema_arrow.names[at] for at in layout.columns]
        for batch in file.iter_batches(batch_size=most, columns=names):
            ordered = batch.select(names)
            cells = _cells(ordered, layout)
            if cells is None:
                yield [parquet_row(layout.roles, x) for x in _rows(ordered)], False
            else:
                yield cells, True
            place.rows += len(batch)


def _rows(batch: Any) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _kind(kind: Any) -> str | None:
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return "list" if _is_text(kind.value_type) else None
    plain = _is_text(kind) or pa.types.is_date32(kind) or pa.types.is_integer(kind)
    return "text" if plain else None


def _is_text(kind: Any) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _cells(batch: Any, layout: Layout) -> Any:
    """Return the columns as texts, lists joined; None where a text or gap would be lost by that."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = []
    for at, column in enumerate(batch.columns):
        texts = column
        if at in layout.lists:
            inner = column.flatten()
            if inner.null_count or pc.any(pc.match_substring(inner, BETWEEN)).as_py():
                return None
            texts = pc.binary_join(column, BETWEEN)
        # Encoded, so that what stands in many rows is sent to another process once.
        plain = texts.cast(pa.string()).fill_null("")
        found.append(plain if layout.roles[at] == "id" else plain.dictionary_encode())
    return pa.RecordBatch.from_arrays(found, batch.schema.names)


def rows_of(batch: Any) -> list[tuple[str, ...]]:
    """Return the rows of columns of texts."""
    return list(zip(*(column.to_pylist() for column in batch.columns), strict=True))


class Texts(Sequence[str]):
    """A column of texts, read one by one where they are asked for."""

    def __init__(self, column: Any) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, at: Any) -> Any:
        """Return one text without blanks round it."""
        return self._column[at].as_py().strip()

    def are_visible(self) -> bool:
        """Tell whether each holds a plain sign that can be seen; False where that is not sure."""
        import pyarrow.compute as pc

        return bool(pc.all(pc.match_substring_regex(self._column, "[!-~]")).as_py())


def encoded(column: Any) -> tuple[NDArray[np.int64], list[str]]:
    """Return for each row of a column which of its distinct texts stands there, and these."""
    return column.indices.to_numpy().astype(np.int64), column.dictionary.to_pylist()
