"""Travel documents reported lost, stolen or revoked, as tables: one row, one document.

The columns are those of the record; no name has a column, for none belongs there. Without an id of
its own a row is known by issuer and number, so that the same table can be sent again.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.cells import uncell
from tocsin.core.formats.persons import date_from
from tocsin.core.formats.rows import Ids, Row, RowError
from tocsin.core.identifiers import country
from tocsin.core.kinds.objects import TravelDocument
from tocsin.core.kinds.reading import read_as
from tocsin.core.kinds.words import DocumentType, FraudType, Word

_SPELLINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "identifier", "record_id"),
        "number": (
            "number", "document_number", "doc_number", "numer", "numer_dokumentu", "număr", "номер",
        ),
        "type": ("type", "document_type", "doc_type", "typ", "tip", "тип"),
        "issuer": (
            "issuer", "issuing_state", "issuing_country", "issued_by", "wystawca", "emitent",
        ),
        "fraud": ("fraud", "fraud_type", "reported_as", "reason", "powód"),
        "issued": ("issued", "issue_date", "date_of_issue", "data_wydania"),
        "expires": ("expires", "expiry", "expiry_date", "date_of_expiry", "valid_until"),
        "reported": ("reported", "lost_or_stolen_on", "date_of_theft", "theft_date", "loss_date"),
        "theft_country": ("theft_country", "lost_or_stolen_in", "country_of_theft"),
        "review": ("review", "review_date"),
        "national_reference": ("national_reference", "case_number", "reference"),
    },
)  # fmt: skip
_ROLE = {spelling: role for role, spellings in _SPELLINGS.items() for spelling in spellings}
ROLES = frozenset(_SPELLINGS)
NEEDED = frozenset({"number", "issuer", "fraud"})
_DATES = ("issued", "expires", "reported", "review")
_LETTERS: Mapping[str, DocumentType] = MappingProxyType(
    {"p": DocumentType.PASSPORT, "id": DocumentType.IDENTITY_CARD, "v": DocumentType.VISA},
)


def column_named(header: str) -> str | None:
    """Return which column of a document a header means, or None if it is not known."""
    return _ROLE.get(re.sub(r"[\s\-./]+", "_", header.strip().casefold()))


def _word(words: type[Word], text: str) -> Word:
    folded = re.sub(r"[\s\-]+", "_", text.casefold())
    for word in words:
        if folded in (word.value, re.sub(r"[\s\-]+", "_", word.wording.casefold())):
            return word
    raise InvalidInput("must be one of {known}", known=", ".join(word.value for word in words))


def _value(role: str, text: str) -> str:
    if role in _DATES:
        return str(date_from(text))
    if role in ("issuer", "theft_country"):
        return country(text)
    if role == "fraud":
        return _word(FraudType, text).value
    if role == "type":
        return (_LETTERS.get(text.casefold()) or _word(DocumentType, text)).value
    return text


def document_from(cells: Mapping[str, str]) -> TravelDocument:
    """Return the document of one row of text by column; ``InvalidInput`` names the column."""
    data: dict[str, Any] = {"type": DocumentType.UNSTATED.value}
    for role, text in cells.items():
        if role == "id":
            continue
        try:
            data[role] = _value(role, text)
        except InvalidInput as problem:
            raise InvalidInput(problem.sentence, place=role) from problem
    return read_as(TravelDocument, data)


def document_row(
    roles: Sequence[str | None], cells: Sequence[str], place: str, ids: Ids
) -> Row | RowError:
    """Return the row of one document, or the error that says why there is none."""
    given = {
        role: cell
        for role, raw in zip(roles, cells, strict=True)
        if role is not None and (cell := uncell(raw.strip()))
    }
    try:
        document = document_from(given)
        identifier = ids.take(given.get("id") or f"{document.issuer} {document.number}")
    except InvalidInput as problem:
        column = f"column {problem.place}" if problem.place else None
        return RowError(place, column, problem.sentence)
    return Row(place, identifier, document)
