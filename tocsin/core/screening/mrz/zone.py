"""What a machine readable zone says: its fields, the verdict of each check, what looks misread.

Tolerant to spaces, blank lines and lower case. Only a text that is no zone is refused; a check
that fails is a finding, for the officer to judge. Dates of birth lie in the hundred years before
``today``, dates of expiry around it (Doc 9303 part 3 section 4.8 leaves the century out).
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from tocsin.core.errors import InvalidInput
from tocsin.core.screening.countries import country, is_state_code
from tocsin.core.screening.mrz.digits import check_digit, confused_with, mendings
from tocsin.core.screening.mrz.forms import FORMS, Form, Span
from tocsin.core.screening.person import Person

_YEARS_EXPIRY_AHEAD = 50
_DATES = frozenset({"date of birth", "date of expiry"})


@dataclass(frozen=True, slots=True)
class Check:
    """One check digit: its field, what stands there, what should, whether it holds.

    ``line`` and ``column`` (from 1) are the place of the digit.
    """

    name: str
    given: str
    expected: str
    holds: bool
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A letter probably misread: ``meant`` in place of ``given`` would make ``check`` hold."""

    check: str
    line: int
    column: int
    given: str
    meant: str


@dataclass(frozen=True, slots=True)
class Zone:
    """The fields of a zone. Unknown or unreadable values are "".

    ``birth`` and ``expiry`` are "YYYY-MM-DD", shorter where the zone leaves parts unknown.
    ``truncated``: the name fills its field, so it may have been cut.
    """

    form: str
    lines: tuple[str, ...]
    document_type: str
    issuer: str
    surname: str
    given_names: str
    number: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    optional: str
    checks: tuple[Check, ...]
    findings: tuple[str, ...]
    truncated: bool
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def holds(self) -> bool:
        """True if every check digit holds."""
        return all(check.holds for check in self.checks)

    @property
    def name(self) -> str:
        """The name as one text, given names first."""
        return f"{self.given_names} {self.surname}".strip()

    @property
    def corrected(self) -> str:
        """The zone with its suggestions taken, if that makes every check hold; else ""."""
        letters = [list(line) for line in self.lines]
        done: set[str] = set()
        for suggestion in self.suggestions:
            # Letters in a date are all wrong at once; elsewhere one slip is assumed.
            if suggestion.check not in done or suggestion.check in _DATES:
                done.add(suggestion.check)
                letters[suggestion.line - 1][suggestion.column - 1] = suggestion.meant
        text = ["".join(line) for line in letters]
        form = FORMS[self.form]
        held = all(check.holds for check in _checks(form, text))
        return "\n".join(text) if done and held else ""

    def expired(self, today: date) -> bool:
        """Return whether the document was no longer valid on ``today``, the day of travel."""
        return len(self.expiry) == len("2030-01-01") and date.fromisoformat(self.expiry) < today

    def person(self, identifier: str = "") -> Person:
        """Return the bearer as the engine compares persons."""
        known = {self.nationality} - {""}
        return Person(
            id=identifier,
            names=(self.name,) if self.name else (),
            dob=(self.birth,) if self.birth else (),
            nat=tuple(known),
            gender={"M": "male", "F": "female"}.get(self.sex),
            docs=(self.number,) if self.number else (),
        )


