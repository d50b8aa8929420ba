"""A saved index: one file of arrays, mapped into memory when it is opened.

Persons lie in it as they were given, in every form there was: what was saved by an older Tocsin is
read from these and built anew, in memory. A border copy or the questions of the last weeks may be
such files, and nobody else has what is in them.
"""

import re
from os import PathLike
from pathlib import Path

from tocsin.core.errors import MalformedFile
from tocsin.core.screening import arrays
from tocsin.core.screening.segment import Segment, build_segment, persons_in
from tocsin.core.sentences import say

_FORM = 8
_MAGIC = b"TOCSIN-INDEX-%d\n\n"
_LONGEST_MAGIC = len(_MAGIC % 9999)


def write(path: str | PathLike[str], segment: Segment, version: int) -> None:
    """Write ``segment`` to ``path``, replacing what is there only when all is on disk."""
    class_sets = [sorted(x, key=str) for x in segment.class_sets]
    about = {"version": version, "class_sets": class_sets}
    arrays.write(path, _MAGIC % _FORM, segment.arrays, about)


def read(path: str | PathLike[str]) -> tuple[Segment, int]:
    """(segment, version) of a saved index, its arrays mapped into memory and read-only.

    Raises MalformedFile if the file is no index or is not complete.
    """
    form = _form_of(path)
    found, header = arrays.read(path, _MAGIC % form, say("index"))
    try:
        if form < _FORM:
            return build_segment(list(persons_in(found))), int(header["version"])
        return Segment.of_arrays(found, header["class_sets"]), int(header["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise MalformedFile("The saved index is damaged.", place=str(path)) from error


def _form_of(path: str | PathLike[str]) -> int:
    """Return the form that a file says it has, if there was such a form; else today's."""
    with Path(path).open("rb") as file:
        said = re.match(rb"TOCSIN-INDEX-([0-9]{1,4})\n\n", file.read(_LONGEST_MAGIC))
    return min(int(said[1]), _FORM) if said else _FORM
