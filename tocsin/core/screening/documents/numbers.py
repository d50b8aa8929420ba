"""Numbers of travel documents: one key however they are typed, and the slips of scanners.

Exact agreement is evidence; agreement but for letters that scanners confuse is a suggestion only.
"""

import unicodedata

# ICAO Doc 9303 part 3: what optical readers confuse most.
CONFUSED = str.maketrans("OIBSZQDG", "01852006")


def clean(text: str) -> str:
    """Return ``text`` in upper-case letters and digits only; "" when nothing is left."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return "".join(x for x in plain.upper() if x.isascii() and x.isalnum())


def document_key(number: str) -> str:
    """Return ``number`` cleaned, at most 32 characters of it; "" when nothing is left."""
    return clean(number)[:32]


def confusion_key(number: str) -> str:
    """Return a key that numbers share which differ only in characters that scanners confuse."""
    return document_key(number).translate(CONFUSED)
