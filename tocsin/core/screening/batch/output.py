"""The hits of all shards put together in one file: JSON lines, CSV or Parquet, by extension.

The file is written beside its place and moved there when complete.
"""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.cells import csv_lines

COLUMNS = ("query", "match", "score", "verdict", "reasons")
_ROWS_AT_A_TIME = 10_000


def check_target(path: Path) -> None:
    """Raise InvalidInput if hits cannot be written to ``path``, before any work is done."""
    if path.suffix.lower() == ".parquet":
        _pyarrow(path)
    if not path.parent.is_dir():
        raise InvalidInput("There is no such folder.", place=str(path.parent))


def assemble(shards: Iterable[Path], target: Path) -> None:
    """Write the lines of ``shards``, in order, to ``target`` in the form its name asks for."""
    writers: dict[str, Callable[[Iterator[str], Path], None]] = {
        ".csv": _csv,
        ".parquet": _parquet,
    }
    write = writers.get(target.suffix.lower(), _jsonl)
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        write(_lines(shards), partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _lines(shards: Iterable[Path]) -> Iterator[str]:
    for shard in shards:
        with shard.open(encoding="utf-8", newline="\n") as file:
            yield from file


def _jsonl(lines: Iterator[str], target: Path) -> None:
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(lines)


def _csv(lines: Iterator[str], target: Path) -> None:
    def rows() -> Iterator[list[object]]:
        for line in lines:
            hit = json.loads(line)
            reasons = json.dumps(hit["reasons"], ensure_ascii=False)
            yield [hit["query"], hit["match"], repr(hit["score"]), hit["verdict"], reasons]

    with target.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(COLUMNS, rows()))


def _pyarrow(path: Path) -> Any:
    try:
        import pyarrow.parquet
    except ImportError:
        raise InvalidInput(
            "Parquet needs the extra 'parquet': install tocsin[parquet].", place=str(path)
        ) from None
    return pyarrow


def _parquet(lines: Iterator[str], target: Path) -> None:
    pa = _pyarrow(target)
    reason = pa.struct(
        [
            ("feature", pa.string()),
            ("weight", pa.float64()),
            ("query", pa.string()),
            ("match", pa.string()),
        ],
    )
    schema = pa.schema(
        [
            ("query", pa.string()),
            ("match", pa.string()),
            ("score", pa.float64()),
            ("verdict", pa.string()),
            ("reasons", pa.list_(reason)),
        ],
    )
    with pa.parquet.ParquetWriter(target, schema) as writer:
        rows: list[dict[str, Any]] = []
        for line in lines:
            rows.append(json.loads(line))
            if len(rows) >= _ROWS_AT_A_TIME:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema=schema))