def parse(text: str, *, today: date) -> Zone:
    """Return what the zone in ``text`` says, its centuries judged from ``today``.

    Reads TD1, TD2, TD3, MRV-A and MRV-B. Raises InvalidInput naming line and column when the text
    is no zone: a letter that zones do not have, or lines of no known number and length.
    """
    form, lines = _lines(text)
    number, number_check = _number(form, lines)
    surname, given = _names(_cut(form.name, lines))
    checks = _checks(form, lines, number_check)
    birth, birth_finding = _date(_cut(form.birth, lines), today, ahead=0)
    expiry, expiry_finding = _date(_cut(form.expiry, lines), today, ahead=_YEARS_EXPIRY_AHEAD)
    nationality = _state(_cut(form.nationality, lines))
    zone = Zone(
        form=form.called,
        lines=tuple(lines),
        document_type=_cut(form.kind, lines).replace("<", ""),
        issuer=_state(_cut(form.issuer, lines)),
        surname=surname,
        given_names=given,
        number=number,
        nationality=nationality,
        birth=birth,
        sex=_cut(form.sex, lines).replace("<", "X"),
        expiry=expiry,
        optional=" ".join(_cut(span, lines).strip("<") for span in form.optional).strip(),
        checks=tuple(checks),
        findings=(),
        truncated=not _cut(form.name, lines).endswith("<"),
    )
    findings = [
        x
        for x in (
            birth_finding and f"Date of birth: {birth_finding}",
            expiry_finding and f"Date of expiry: {expiry_finding}",
        )
        if x
    ]
    return replace(
        zone,
        findings=tuple(findings + _findings(zone, form)),
        suggestions=tuple(_suggestions(form, lines, checks)),
    )


def _lines(text: str) -> tuple[Form, list[str]]:
    raw = ["".join(line.split()).upper().replace("«", "<<") for line in text.splitlines()]
    lines = [line for line in raw if line]
    if len(lines) == 1:
        lines = _unwrapped(lines[0])
    for at, line in enumerate(lines, start=1):
        for column, letter in enumerate(line, start=1):
            if not (letter == "<" or (letter.isascii() and letter.isalnum())):
                raise InvalidInput(
                    "{letter} does not occur in a zone: only A-Z, 0-9 and < do.",
                    letter=repr(letter),
                    place=f"line {at}, column {column}",
                )
    for form in FORMS.values():
        fits = len(lines) == form.lines and all(len(x) == form.length for x in lines)
        if fits and (form.lines == 3 or (lines[0][0] == "V") == form.visa):
            return form, lines
    raise _not_a_zone(lines)


def _unwrapped(line: str) -> list[str]:
    for count, length in ((2, 44), (3, 30), (2, 36)):
        if len(line) == count * length:
            return [line[at : at + length] for at in range(0, len(line), length)]
    return [line]


def _not_a_zone(lines: list[str]) -> InvalidInput:
    if not lines:
        return InvalidInput("The zone is empty.", place="line 1, column 1")
    wanted = 30 if len(lines) == 3 else 44 if len(lines[0]) > 40 else 36
    if len(lines) not in (2, 3):
        return InvalidInput(
            "A zone has two or three lines; {n} found.",
            n=len(lines),
            place=f"line {len(lines)}, column 1",
        )
    at = next((n for n, x in enumerate(lines, start=1) if len(x) != wanted), 1)
    length = len(lines[at - 1])
    return InvalidInput(
        "The line has {length} characters where {wanted} are expected.",
        length=length,
        wanted=wanted,
        place=f"line {at}, column {min(length, wanted) + 1}",
    )


def _cut(span: Span, lines: list[str]) -> str:
    return lines[span.line][span.start : span.stop]


def _names(field: str) -> tuple[str, str]:
    surname, _, given = field.strip("<").partition("<<")
    return " ".join(surname.split("<")).strip(), " ".join(given.replace("<", " ").split())


def _state(code: str) -> str:
    plain = code.replace("<", "")
    return country(plain) if plain.isalpha() else ""


def _number(form: Form, lines: list[str]) -> tuple[str, Check]:
    """Return the document number and its check; a long one goes on in the optional field."""
    digit_span = Span(form.number.line, form.number.stop, form.number.stop + 1)
    number, digit = _cut(form.number, lines), _cut(digit_span, lines)
    place = digit_span
    if digit == "<" and form.long_number is not None:
        rest = _cut(form.long_number, lines).split("<")[0]
        if len(rest) >= 2:
            number, digit = number + rest[:-1], rest[-1]
            start = form.long_number.start + len(rest) - 1
            place = Span(form.long_number.line, start, start + 1)
    return number.replace("<", ""), _verdict("document number", number, digit, place)


