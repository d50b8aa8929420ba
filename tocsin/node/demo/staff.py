"""Three bureaus and the people who work there, all invented."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from tocsin.core.labels import Purpose
from tocsin.rooms.bureaus import founding
from tocsin.rooms.bureaus.models import Bureau, Officer, Unit
from tocsin.rooms.bureaus.powers import ROLE_TITLES, Role
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.posts import reader_of

PASSWORD = "bell tower at dawn"  # noqa: S105  printed on purpose; the demo is no secret

BUREAUS = {
    "POL": "National Bureau, Warsaw (demo)",
    "MDA": "National Bureau, Chișinău (demo)",
    "UKR": "National Bureau, Kyiv (demo)",
}
STAFF = {
    "POL": {
        Role.BORDER_OFFICER: ("anna", "Anna Przełęcka"),
        Role.BUREAU_OFFICER: ("marek", "Marek Wierzbowiecki"),
        Role.REVIEWER: ("halina", "Halina Sporządzka"),
        Role.ANALYST: ("igor", "Igor Zestawny"),
        Role.OVERSIGHT: ("maria", "Maria Baczna"),
        Role.ADMINISTRATOR: ("adam", "Adam Kluczewny"),
        Role.OBSERVER: ("olivia", "Olivia Gostly"),
    },
    "MDA": {
        Role.BORDER_OFFICER: ("ion", "Ion Podișescu"),
        Role.BUREAU_OFFICER: ("elena", "Elena Hârtiescu"),
        Role.REVIEWER: ("vasile", "Vasile Cântărescu"),
        Role.ADMINISTRATOR: ("doina", "Doina Cheiescu"),
    },
    "UKR": {
        Role.BORDER_OFFICER: ("taras", "Тарас Переправний"),
        Role.BUREAU_OFFICER: ("olena", "Олена Записенко"),
        Role.REVIEWER: ("nadia", "Надія Зважко"),
        Role.ADMINISTRATOR: ("petro", "Петро Ключенко"),
    },
}
UNITS: dict[str, list[tuple[str, Unit.Kind, str | None]]] = {
    "POL": [
        ("Central office", Unit.Kind.NATIONAL_BUREAU, None),
        ("Border guard", Unit.Kind.AGENCY, "Central office"),
        ("Eastern crossing (invented)", Unit.Kind.POST, "Border guard"),
        ("Customs laboratory liaison", Unit.Kind.AGENCY, "Central office"),
    ],
    "MDA": [("Central office", Unit.Kind.NATIONAL_BUREAU, None)],
    "UKR": [("Central office", Unit.Kind.NATIONAL_BUREAU, None)],
}


@dataclass
class Cast:
    """Who was hired: bureaus by code, officers by log-in."""

    bureaus: dict[str, Bureau] = field(default_factory=dict)
    officers: dict[str, tuple[Officer, Role]] = field(default_factory=dict)

    def reader(self, login: str) -> Reader:
        """Return the reader of this officer, with the powers she has now."""
        officer, _role = self.officers[login]
        found = reader_of(
            officer.id,
            officer.bureau_id,
            at=timezone.now(),
            purpose=Purpose.INVESTIGATION.value,
        )
        assert found is not None
        return found

    def lines(self) -> list[str]:
        """Return a line for each log-in."""
        return [
            f"{login:8} {officer.bureau.code}  {ROLE_TITLES[role]!s:20} {officer.name}"
            for login, (officer, role) in self.officers.items()
        ]


def hire(at: datetime) -> Cast:
    """Found the bureaus and appoint their staff."""
    cast = Cast()
    for code, name in BUREAUS.items():
        bureau = founding.found(code, name, at=at, id=founding.demo_id(code))
        cast.bureaus[code] = bureau
        for role, (login, full_name) in STAFF[code].items():
            officer = founding.appoint(
                bureau,
                login,
                full_name,
                [role],
                password=PASSWORD,
                at=at,
                must_change=False,
                until=at + timedelta(days=30) if role is Role.OBSERVER else None,
            )
            cast.officers[login] = (officer, role)
    return cast
