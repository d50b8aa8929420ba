"""The persons of a block, equal ones folded together: what differs but in the id is asked once.

Folding, like the cutting of rows into cells, runs through the whole block at once; only who is left
over is made a :class:`Person`, one by one.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import compress
from typing import Any

import numpy as np

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.cells import split_list, uncell
from tocsin.core.formats.delimited import plain_row
from tocsin.core.formats.persons import Plain
from tocsin.core.screening.batch.blocks import Block
from tocsin.core.screening.batch.parquet import BETWEEN, Texts, encoded, rows_of
from tocsin.core.screening.batch.plain import Roles, json_row, other_length, parquet_row
from tocsin.core.screening.batch.rows import BadRow, person_of
from tocsin.core.screening.documents import document_key
from tocsin.core.screening.person import Person
from tocsin.core.screening.strings import Ints

Key = tuple[Any, ...]
Fault = tuple[str, str]  # field, what is wrong with it
_ASSEMBLED = {"names", "dob", "nat", "gender", "docs"}


@dataclass
class Folded:
    """The rows of a block that have an id: ids, places and ``which`` run side by side.

    ``keys`` are the persons of the block, each once; ``which`` says whose row each is.
    """

    ids: Sequence[str] = ()
    places: Sequence[int] = ()
    keys: Sequence[Key] = ()
    which: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    faults: dict[int, Fault] = field(default_factory=dict)  # by place in the block
    roles: Roles = field(default_factory=list)
    lists: frozenset[int] = frozenset()


def fold(block: Block) -> Folded:
    """Return the rows of ``block`` as ids and keys; equal keys are equal persons."""
    if block.form == "columns":
        ids = Texts(block.rows.column(block.roles.index("id")))
        return _columns(block, ids) if ids.are_visible() else _cells(block)
    return _cells(block) if block.form == "csv" else _plains(block)


def persons_of_keys(block: Block, folded: Folded, keys: Sequence[Key]) -> list[Person | Fault]:
    """Return the person that each of ``keys`` stands for, or what is wrong with it."""
    assemble = _assembling(block, folded)
    return [assemble(key) or person_of_key(block, folded, key) for key in keys]


def _assembling(block: Block, folded: Folded) -> Callable[[Key], Person | None]:
    """Return what makes persons of cells that were read before, None where it takes more care.

    A manifest says the same few dates, states and sexes again and again: each is read once.
    """
    roles = folded.roles
    if not (
        set(roles) <= _ASSEMBLED and len(set(roles)) == len(roles) and not folded.lists and roles
    ):
        return lambda _key: None
    place = {role: at for at, role in enumerate(roles)}
    written = block.form == "csv"

    def texts(key: Key, role: str) -> tuple[str, ...]:
        cell = key[place[role]].strip() if role in place else ""
        return tuple(split_list(uncell(cell) if written else cell)) if cell else ()

    def part(key: Key, role: str) -> Any:
        return _part(block.form, role, key[place[role]] if role in place else "")

    def assemble(key: Key) -> Person | None:
        names = texts(key, "names")
        if not names:
            return None
        try:
            dob, nat, gender = part(key, "dob"), part(key, "nat"), part(key, "gender")
        except InvalidInput:
            return None
        docs = tuple(dict.fromkeys(filter(document_key, texts(key, "docs"))))
        return Person.assembled("question", names=names, dob=dob, nat=nat, gender=gender, docs=docs)

    return assemble


@lru_cache(maxsize=65536)
def _part(form: str, role: str, cell: str) -> Any:
    """Return one field of a person as its cell alone tells it. Raises InvalidInput."""
    read = plain_row if form == "csv" else parquet_row
    plain = read([role, "names"], [cell, "x"])
    if isinstance(plain, InvalidInput):
        raise plain
    plain.id = "question"
    return getattr(person_of(plain), role)


def person_of_key(block: Block, folded: Folded, key: Key) -> Person | Fault:
    """Return the person that a key of ``folded`` stands for, or what is wrong with it."""
    try:
        return person_of(_plain_of_key(block, folded, key))
    except InvalidInput as problem:
        return problem.place or "", problem.sentence


def bad_row(block: Block, at: int, fault: Fault) -> BadRow:
    """Return the BadRow for row ``at`` of ``block``."""
    return BadRow(block.file, block.place(at), *fault)


def _columns(block: Block, ids: Texts) -> Folded:
    """Fold columns of texts: rows are told apart by the numbers of their texts."""
    known = _other_than_id(block)
    columns = [encoded(block.rows.column(at)) for at in known]
    which: Ints = np.zeros(len(block.rows), dtype=np.int64)
    for codes, texts in columns:
        if len(texts) > 1:
            _, which = np.unique(which * len(texts) + codes, return_inverse=True)
    _, first, which = np.unique(which, return_index=True, return_inverse=True)
    cells = [[texts[code] for code in codes[first].tolist()] for codes, texts in columns]
    keys = list(zip(*cells, strict=True))
    return _folded(Folded(ids, range(len(ids)), keys, which), block, known)


def _other_than_id(block: Block) -> list[int]:
    return [at for at, role in enumerate(block.roles) if role not in {None, "id"}]


def _folded(folded: Folded, block: Block, known: list[int]) -> Folded:
    folded.roles = [block.roles[at] for at in known]
    folded.lists = frozenset(x for x, at in enumerate(known) if at in block.lists)
    return folded


def _told_apart(keys: Sequence[Key]) -> tuple[list[Key], Ints]:
    """Return each of ``keys`` once, and for each which of these it is."""
    numbers = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    return list(numbers), np.fromiter(map(numbers.__getitem__, keys), np.int64, len(keys))


def _cells(block: Block) -> Folded:
    folded = Folded()
    rows = rows_of(block.rows) if block.form == "columns" else block.rows
    places: Sequence[int] = range(len(rows))
    if block.form == "csv":
        cut = list(csv.reader(block.rows, delimiter=block.delimiter, strict=True))
        rows, places = _whole(cut, len(block.roles), folded)
    if not rows:
        return folded
    columns = list(zip(*rows, strict=True))
    at_id = block.roles.index("id")
    ids = list(map(str.strip, columns[at_id]))
    if block.form == "csv":
        ids = list(map(uncell, ids))
    known = _other_than_id(block)
    keys: Sequence[Key] = list(zip(*(columns[at] for at in known), strict=True))
    if not all(ids):
        for at, identifier in enumerate(ids):
            blank = block.form == "csv" and not any(map(str.strip, rows[at]))
            if not identifier and not blank:
                folded.faults[places[at]] = ("id", "An id is required.")
        keys, places = list(compress(keys, ids)), list(compress(places, ids))
        ids = list(filter(None, ids))
    folded.ids, folded.places = ids, places
    folded.keys, folded.which = _told_apart(keys)
    return _folded(folded, block, known)


def _whole(
    rows: list[list[str]], width: int, folded: Folded
) -> tuple[list[list[str]], Sequence[int]]:
    """Return the rows as long as the header, and their places; note the others as faults."""
    if set(map(len, rows)) == {width}:
        return rows, range(len(rows))
    places = []
    for at, row in enumerate(rows):
        if len(row) == width:
            places.append(at)
        elif any(map(str.strip, row)):
            folded.faults[at] = ("", other_length(len(row), width).sentence)
    return [rows[at] for at in places], places


def _plains(block: Block) -> Folded:
    """Fold rows that are JSON, or were read already; these are parsed one by one."""
    folded = Folded()
    ids: list[str] = []
    places: list[int] = []
    keys: list[Key] = []
    for at, plain in enumerate(_read(block)):
        if plain is None:
            continue
        if isinstance(plain, InvalidInput):
            folded.faults[at] = (plain.place or "", plain.sentence)
        elif not plain.id:
            folded.faults[at] = ("id", "An id is required.")
        else:
            ids.append(plain.id)
            places.append(at)
            keys.append(_key_of_plain(plain))
    folded.ids, folded.places = ids, places
    folded.keys, folded.which = _told_apart(keys)
    return folded


def _read(block: Block) -> Iterator[Plain | InvalidInput | None]:
    return iter(block.rows) if block.form == "items" else map(json_row, block.rows)


def _key_of_plain(plain: Plain) -> Key:
    names, dob, nat, docs = map(tuple, (plain.names, plain.dob, plain.nat, plain.docs))
    return names, dob, nat, docs, plain.gender, plain.given, plain.family


def _plain_of_key(block: Block, folded: Folded, key: Key) -> Plain:
    plain: Plain | InvalidInput
    if block.form == "csv":
        plain = plain_row(folded.roles, key)
    elif block.form == "columns":
        cells = [
            [x for x in cell.split(BETWEEN) if x] if at in folded.lists else cell
            for at, cell in enumerate(key)
        ]
        plain = parquet_row(folded.roles, cells)
    else:
        names, dob, nat, docs = map(list, key[:4])
        plain = Plain(None, names, dob, nat, key[4], docs, key[5], key[6])
    if isinstance(plain, InvalidInput):
        raise plain
    plain.id = "question"
    return plain