def _verdict(name: str, field: str, digit: str, place: Span) -> Check:
    expected = check_digit(field)
    # An empty field may carry a filler for its digit (part 4 section 4.2.2).
    holds = digit == expected or (digit == "<" and not field.strip("<"))
    return Check(name, digit, expected, holds, place.line + 1, place.start + 1)


def _checks(form: Form, lines: list[str], number: Check | None = None) -> list[Check]:
    found = [number or _number(form, lines)[1]]
    for name, span in form.checked:
        digit = Span(span.line, span.stop, span.stop + 1)
        found.append(_verdict(name, _cut(span, lines), _cut(digit, lines), digit))
    if form.composite:
        field = "".join(_cut(span, lines) for span in form.composite_of)
        found.append(_verdict("whole zone", field, _cut(form.composite, lines), form.composite))
    return found


def _date(field: str, today: date, *, ahead: int) -> tuple[str, str]:
    """Return (date, finding); the year is the latest not more than ``ahead`` years from now."""
    known = field.rstrip("<")
    if not known:
        return "", ""
    if not known.isdigit() or len(known) % 2:
        return "", f"{field} is not a date."
    year = int(known[:2]) + (today.year + ahead) // 100 * 100
    month, day = int(known[2:4] or 0), int(known[4:6] or 0)
    if (year, month or 1, day or 1) > (today.year + ahead, today.month, today.day):
        year -= 100
    if len(known) >= 4 and not 1 <= month <= 12:
        return "", f"{field} has no such month."
    if len(known) == 6 and not 1 <= day <= monthrange(year, month)[1]:
        return "", f"{field} has no such day."
    return "-".join((f"{year:04d}", known[2:4], known[4:6])).rstrip("-"), ""


def _findings(zone: Zone, form: Form) -> list[str]:
    found = [
        f"The check digit of the {check.name} is {check.given}; {check.expected} would be right."
        for check in zone.checks
        if not check.holds
    ]
    for field, span in (("issuing state", form.issuer), ("nationality", form.nationality)):
        code = _cut(span, list(zone.lines)).rstrip("<")
        if not is_state_code(code):
            found.append(f"{code or 'Nothing'} is not a code for the {field}.")
    if zone.sex not in {"M", "F", "X"}:
        found.append(f"{zone.sex} does not stand for a sex.")
    if zone.truncated:
        found.append("The name fills its field and may have been cut.")
    return found


def _suggestions(form: Form, lines: list[str], checks: list[Check]) -> list[Suggestion]:
    failing = {check.name: check for check in checks if not check.holds}
    spans = dict(form.checked) | {"document number": form.number}
    found: list[Suggestion] = []
    for name, check in failing.items():
        span = spans.get(name)
        if span is None or check.column != span.stop + 1:
            continue
        field = _cut(span, lines)
        wrong = [x for x in field if x.isalpha()] if name in _DATES else []
        if len(wrong) > 1:
            found += _letters_in_date(name, span, field, check)
            continue
        for at, meant in mendings(field, check.given):
            if name in _DATES and not meant.isdigit():
                continue
            given = (field + check.given)[at]
            found.append(Suggestion(name, span.line + 1, span.start + at + 1, given, meant))
    if list(failing) == ["whole zone"] and form.composite:
        check = failing["whole zone"]
        if check.expected in confused_with(check.given):
            found.append(
                Suggestion(check.name, check.line, check.column, check.given, check.expected)
            )
    return list(dict.fromkeys(found))


def _letters_in_date(name: str, span: Span, field: str, check: Check) -> list[Suggestion]:
    """Read several letters in a date as the digits they resemble, if the check then holds."""
    wrong = [at for at, x in enumerate(field) if x.isalpha()]
    mended = list(field)
    for at in wrong:
        digits = [x for x in confused_with(field[at]) if x.isdigit()]
        if not digits:
            return []
        mended[at] = digits[0]
    if check_digit("".join(mended)) != check.given:
        return []
    return [
        Suggestion(name, span.line + 1, span.start + at + 1, field[at], mended[at]) for at in wrong
    ]
