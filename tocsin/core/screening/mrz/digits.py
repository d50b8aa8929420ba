"""Check digits of Doc 9303 part 3 section 4.9, and the misreadings that would make one hold."""

from collections.abc import Iterator

_VALUE = {x: at for at, x in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_WEIGHTS = (7, 3, 1)

# Letters and digits that readers and typists take for one another.
_CONFUSED = (
    ("0", "O"), ("0", "D"), ("0", "Q"), ("1", "I"), ("1", "L"), ("2", "Z"),
    ("5", "S"), ("6", "G"), ("8", "B"),
)  # fmt: skip


def check_digit(field: str) -> str:
    """Return the check digit of ``field`` (A-Z, 0-9 and <)."""
    return str(sum(_VALUE[x] * _WEIGHTS[at % 3] for at, x in enumerate(field)) % 10)


def confused_with(letter: str) -> list[str]:
    """Return what ``letter`` is often misread for or as."""
    return [b if a == letter else a for a, b in _CONFUSED if letter in (a, b)]


def mendings(field: str, digit: str) -> Iterator[tuple[int, str]]:
    """Yield each (place, letter) which, put into ``field + digit``, makes the check hold.

    The check digit's own place is ``len(field)``; only a digit may stand there.
    """
    for at, letter in enumerate(field):
        for meant in confused_with(letter):
            if check_digit(field[:at] + meant + field[at + 1 :]) == digit:
                yield at, meant
    if not digit.isdigit() and check_digit(field) in confused_with(digit):
        yield len(field), check_digit(field)
