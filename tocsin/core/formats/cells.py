"""Cells of a table that leave this node: what a spreadsheet would run is made plain text.

Every CSV export goes through ``csv_lines``. A cell that begins with a sign spreadsheets take for a
formula gets an apostrophe before it; ``uncell`` takes exactly that apostrophe away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

# Signs that begin a formula or a command in the spreadsheets in use, full-width forms included;
# leading white space does not stop them. An apostrophe is itself escaped, so nothing is lost.
_FORMULA = re.compile(r"'*[\s\u200b\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|'*[\t\r\n]")


def cell(value: object) -> str:
    """Return the text of a cell that no spreadsheet will take for a formula; None is empty."""
    text = "" if value is None else str(value)
    return f"'{text}" if _FORMULA.match(text) else text


def uncell(text: str) -> str:
    """Return what ``cell`` was given."""
    if text.startswith("'") and _FORMULA.match(text[1:]):
        return text[1:]
    return text


def join_list(texts: Iterable[str]) -> str:
    """Join texts by ';' for one cell; a ';' or backslash inside a text is escaped."""
    return ";".join(text.replace("\\", "\\\\").replace(";", "\\;") for text in texts)


def split_list(text: str) -> list[str]:
    """Split a cell at ';', undoing the escapes; parts are trimmed, empty ones dropped."""
    if ";" not in text and "\\" not in text:  # as nearly every cell
        plain = text.strip()
        return [plain] if plain else []
    parts = re.findall(r"(?:\\.|[^;\\]|\\$)+", text, flags=re.DOTALL)
    return [plain for part in parts if (plain := re.sub(r"\\([\\;])", r"\1", part).strip())]


def csv_lines(header: Sequence[str], table: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV table (RFC 4180, CRLF), the header first, every cell made safe."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    for values in _with(header, table):
        writer.writerow([cell(value) for value in values])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _with(
    header: Sequence[object], table: Iterable[Sequence[object]]
) -> Iterator[Sequence[object]]:
    yield header
    yield from table
