"""What text may hold: which signs are refused, which are kept but flagged, which script it is in.

Text is never normalised: it is kept exactly as given or refused. Signs that change what an
officer sees against what a machine reads are refused; look-alikes are real in names, so they stay
and are flagged.
"""

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from tocsin.core.errors import InvalidInput
from tocsin.core.identifiers import (
    bureau_code,
    case_reference,
    is_country,
    record_id,
)
from tocsin.core.sentences import say

NAME_LENGTH = 500
LINE_LENGTH = 500
TEXT_LENGTH = 20_000

# Bidirectional overrides, embeddings and isolates reorder a line on screen (UTR 36); tag signs and
# noncharacters have no place in writing; C0/C1 controls break files and terminals.
_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ufdd0-\ufdef\ufff9-\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]",
)
_LINE_BREAK = re.compile("[\t\n]")
# Joiners are needed to write Persian and Hindi, marks of direction occur in honest Arabic text.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")

_SCRIPT_STARTS: tuple[tuple[int, str], ...] = (
    (0x0041, "Latn"), (0x02B0, "Zyyy"), (0x0370, "Grek"), (0x0400, "Cyrl"), (0x0530, "Armn"),
    (0x0590, "Hebr"), (0x0600, "Arab"), (0x0700, "Syrc"), (0x0750, "Arab"), (0x0780, "Thaa"),
    (0x07C0, "Zyyy"), (0x08A0, "Arab"), (0x0900, "Deva"), (0x0980, "Beng"), (0x0A00, "Guru"),
    (0x0A80, "Gujr"), (0x0B00, "Orya"), (0x0B80, "Taml"), (0x0C00, "Telu"), (0x0C80, "Knda"),
    (0x0D00, "Mlym"), (0x0D80, "Sinh"), (0x0E00, "Thai"), (0x0E80, "Laoo"), (0x0F00, "Tibt"),
    (0x1000, "Mymr"), (0x10A0, "Geor"), (0x1100, "Hang"), (0x1200, "Ethi"), (0x13A0, "Zyyy"),
    (0x1780, "Khmr"), (0x1800, "Mong"), (0x18B0, "Zyyy"), (0x1C80, "Cyrl"), (0x1C90, "Geor"),
    (0x1CC0, "Zyyy"), (0x1D00, "Latn"), (0x1D26, "Zyyy"), (0x1E00, "Latn"), (0x1F00, "Grek"),
    (0x2000, "Zyyy"), (0x2C60, "Latn"), (0x2C80, "Zyyy"), (0x2DE0, "Cyrl"), (0x2E00, "Zyyy"),
    (0x3040, "Jpan"), (0x3100, "Bopo"), (0x3130, "Hang"), (0x3190, "Zyyy"), (0x3400, "Hani"),
    (0xA000, "Zyyy"), (0xA640, "Cyrl"), (0xA6A0, "Zyyy"), (0xA720, "Latn"), (0xA800, "Zyyy"),
    (0xAC00, "Hang"), (0xD7B0, "Zyyy"), (0xF900, "Hani"), (0xFB00, "Latn"), (0xFB13, "Armn"),
    (0xFB1D, "Hebr"), (0xFB50, "Arab"), (0xFE00, "Zyyy"), (0xFE70, "Arab"), (0xFF00, "Zyyy"),
    (0xFF21, "Latn"), (0xFF66, "Jpan"), (0xFFA0, "Hang"), (0xFFE0, "Zyyy"), (0x20000, "Hani"),
    (0x323B0, "Zyyy"),
)  # fmt: skip
_STARTS = [start for start, _ in _SCRIPT_STARTS]
_LOOK_ALIKES = frozenset({"Latn", "Cyrl", "Grek", "Armn"})


class Flag(NamedTuple):
    """Something odd about a text that was kept: a stable code and a sentence for the officer."""

    code: str
    sentence: str


@lru_cache(maxsize=8192)
def _script_of(sign: str) -> str:
    return _SCRIPT_STARTS[bisect_right(_STARTS, ord(sign)) - 1][1] if sign.isalpha() else "Zyyy"


def scripts(text: str) -> set[str]:
    """Return the ISO 15924 codes of the scripts its letters belong to; common signs say nothing."""
    return {_script_of(sign) for sign in text} - {"Zyyy"}


def script(text: str) -> str | None:
    """Return the one script ``text`` is written in, or None where there is none or several."""
    found = scripts(text)
    return found.pop() if len(found) == 1 else None


def flags(text: str) -> list[Flag]:
    """Return what an officer should know before trusting her eyes: look-alikes, hidden signs."""
    found = []
    mixed = []
    if len(scripts(text) & _LOOK_ALIKES) > 1:
        mixed = [word for word in _WORD.findall(text) if len(scripts(word) & _LOOK_ALIKES) > 1]
    if mixed:
        found.append(
            Flag(
                "mixed-scripts",
                say("'{word}' mixes letters of scripts that look alike", word=mixed[0][:40]),
            ),
        )
    if _INVISIBLE.search(text):
        found.append(Flag("invisible-signs", "holds signs that cannot be seen"))
    return found


def check_line(text: str) -> str:
    """Return ``text`` if it is one clean line; ``ValueError`` with the sentence if not."""
    if _LINE_BREAK.search(text):
        raise ValueError("holds a line break or tab, which one line may not")
    return check_text(text)


def check_text(text: str) -> str:
    """Return ``text`` if it holds only signs that may be kept; ``ValueError`` if not."""
    bad = _REFUSED.search(text)
    if bad:
        raise ValueError(
            say(
                "holds the control sign U+{sign} at position {at},"
                " which is refused because it can hide or reorder what is read",
                sign=f"{ord(bad[0]):04X}",
                at=bad.start() + 1,
            ),
        )
    if not _INVISIBLE.sub("", text).strip():
        raise ValueError("is empty")
    return text


def _as_value(text: str) -> str:
    if not is_country(text):
        raise ValueError("is not a country code: three capital letters, such as POL")
    return text


def _record(text: str) -> str:
    try:
        return record_id(text)
    except InvalidInput as problem:
        raise ValueError(say("is refused: {sentence}", sentence=problem.sentence)) from problem


def _case(text: str) -> str:
    try:
        return case_reference(text)
    except InvalidInput as problem:
        raise ValueError(say("is refused: {sentence}", sentence=problem.sentence)) from problem


def _bureau(text: str) -> str:
    try:
        return bureau_code(text)
    except InvalidInput as problem:
        raise ValueError(say("is refused: {sentence}", sentence=problem.sentence)) from problem


NameText = Annotated[str, Field(max_length=NAME_LENGTH), AfterValidator(check_line)]
Line = Annotated[str, Field(max_length=LINE_LENGTH), AfterValidator(check_line)]
ShortLine = Annotated[str, Field(max_length=64), AfterValidator(check_line)]
Text = Annotated[str, Field(max_length=TEXT_LENGTH), AfterValidator(check_text)]
CountryCode = Annotated[str, Field(max_length=3), AfterValidator(_as_value)]
RecordId = Annotated[str, Field(max_length=36), AfterValidator(_record)]
CaseReference = Annotated[str, Field(max_length=40), AfterValidator(_case)]
BureauCode = Annotated[str, Field(max_length=16), AfterValidator(_bureau)]
Script = Annotated[str, Field(pattern=r"^[A-Z][a-z]{3}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Telephone = Annotated[str, Field(pattern=r"^\+[0-9]{6,15}$")]
Email = Annotated[
    str, Field(max_length=120, pattern=r"^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")
]
