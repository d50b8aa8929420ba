"""The verbs of this room, one file a noun: ``officers.add`` is the verb ``officer.add``."""

from tocsin.rooms.bureaus.actions import (
    authenticators,
    bureaus,
    groups,
    officers,
    proposals,
    roles,
    sessions,
    tokens,
    units,
)

__all__ = [
    "authenticators",
    "bureaus",
    "groups",
    "officers",
    "proposals",
    "roles",
    "sessions",
    "tokens",
    "units",
]
