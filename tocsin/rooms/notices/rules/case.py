"""What pre-flight looks at: a body, the subjects as they stand, the label, the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tocsin.core.kinds import AnyNotice, Body, Notice, Person
from tocsin.core.kinds.words import Care, PersonStatus
from tocsin.core.labels import Label

ADULT = 18


@dataclass(frozen=True, slots=True)
class Met:
    """A subject as it stands in the register; without a body it is absent or hidden."""

    id: UUID
    kind: str = ""
    body: Body | None = None
    state: str = ""
    own: bool = True
    photographs: int = 0
    status: PersonStatus | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One notice before its conditions."""

    body: AnyNotice
    subjects: tuple[Met, ...]
    label: Label
    today: date

    @property
    def notice(self) -> Notice:
        """The body as one with text; rules of coloured notices alone may ask for it."""
        assert isinstance(self.body, Notice)
        return self.body

    def persons(self) -> Iterator[tuple[Met, Person]]:
        """Yield the subjects that are persons."""
        for met in self.subjects:
            if isinstance(met.body, Person):
                yield met, met.body

    def is_minor(self, person: Person) -> bool:
        """Say whether the person is, or by the latest date of birth given may be, a minor."""
        if Care.MINOR in person.care:
            return True
        youngest = [birth.until or birth.date for birth in person.births]
        if not youngest:
            return False
        latest = max(one.latest for one in youngest)
        age = self.today.year - latest.year
        had_it = (self.today.month, self.today.day) >= (latest.month, latest.day)
        return age - (0 if had_it else 1) < ADULT


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of that month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
