"""The plain rule by which engines of names alone take a date of birth into account."""

from benchmarks.screening.questions import Row

AGREES, SAME_YEAR, DIFFERS = 0.10, 0.03, -0.10


def shift(asked: Row, entry: Row) -> float:
    """Return what the best pair of dates adds to a name's likeness."""
    if not asked.dob or not entry.dob:
        return 0.0
    return max(_pair(a, b) for a in asked.dob for b in entry.dob)


def _pair(a: str, b: str) -> float:
    if a == b and len(a) == 10:
        return AGREES
    if a[:4] != b[:4]:
        return DIFFERS
    return SAME_YEAR if len(a) < 10 or len(b) < 10 or a[5:] == "01-01" or b[5:] == "01-01" else 0.0
