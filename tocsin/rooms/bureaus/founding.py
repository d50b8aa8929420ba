"""Founding a bureau on this node: what the operator does before any officer exists.

Journalled as *operator*; refused once the bureau is there. Also the only way to the first
administrator, and to officers and tokens until the bootstrap is closed.
"""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from tocsin.core.errors import Conflict, InvalidInput, NotAllowed
from tocsin.core.ledger.checkpoint import origin
from tocsin.rooms.bureaus import keys
from tocsin.rooms.bureaus.actions.tokens import PREFIX, digest
from tocsin.rooms.bureaus.models import Bureau, Officer, Post, Token
from tocsin.rooms.bureaus.powers import Power, Role, powers_of
from tocsin.rooms.journal import actions as journal


def found(code: str, name: str, *, at: datetime, id: UUID | None = None) -> Bureau:  # noqa: A002
    """Found a bureau: its row, keys, card and log. Raises Conflict if the code is taken."""
    if not code.isascii() or not code.isalnum() or not 2 <= len(code) <= 12:
        raise InvalidInput("use 2 to 12 letters or digits, as in POL", place="bureau")
    code = code.upper()
    if Bureau.unrestricted.filter(code=code).exists():
        raise Conflict("the bureau {code} is on this node already", code=code, place="bureau")
    pk = id or uuid4()
    with transaction.atomic():
        card = keys.create(pk, code, name, origin=origin(pk), at=at)
        bureau = Bureau.unrestricted.create(id=pk, code=code, name=name, card=card, created=at)
        _log(bureau, "bureau.found", [pk], at)
    return bureau


def appoint(  # noqa: PLR0913 - an account says these things
    bureau: Bureau,
    username: str,
    name: str,
    roles: list[Role],
    *,
    password: str,
    at: datetime,
    must_change: bool = True,
    until: datetime | None = None,
) -> Officer:
    """Add an officer with posts, as operator; refused once the bureau's bootstrap is closed."""
    _still_bootstrapping(bureau)
    if Officer.objects.filter(username=username).exists():
        raise Conflict("this log-in name is taken; choose another", place="username")
    with transaction.atomic():
        officer = Officer(
            username=username, name=name, bureau=bureau, must_change_password=must_change, added=at
        )
        officer.set_password(password)
        officer.save()
        for role in roles:
            Post.unrestricted.create(
                officer=officer,
                bureau=bureau,
                role=role,
                since=at,
                until=until,
                reason="appointed by the operator in bootstrap",
            )
        _log(bureau, "officer.add", [officer.id], at, roles=[role.value for role in roles])
    return officer


def hand_token(officer: Officer, name: str, *, at: datetime, secret: str, days: int = 90) -> str:
    """Create a token for an officer, as operator, and return its text; only in bootstrap."""
    _still_bootstrapping(officer.bureau)
    posts = Post.unrestricted.in_force(at).filter(officer=officer)
    powers = powers_of([Role(role) for role in posts.values_list("role", flat=True)])
    with transaction.atomic():
        token = Token.unrestricted.create(
            officer=officer,
            bureau_id=officer.bureau_id,
            name=name,
            digest=digest(PREFIX + secret),
            powers=sorted(power.value for power in powers),
            created=at,
            until=at + timedelta(days=days),
        )
        _log(officer.bureau, Power.TOKEN_MINT.value, [token.id, officer.id], at, name=name)
    return PREFIX + secret


def _still_bootstrapping(bureau: Bureau) -> None:
    if bureau.bootstrap_closed is not None:
        raise NotAllowed(
            "the bootstrap of {code} is closed: two administrators do this on the pages now",
            code=bureau.code,
        )


def _log(bureau: Bureau, verb: str, objects: list[UUID], at: datetime, **detail: object) -> None:
    journal.append(
        log=bureau.id,
        verb=verb,
        realm="live",
        objects=objects,
        actor=None,
        purpose="operator",
        detail={"operator": True, **detail},
        at=at,
    )


def demo_id(code: str) -> UUID:
    """Return the fixed id of a demo bureau, so that demo nodes on different machines agree."""
    raw = bytearray(hashlib.sha256(f"tocsin demo bureau {code}".encode()).digest()[:16])
    raw[6] = (raw[6] & 0x0F) | 0x40
    raw[8] = (raw[8] & 0x3F) | 0x80
    return UUID(bytes=bytes(raw))
