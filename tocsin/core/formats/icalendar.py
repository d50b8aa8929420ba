"""Deadlines as an iCalendar file (RFC 5545), so that they stand in an officer's own calendar.

Only what such a file needs: events without an end, folded at 75 octets, text escaped. Bytes out,
nothing read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

LONGEST = 75  # octets of a line, RFC 5545 3.1


@dataclass(frozen=True, slots=True)
class Due:
    """One event: a stable id, when, what it is called, more about it, and where it is to be seen.

    ``warn_days`` sets an alarm that many days before.
    """

    uid: str
    at: datetime
    title: str
    text: str = ""
    url: str = ""
    warn_days: int = 0


def render(events: Iterable[Due], *, name: str, at: datetime) -> bytes:
    """Return the file; the same events at the same time give the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Tocsin//Deadlines//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for event in events:
        lines += _event(event, at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Due, at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{_moment(at)}",
        f"DTSTART:{_moment(event.at)}",
        f"SUMMARY:{escaped(event.title)}",
    ]
    if event.text:
        lines.append(f"DESCRIPTION:{escaped(event.text)}")
    if event.url:
        lines.append(f"URL:{_one_line(event.url)}")
    if event.warn_days:
        lines += [
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            f"DESCRIPTION:{escaped(event.title)}",
            f"TRIGGER:-P{event.warn_days}D",
            "END:VALARM",
        ]
    return [*lines, "END:VEVENT"]


def escaped(text: str) -> str:
    """Return a text as a value: backslash, semicolon, comma and line break are escaped."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
    return "".join(sign for sign in plain if sign >= " " and sign != "\x7f")


def _one_line(text: str) -> str:
    return "".join(sign for sign in text if sign > " ")


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _folded(line: str) -> bytes:
    """Return a line in pieces of at most 75 octets, never within a letter."""
    pieces, piece, room = [], b"", LONGEST
    for sign in line:
        octets = sign.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LONGEST - 1
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
