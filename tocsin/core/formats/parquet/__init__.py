"""Parquet tables of persons, with the same column names as CSV; needs the extra ``parquet``.

The library that reads Parquet trusts its input: a damaged file can end the whole process. So the
file is read in a process of its own, with a ceiling on memory; if that dies, the file is refused.
"""

from tocsin.core.formats.parquet.reading import read_parquet

__all__ = ["read_parquet"]
