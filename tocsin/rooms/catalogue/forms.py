"""What the forms of this room's verbs offer to choose from."""

from django.utils import timezone

from tocsin.rooms.bureaus.reader import Reader

YEAR = 12
YEARS = 5


def _months(_reader: Reader) -> list[tuple[str, str]]:
    """Return the months of the last years, the newest first."""
    today = timezone.now()
    last = today.year * YEAR + today.month - 1
    spelled = (f"{at // YEAR}-{at % YEAR + 1:02d}" for at in range(last, last - YEARS * YEAR, -1))
    return [(month, month) for month in spelled]


CHOICES = {"digest.open": {"month": _months}}
