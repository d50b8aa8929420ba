"""The program that reads a Parquet file apart from everything else and tells it as JSON lines.

Run by ``reading`` with the file as an open descriptor. It says the columns, is told which are
wanted, says a line for each row, then ``"end"``; a fault is an object with a sentence and a place.
It imports nothing of this package, so that it can be run by its path alone.
"""

import datetime as dt
import json
import os
import resource
import sys
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

_BATCH = 1024


def _say(something: object) -> None:
    sys.stdout.write(json.dumps(something) + "\n")


def _fault(kind: str, sentence: object, place: str) -> None:
    _say({"fault": kind, "sentence": sentence, "place": place})


def _too_large(metadata: Any, rows: int, column_limit: int) -> tuple[object, str] | None:
    if metadata.num_rows > rows:
        return {"say": "more than {most:,} rows", "facts": {"most": rows}}, "file"
    for group in range(metadata.num_row_groups):
        described = metadata.row_group(group)
        for column in range(described.num_columns):
            if described.column(column).total_uncompressed_size > column_limit:
                sentence = {
                    "say": "a column would unpack past {most:,} bytes: write smaller groups",
                    "facts": {"most": column_limit},
                }
                return sentence, f"row group {group + 1}"
    return None


def _cell(value: object) -> object:
    """Return a cell as text, a list of texts, nothing, or what is wrong with it."""
    if isinstance(value, list):
        texts = [_cell(one) for one in value]
        wrong = [one for one in texts if isinstance(one, dict)]
        return wrong[0] if wrong else [one for one in texts if one is not None]
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return {"wrong": "must be text, a date or a list of texts"}


def _value(scalar: Any) -> object:
    try:
        return _cell(scalar.as_py())
    except (ValueError, OverflowError):
        return {"wrong": "is a date outside any calendar"}


def _values(column: Any) -> list[object]:
    try:
        return [_cell(value) for value in column.to_pylist()]
    except (ValueError, OverflowError):
        # Some value has no Python form: one by one, so that only its row is refused.
        return [_value(scalar) for scalar in column]


def _tell(file: Any) -> None:
    _say({"columns": list(file.schema_arrow.names)})
    sys.stdout.flush()
    wanted = json.loads(sys.stdin.readline())
    for batch in file.iter_batches(batch_size=_BATCH, columns=wanted, use_threads=False):
        batch.validate(full=True)
        columns = [_values(batch.column(name)) for name in wanted]
        for row in zip(*columns, strict=True):
            _say(row)
    _say("end")


def main() -> None:
    """Read the file that is open as the given descriptor, within the given limits."""
    told = json.loads(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (told["memory"], told["memory"]))
    try:
        with os.fdopen(told["file"], "rb") as source:
            file = pq.ParquetFile(pa.PythonFile(source, mode="r"))
            large = _too_large(file.metadata, told["rows"], told["column"])
            if large:
                _fault("large", *large)
            else:
                _tell(file)
    except (pa.ArrowException, OSError, ValueError, KeyError, MemoryError) as problem:
        _fault("malformed", " ".join(str(problem).split())[:160], "file")


if __name__ == "__main__":
    main()
