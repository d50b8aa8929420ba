"""Codes of states as documents and lists write them, brought to three letters.

ISO 3166-1 alpha-2 and alpha-3, and the additions of ICAO Doc 9303 part 3 section 5 (UTO, XXA,
D ...). A code that no table knows is kept: it may be compared, only not translated.
"""

from functools import cache

from tocsin.core.errors import InvalidInput
from tocsin.core.screening.tables import lines

_BRITISH = {"GBD", "GBN", "GBO", "GBP", "GBS"}
STATELESS = frozenset({"XXA", "XXB", "XXC", "XXX"})


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for short, long in lines("countries"):
        found[short] = long
        found.setdefault(long, long)
    return found | dict.fromkeys(_BRITISH, "GBR")


def country(code: str) -> str:
    """``code`` as three upper-case letters where known; raises InvalidInput if it is no code."""
    plain = code.strip().upper()
    if not (1 <= len(plain) <= 3 and plain.isascii() and plain.isalpha()):
        raise InvalidInput(
            "{code} is not a country code of two or three letters.",
            code=repr(code[:20]),
            place="nat",
        )
    return _codes().get(plain, plain)


def is_state_code(code: str) -> bool:
    """Tell whether a travel document may carry ``code`` as issuing state or nationality."""
    plain = code.strip("<").upper()
    return plain == "D" or (len(plain) == 3 and (plain in _codes() or plain in _BRITISH))
