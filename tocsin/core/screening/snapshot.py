"""A saved index: one file, a header that says where each array lies, then the arrays.

Written beside its place and moved there when complete, so a reader never meets half of one.
"""

import json
import mmap
import os
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import MalformedFile
from tocsin.core.screening.segment import Segment

_MAGIC = b"TOCSIN-INDEX-1\n\n"
_ALIGNMENT = 64


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def write(path: str | PathLike[str], segment: Segment, version: int) -> None:
    """Write ``segment`` to ``path``, replacing what is there only when all is on disk."""
    target = Path(path)
    places, at = {}, 0
    for name, array in segment.arrays.items():
        places[name] = [array.dtype.str, list(array.shape), at]
        at += _aligned(array.nbytes)
    header = json.dumps(
        {
            "version": version,
            "arrays": places,
            "bytes": at,
            "class_sets": [sorted(x, key=str) for x in segment.class_sets],
        },
    ).encode()
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            file.write(_MAGIC + len(header).to_bytes(8, "little") + header)
            file.write(bytes(_aligned(file.tell()) - file.tell()))
            for array in segment.arrays.values():
                file.write(np.ascontiguousarray(array).tobytes())
                file.write(bytes(_aligned(array.nbytes) - array.nbytes))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def read(path: str | PathLike[str]) -> tuple[Segment, int]:
    """(segment, version) of a saved index, its arrays mapped into memory and read-only.

    Raises MalformedFile if the file is no index or is not complete.
    """
    source = Path(path)
    with source.open("rb") as file:
        if source.stat().st_size < len(_MAGIC) + 8:
            raise MalformedFile("This is not a saved index.", place=str(source))
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if memory[: len(_MAGIC)] != _MAGIC:
        raise MalformedFile("This is not a saved index.", place=str(source))
    length = int.from_bytes(memory[len(_MAGIC) : len(_MAGIC) + 8], "little")
    begin = len(_MAGIC) + 8
    try:
        header = json.loads(memory[begin : begin + length])
        places, total, version = header["arrays"], int(header["bytes"]), int(header["version"])
        base = _aligned(begin + length)
        if base + total != len(memory):
            raise MalformedFile("The saved index is cut short.", place=str(source))
        arrays = {name: _mapped(memory, base, *place) for name, place in places.items()}
        return Segment(arrays, header["class_sets"]), version
    except (ValueError, KeyError, TypeError) as error:
        raise MalformedFile("The saved index is damaged.", place=str(source)) from error


def _mapped(memory: mmap.mmap, base: int, kind: str, shape: list[int], at: int) -> NDArray[Any]:
    count = int(np.prod(shape))
    return np.frombuffer(memory, dtype=np.dtype(kind), count=count, offset=base + at).reshape(shape)
