"""A saved index: one file of arrays, mapped into memory when it is opened."""

from os import PathLike

from tocsin.core.errors import MalformedFile
from tocsin.core.screening import arrays
from tocsin.core.screening.segment import Segment
from tocsin.core.sentences import say

_MAGIC = b"TOCSIN-INDEX-6\n\n"


def write(path: str | PathLike[str], segment: Segment, version: int) -> None:
    """Write ``segment`` to ``path``, replacing what is there only when all is on disk."""
    class_sets = [sorted(x, key=str) for x in segment.class_sets]
    about = {"version": version, "class_sets": class_sets}
    arrays.write(path, _MAGIC, segment.arrays, about)


def read(path: str | PathLike[str]) -> tuple[Segment, int]:
    """(segment, version) of a saved index, its arrays mapped into memory and read-only.

    Raises MalformedFile if the file is no index or is not complete.
    """
    found, header = arrays.read(path, _MAGIC, say("index"))
    try:
        return Segment(found, header["class_sets"]), int(header["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise MalformedFile("The saved index is damaged.", place=str(path)) from error
