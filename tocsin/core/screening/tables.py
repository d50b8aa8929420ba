"""The small tables shipped beside this code, read once: frequencies, equivalents, readings, lists.

Each is a tab-separated UTF-8 file in ``data/``; lines beginning with # are remarks.
"""

from functools import cache
from importlib.resources import files


def lines(name: str) -> list[list[str]]:
    """Return the rows of ``data/<name>.tsv``, remarks and blank lines left out."""
    text = (files("tocsin.core.screening") / "data" / f"{name}.tsv").read_text(encoding="utf-8")
    return [x.split("\t") for x in text.splitlines() if x and not x.startswith("#")]


@cache
def table(name: str) -> dict[str, list[str]]:
    """Return a table of two columns: key, and values parted by spaces."""
    return {row[0]: row[1].split() for row in lines(name)}


@cache
def words(name: str) -> frozenset[str]:
    """All words of a table, keys and values alike."""
    return frozenset(word for row in lines(name) for cell in row for word in cell.split())
