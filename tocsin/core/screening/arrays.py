"""Arrays with names in one file: a header that says where each lies, then the arrays.

Written beside its place and moved there when complete, so a reader never meets half of one; mapped
into memory when read, so that several processes share one copy.
"""

import json
import mmap
import os
from collections.abc import Mapping
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import MalformedFile
from tocsin.core.sentences import say

Arrays = Mapping[str, NDArray[Any]]
_ALIGNMENT = 64


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def write(
    path: str | PathLike[str], magic: bytes, arrays: Arrays, about: Mapping[str, object]
) -> None:
    """Write ``arrays`` to ``path``, replacing what is there only when all is on disk.

    ``about`` is what else a reader must know, as plain JSON.
    """
    target = Path(path)
    places, at = {}, 0
    for name, array in arrays.items():
        places[name] = [array.dtype.str, list(array.shape), at]
        at += _aligned(array.nbytes)
    header = json.dumps({**about, "arrays": places, "bytes": at}).encode()
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            file.write(magic + len(header).to_bytes(8, "little") + header)
            file.write(bytes(_aligned(file.tell()) - file.tell()))
            for array in arrays.values():
                if array.size:
                    file.write(np.ascontiguousarray(array).data)
                file.write(bytes(_aligned(array.nbytes) - array.nbytes))
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def read(
    path: str | PathLike[str], magic: bytes, what: str
) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """(arrays, what was said about them), the arrays mapped into memory and read-only.

    Raises MalformedFile if the file is no ``what`` or is not complete.
    """
    source = Path(path)
    with source.open("rb") as file:
        if source.stat().st_size < len(magic) + 8:
            raise MalformedFile("This is not a saved {what}.", what=say(what), place=str(source))
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if memory[: len(magic)] != magic:
        raise MalformedFile("This is not a saved {what}.", what=say(what), place=str(source))
    length = int.from_bytes(memory[len(magic) : len(magic) + 8], "little")
    begin = len(magic) + 8
    try:
        header = json.loads(memory[begin : begin + length])
        places, total = header["arrays"], int(header["bytes"])
        base = _aligned(begin + length)
        if base + total != len(memory):
            raise MalformedFile("The saved {what} is cut short.", what=say(what), place=str(source))
        arrays = {name: _mapped(memory, base, *place) for name, place in places.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MalformedFile(
            "The saved {what} is damaged.", what=say(what), place=str(source)
        ) from error
    return arrays, header


def _mapped(memory: mmap.mmap, base: int, kind: str, shape: list[int], at: int) -> NDArray[Any]:
    count = int(np.prod(shape))
    return np.frombuffer(memory, dtype=np.dtype(kind), count=count, offset=base + at).reshape(shape)
