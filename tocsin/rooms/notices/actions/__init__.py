"""The verbs of this room, one file a noun, and what they share: passing, standing, deadlines."""

from tocsin.rooms.notices.actions import (
    conditions,
    deadlines,
    extracts,
    lists,
    notices,
    passing,
    policies,
    receiving,
    standing,
)

__all__ = [
    "conditions",
    "deadlines",
    "extracts",
    "lists",
    "notices",
    "passing",
    "policies",
    "receiving",
    "standing",
]
