"""What stands on a sheet, as plain data: the page and the PDF draw the same one."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Named:
    """One name as it was written, its language if known, and what it is to its bearer."""

    text: str
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A term and what is said of it."""

    term: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Whom or what the notice is about."""

    title: str
    names: tuple[Named, ...] = ()
    status: str = ""
    warnings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    photograph: Any = None
    left_out: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One notice for one reader in one language."""

    language: str
    colour: str
    colour_word: str
    purpose: str
    form: str
    case: str
    headline: str
    owner: str
    owner_code: str
    released: str
    version: str
    until: str
    marking: str
    marking_meaning: str
    handling: tuple[tuple[str, str], ...]
    subjects: tuple[Block, ...]
    sought: tuple[str, ...]
    instruction: str
    steps: tuple[str, ...]
    matter: tuple[Row, ...]
    facts: str
    contact: tuple[Row, ...]
    address: str
    printed: str
    banner: str = ""
    is_exercise: bool = False
    public: bool = False
    left_out: tuple[str, ...] = field(default=())
