"""A passport zone as the desk reads it: what it says, what is wrong, what was probably meant.

Check digits that do not hold never stop a check; they are said, and a likely misreading is offered
to be checked again.
"""

import re
from dataclasses import dataclass
from datetime import date

from tocsin.core.errors import InvalidInput
from tocsin.core.screening import mrz

_LINE = re.compile(r"[A-Z0-9<]{28,46}|[A-Z0-9<]{72,92}")
_SEX = {"M": "male", "F": "female"}


@dataclass(frozen=True, slots=True)
class Read:
    """What a zone says of its bearer, with findings in plain words and a corrected zone, if any."""

    text: str
    names: tuple[str, ...]
    dob: tuple[str, ...]
    nat: tuple[str, ...]
    gender: str | None
    docs: tuple[str, ...]
    findings: tuple[str, ...]
    suggestion: str


def looks_like_zone(text: str) -> bool:
    """Say whether a text is a zone rather than a name: long lines of capitals with fillers."""
    lines = ["".join(line.split()).upper().replace("«", "<<") for line in text.splitlines()]
    return any("<<" in line and _LINE.fullmatch(line) for line in lines)


def read_zone(text: str, today: date) -> Read:
    """Read a zone of two or three lines; raise InvalidInput saying what is missing where."""
    try:
        zone = mrz.parse(text, today=today)
    except InvalidInput as problem:
        raise InvalidInput(
            "{at}: {sentence}", at=problem.place, sentence=problem.sentence, place="mrz"
        ) from problem
    findings = list(zone.findings)
    if zone.expired(today):
        findings.append(f"The document expired on {zone.expiry}.")
    return Read(
        text="\n".join(zone.lines),
        names=_known(zone.name),
        dob=_known(zone.birth),
        nat=_known(zone.nationality),
        gender=_SEX.get(zone.sex),
        docs=_known(zone.number),
        findings=tuple(findings),
        suggestion=zone.corrected,
    )


def _known(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
