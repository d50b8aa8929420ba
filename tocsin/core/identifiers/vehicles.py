"""Numbers of vehicles, ships and aircraft, with the check digits their standards define."""

import re
import unicodedata

from tocsin.core.errors import InvalidInput

# ISO 3779 leaves out I, O and Q, which are too easily read as 1 and 0.
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_VIN_VALUES = {letter: value for value, letter in enumerate("0123456789")} | dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", [*range(1, 9), *range(1, 6), 7, 9, *range(2, 10)], strict=True),
)
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_AIRCRAFT = re.compile(r"[A-Z0-9]{1,3}-?[A-Z0-9]{1,6}")
_PLATE_LONGEST = 16


def imo_number(text: str) -> str:
    """Return the seven digits of a ship's IMO number.

    The last digit is the last digit of the sum of the first six, weighted 7 down to 2 (IMO
    resolution A.1117(30)). Raises ``InvalidInput``.
    """
    digits = re.sub(r"^IMO[\s:.-]*", "", text.strip().upper())
    if not re.fullmatch(r"[0-9]{7}", digits):
        raise InvalidInput("an IMO number has seven digits")
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False))
    if total % 10 != int(digits[6]):
        raise InvalidInput(
            "the check digit of this IMO number should be {wanted}", wanted=total % 10
        )
    return digits


def vin(text: str, *, check_digit: bool = False) -> str:
    """Return a vehicle identification number in its 17 signs (ISO 3779).

    Only North America requires the check digit in place nine, so it is tested only on request.
    Raises ``InvalidInput``.
    """
    number = re.sub(r"[\s-]", "", text).upper()
    if not _VIN.fullmatch(number):
        raise InvalidInput("a VIN has 17 letters and digits, and never I, O or Q")
    if check_digit:
        pairs = zip(number, _VIN_WEIGHTS, strict=True)
        rest = sum(_VIN_VALUES[sign] * weight for sign, weight in pairs) % 11
        expected = "X" if rest == 10 else str(rest)
        if number[8] != expected:
            raise InvalidInput(
                "the check digit (place 9) of this VIN should be {wanted}", wanted=expected
            )
    return number


def plate(text: str) -> str:
    """Return a number plate's comparable form: letters and digits in upper case.

    Letters keep their script, for a Cyrillic plate is not a Latin one. Raises ``InvalidInput``.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    signs = "".join(sign for sign in folded if sign.isalnum())
    if not signs or len(signs) > _PLATE_LONGEST:
        raise InvalidInput("a number plate has one to sixteen letters and digits")
    return signs


def aircraft_registration(text: str) -> str:
    """Return an aircraft's registration mark in upper case, hyphen kept; ``InvalidInput`` else."""
    mark = re.sub(r"\s", "", text).upper()
    if not _AIRCRAFT.fullmatch(mark):
        raise InvalidInput("a registration mark is a nationality mark and up to six signs: SP-ABC")
    return mark
