"""The fixed cast of three bureaus: home owns, ally is let in by a label, stranger never is.

Every test borrows from here. Officers are named by role, so that a test reads as a sentence:
``cast.home.bureau_officer`` is a reader; ``cast.home.account("reviewer")`` is her account.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest

PASSWORD = "correct horse battery"


@dataclass
class House:
    """One bureau of the cast with one officer a role, made when first asked for."""

    code: str
    name: str
    accounts: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def bureau(self) -> Any:
        from django.utils import timezone

        from tocsin.rooms.bureaus import founding

        return founding.found(self.code, self.name, at=timezone.now())

    def account(self, role: str, number: int = 1) -> Any:
        """Return the account of this bureau's officer in the role; ``number`` 2 is a colleague."""
        from datetime import timedelta

        from django.utils import timezone

        from tocsin.rooms.bureaus import founding
        from tocsin.rooms.bureaus.powers import Role

        key = f"{role}{number}"
        if key not in self.accounts:
            now = timezone.now()
            self.accounts[key] = founding.appoint(
                self.bureau,
                f"{self.code.lower()}.{role}.{number}",
                f"{role.replace('_', ' ').capitalize()} {number} of {self.code}",
                [Role(role)],
                password=PASSWORD,
                at=now,
                must_change=False,
                until=now + timedelta(days=30) if role == "observer" else None,
            )
        return self.accounts[key]

    def reader(self, role: str, number: int = 1, **more: Any) -> Any:
        """Return the reader of the officer in the role, with her powers as of now."""
        from django.utils import timezone

        from tocsin.rooms.bureaus.reading.posts import reader_of

        more.setdefault("purpose", "investigation")
        found = reader_of(self.account(role, number).id, self.bureau.id, at=timezone.now(), **more)
        assert found is not None
        return found

    def __getattr__(self, role: str) -> Any:
        if role.startswith("_") or role == "bureau":
            raise AttributeError(role)
        return self.reader(role)


@dataclass
class Cast:
    """Home, ally and stranger on one node, with helpers that say what a test is about."""

    home: House
    ally: House
    stranger: House

    def person(self, reader: Any, name: str = "Olena Testenko", **body: Any) -> Any:
        """Return a submitted person of the reader's bureau, labelled for that bureau only."""
        from tocsin.rooms.register.actions import records

        drafted = records.draft(reader, kind="person", body={"names": [{"text": name}], **body})
        return records.submit(reader, drafted)

    def release(self, record: Any, label: Any) -> Any:
        """Widen a home record to this label, proposed by one officer and approved by another."""
        from tocsin.rooms.bureaus.actions import proposals
        from tocsin.rooms.register.actions import records

        proposal = records.widen(
            self.home.bureau_officer, record, label=label, reason="agreed with the partner"
        )
        return proposals.approve(self.home.reviewer, proposal)

    def client(self, house: House, role: str, number: int = 1) -> Any:
        """Return a browser-like client logged in as the officer in the role."""
        from django.test import Client

        client = Client(HTTP_HOST="localhost")
        client.force_login(house.account(role, number))
        return client

    def token(self, house: House, role: str, number: int = 1) -> str:
        """Return an API token of the officer in the role, with all her powers."""
        import secrets

        from django.utils import timezone

        from tocsin.rooms.bureaus import founding

        return founding.hand_token(
            house.account(role, number), "test", at=timezone.now(), secret=secrets.token_hex(16)
        )


@pytest.fixture
def cast(db: Any, settings: Any) -> Cast:
    """Three bureaus on one node; second factors are optional here, as in the demo."""
    settings.TOCSIN_SECOND_FACTOR = False
    # Scrypt is slow on purpose; what is tested here is not the hash.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = Cast(House("HOM", "Home Bureau"), House("ALY", "Ally Bureau"), House("STR", "Strangers"))
    for house in (made.home, made.ally, made.stranger):
        assert house.bureau.hosted
    return made
