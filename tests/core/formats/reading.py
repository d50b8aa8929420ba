"""What the tests of formats share: golden files, and a file's rows sorted by what they are."""

import contextlib
from pathlib import Path

from tocsin.core.errors import MalformedFile
from tocsin.core.formats import LinkRow, Remark, Row, RowError, parse

GOLDEN = Path(__file__).parent / "golden"


class Said:
    """Everything a file said."""

    def __init__(self, items):
        found = list(items)
        self.rows = [item for item in found if isinstance(item, Row)]
        self.links = [item for item in found if isinstance(item, LinkRow)]
        self.errors = [str(item) for item in found if isinstance(item, RowError)]
        self.remarks = [item for item in found if isinstance(item, Remark)]

    def __getitem__(self, identifier):
        (row,) = (row for row in self.rows if row.external_id == identifier)
        return row


def said(source, **options):
    data = source.encode() if isinstance(source, str) else source
    return Said(parse(data, **options))


def golden(name):
    return said((GOLDEN / name).read_bytes(), filename=name)


@contextlib.contextmanager
def refused_only_with_a_place():
    """Let pass a refusal of the whole file that names a place and says why."""
    try:
        yield
    except MalformedFile as refused:
        if not (refused.place and refused.sentence):
            raise
