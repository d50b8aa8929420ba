"""Ids of records, codes of bureaus, references of cases: patterns for closed kinds."""

import re

from tocsin.core.errors import InvalidInput

_RECORD_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_BUREAU = re.compile(r"[A-Z]{3}(?:-[A-Z0-9]{1,12})?")
# Three short groups: who opened it, the year or file, the running number. Long enough for every
# national scheme that was looked at, too short and too plain to smuggle a sentence into.
_CASE = re.compile(r"[A-Z]{2,8}(?:[-/.][A-Z0-9]{1,10}){1,4}")
_CASE_LENGTH = 40


def record_id(text: str) -> str:
    """Return ``text`` if it is a UUIDv4 in lower case (RFC 9562); raise ``InvalidInput`` if not."""
    if not _RECORD_ID.fullmatch(text):
        raise InvalidInput("a record id is a version 4 UUID in lower case")
    return text


def bureau_code(text: str) -> str:
    """Return ``text`` if it is a bureau's code, such as POL or POL-SG; else ``InvalidInput``."""
    if not _BUREAU.fullmatch(text):
        raise InvalidInput("a bureau's code is three capital letters, perhaps with a unit: POL-SG")
    return text


def case_reference(text: str) -> str:
    """Return ``text`` if it has the form of a case reference, such as POL-2031/0042.

    Capital letters and digits in groups, at most 40 characters, no spaces: a reference, never a
    description. Raises ``InvalidInput``.
    """
    if len(text) > _CASE_LENGTH or not _CASE.fullmatch(text):
        raise InvalidInput(
            "a case reference is capital letters, then groups of letters and digits joined by"
            " '-', '/' or '.', at most 40 characters: POL-2031/0042",
        )
    return text
