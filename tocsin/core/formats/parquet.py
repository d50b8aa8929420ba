"""Parquet tables of persons, with the same column names as CSV; needs the extra ``parquet``.

A column may hold text or lists of text; dates may be dates. Small batches keep memory bounded,
and a column chunk that claims to unpack past the limit is refused before it is read.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import IO, Any

from tocsin.core.errors import InvalidInput, MalformedFile, TooLarge
from tocsin.core.formats.cells import split_list
from tocsin.core.formats.delimited import person_row
from tocsin.core.formats.limits import Limits
from tocsin.core.formats.persons import Plain, column_named
from tocsin.core.formats.rows import Ids, Item, Remark, RowError

_BATCH = 1024


def _open(source: IO[bytes]) -> Any:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as problem:
        raise InvalidInput(
            "reading Parquet needs the extra 'parquet' (pip install 'tocsin[parquet]')",
            place="file",
        ) from problem
    try:
        return pq.ParquetFile(pa.PythonFile(source, mode="r"))
    except (pa.ArrowException, OSError, ValueError) as problem:
        raise MalformedFile(
            f"is not a whole Parquet file: {_short(problem)}", place="file"
        ) from problem


def _short(problem: Exception) -> str:
    return " ".join(str(problem).split())[:160]


def _check_size(metadata: Any, limits: Limits) -> None:
    if metadata.num_rows > limits.rows:
        raise TooLarge(f"more than {limits.rows:,} rows", place="file")
    for group in range(metadata.num_row_groups):
        described = metadata.row_group(group)
        for column in range(described.num_columns):
            if described.column(column).total_uncompressed_size > limits.column:
                raise TooLarge(
                    f"a column would unpack past {limits.column:,} bytes: write smaller row groups",
                    place=f"row group {group + 1}",
                )


def _texts(value: object, column: str) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [text for one in value for text in _texts(one, column)]
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return [value.isoformat()]
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InvalidInput("must be text, a date or a list of texts", place=f"column {column}")
    text = str(value).strip()
    return [text] if text else []


def _plain(roles: Sequence[str | None], values: Sequence[object]) -> Plain:
    plain = Plain()
    for role, value in zip(roles, values, strict=True):
        if role is None:
            continue
        texts = _texts(value, role)
        if role in ("id", "gender", "given", "family"):
            if len(texts) > 1:
                raise InvalidInput("must be one text", place=f"column {role}")
            setattr(
                plain, role, texts[0] if texts else ("" if role in ("given", "family") else None)
            )
        elif isinstance(value, list):
            getattr(plain, role).extend(texts)
        else:
            getattr(plain, role).extend(part for text in texts for part in split_list(text))
    return plain


def _batches(file: Any, columns: list[str]) -> Iterator[Any]:
    import pyarrow as pa

    try:
        for batch in file.iter_batches(batch_size=_BATCH, columns=columns):
            batch.validate(full=True)
            yield batch
    except (pa.ArrowException, OSError, ValueError, MemoryError) as problem:
        raise MalformedFile(f"breaks off: {_short(problem)}", place="file") from problem


def read_parquet(
    source: IO[bytes] | BufferedReader, limits: Limits, *, numbered: bool = False
) -> Iterator[Item]:
    """Yield the persons of a Parquet file from a seekable binary stream.

    Raises ``InvalidInput`` without the extra, ``MalformedFile`` and ``TooLarge`` for the file.
    """
    file = _open(source)
    _check_size(file.metadata, limits)
    columns = {name: column_named(name) for name in file.schema_arrow.names}
    roles = [role for role in columns.values() if role]
    if not {"names", "family", "given"} & set(roles):
        raise MalformedFile("no column is called 'names'", place="schema")
    if len(set(roles)) != len(roles):
        raise MalformedFile("two columns mean the same", place="schema")
    for name, role in columns.items():
        if role is None:
            yield Remark("schema", f"the column '{name[:40]}' is not known and was not read")
    ids = Ids(limits)
    number = 0
    for batch in _batches(file, [name for name, role in columns.items() if role]):
        kept = [batch.column(at) for at in range(batch.num_columns)]
        for at in range(batch.num_rows):
            number += 1
            ids.count()
            yield _row(
                roles, [column[at].as_py() for column in kept], number, ids, numbered=numbered
            )


def _row(
    roles: Sequence[str | None], values: Sequence[object], number: int, ids: Ids, *, numbered: bool
) -> Item:
    place = f"row {number}"
    try:
        plain = _plain(roles, values)
    except InvalidInput as problem:
        return RowError(place, problem.place, problem.sentence)
    return person_row(plain, place, number, ids, numbered=numbered)
