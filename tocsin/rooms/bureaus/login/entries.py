"""What the journal says of logging in: started, refused, ended, password changed, standing changed.

A refusal does the same work for a known and an unknown name, so that the clock tells nothing; an
unknown name is never kept, for people type their password into the wrong field.
"""

from typing import Any
from uuid import UUID

from django.db import transaction

from tocsin.rooms.bureaus.models import Bureau, Officer
from tocsin.rooms.journal import actions as journal


def started(officer: Officer, address: str) -> None:
    """Journal that a session began."""
    _write(officer.bureau_id, "session.start", officer, {"address": address})


def ended(officer: Officer) -> None:
    """Journal that the officer signed out."""
    _write(officer.bureau_id, "session.end", officer, {"sessions": 1})


def password_changed(officer: Officer) -> None:
    """Journal that the officer chose a new password."""
    _write(officer.bureau_id, "password.change", officer, {})


def refused(username: str, address: str, *, because: str) -> None:
    """Journal a refused log-in in the log of the officer's bureau, else of the node's first."""
    officer = Officer.objects.filter(username=username.strip().lower()).first()
    detail = {"address": address, "because": because, "known": officer is not None}
    bureau = officer.bureau_id if officer is not None else _first_bureau()
    if bureau is not None:
        _write(bureau, "session.refuse", officer, detail)


def switched(officer: Officer, bureau: UUID, verb: str, realm: str, **detail: str) -> None:
    """Journal that a session went over to another bureau or realm."""
    _write(bureau, verb, officer, detail, realm=realm)


def _first_bureau() -> UUID | None:
    first = Bureau.unrestricted.filter(hosted=True).order_by("created", "code").first()
    return first.id if first is not None else None


def _write(
    log: UUID, verb: str, officer: Officer | None, detail: dict[str, Any], *, realm: str = "live"
) -> None:
    with transaction.atomic():
        journal.append(
            log=log,
            verb=verb,
            realm=realm,
            objects=[officer.id] if officer is not None else [],
            actor=officer.id if officer is not None and verb != "session.refuse" else None,
            detail=detail or None,
        )
