"""What every test of this room needs: a person watched for, a traveller asked about."""

from datetime import datetime
from typing import Any

NAME = "Oleksandr Kovalchenko"
BORN = "1971-03-05"
PASSPORT = "FA123456"
BODY = {
    "names": [{"text": NAME}],
    "births": [{"date": BORN}],
    "nationalities": ["UKR"],
    "gender": "male",
    "documents": [{"number": PASSPORT}],
}
TRAVELLER = {"names": [NAME], "dob": [BORN], "nat": ["UKR"], "gender": "male", "docs": [PASSPORT]}
STRANGER = {"names": ["Wilhelmina Zzyzxova"], "dob": ["1950-12-30"]}


def person(cast: Any, reader: Any = None, body: dict[str, Any] | None = None) -> Any:
    """Return a person in force, of the home bureau unless another officer is given."""
    from tocsin.rooms.register.actions import records

    who = reader or cast.home.bureau_officer
    drafted = records.draft(who, kind="person", body=body or BODY)
    return records.submit(who, drafted)


def watch(cast: Any, record: Any, reader: Any = None, until: datetime | None = None) -> Any:
    """Return a basis of the officer's bureau for this record."""
    from tocsin.rooms.register.actions import bases

    who = reader or cast.home.bureau_officer
    return bases.add(who, record, reference="HOM-1", until=until)


def check(reader: Any, **said: Any) -> Any:
    """Return the check of the usual traveller, or of what is said."""
    from tocsin.rooms.hits.actions import checks

    return checks.run(reader, **(said or TRAVELLER))
