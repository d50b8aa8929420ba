"""Writing bodies to files: persons in the plain form, and any body whole as JSON lines."""

import json
from collections.abc import Iterable, Iterator

from tocsin.core.formats.cells import csv_lines, join_list
from tocsin.core.formats.persons import COLUMNS, plain_from
from tocsin.core.kinds import Body, Person, dump, kind_of


def persons_csv(persons: Iterable[tuple[str, Person]]) -> Iterator[str]:
    """Yield the lines of a CSV of ids and persons; readable again by ``parse``."""

    def table() -> Iterator[list[object]]:
        for identifier, person in persons:
            form = plain_from(person)
            many = [join_list(form.get(column, ())) for column in ("names", "dob", "nat")]
            yield [identifier, *many, form.get("gender"), join_list(form.get("docs", ()))]

    return csv_lines(COLUMNS, table())


def persons_jsonl(persons: Iterable[tuple[str, Person]]) -> Iterator[str]:
    """Yield one line of JSON for each id and person, in the plain form."""
    for identifier, person in persons:
        yield _line({"id": identifier, **plain_from(person)})


def bodies_jsonl(bodies: Iterable[tuple[str, Body]]) -> Iterator[str]:
    """Yield one line of JSON for each id and body, complete: nothing a body holds is lost."""
    for identifier, body in bodies:
        yield _line({"kind": kind_of(body).name, "id": identifier, "body": dump(body)})


def _line(form: dict[str, object]) -> str:
    return json.dumps(form, ensure_ascii=False, separators=(",", ":")) + "\n"
