"""Records as a table that leaves the node: every cell made safe, every row with its markings."""

from collections.abc import Iterable, Iterator

from tocsin.core.formats.cells import csv_lines, join_list
from tocsin.core.kinds import read
from tocsin.rooms.register.models import Record

HEAD = (
    "id", "kind", "owner", "state", "revision", "changed", "marking", "handling", "handling_note",
    "strands", "title", "names", "facts",
)  # fmt: skip


def lines(records: Iterable[Record]) -> Iterator[str]:
    """Yield the lines of a CSV of these records; each needs its owner and release class fetched."""
    return csv_lines(HEAD, (_row(record) for record in records))


def _row(record: Record) -> list[object]:
    label = record.release_class.read()
    typed = read(record.kind, record.body) if record.body else None
    facts = typed.summary() if typed else []
    return [
        record.pk,
        record.kind,
        record.owner.code,
        record.state,
        record.revision,
        record.changed.isoformat(timespec="seconds"),
        label.tlp.value,
        join_list(sorted(code.value for code in label.handling)),
        label.handling_note,
        record.strands,
        record.title,
        join_list(typed.all_names()) if typed else "",
        join_list(f"{term}: {text}" for term, text in facts),
    ]
