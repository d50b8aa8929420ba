"""Numbers of travel documents: one form for comparing, whatever was typed or scanned."""

import unicodedata

from tocsin.core.errors import InvalidInput

_LONGEST = 64


def document_number(text: str) -> str:
    """Return the number's comparable form: letters and digits only, upper case, no fill signs.

    Spaces, hyphens, dots and the ``<`` of machine readable zones are dropped; full-width and
    other compatibility forms are folded (NFKC). Raises ``InvalidInput`` when nothing remains or
    more than 64 characters do.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    number = "".join(sign for sign in folded if sign.isalnum())
    if not number:
        raise InvalidInput("a document number needs at least one letter or digit")
    if len(number) > _LONGEST:
        raise InvalidInput("a document number has at most 64 letters and digits")
    return number


def document_numbers_agree(one: str, other: str) -> bool:
    """Tell whether two numbers are the same in their comparable form; raises ``InvalidInput``."""
    return document_number(one) == document_number(other)
