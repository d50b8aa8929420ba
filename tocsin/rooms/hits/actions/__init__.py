"""Everything that writes here: checks and dispositions, clearances, manifests, what grows old."""

from tocsin.rooms.hits.actions import (
    checks,
    clearances,
    looking_back,
    manifests,
    retention,
    screening,
)

__all__ = ["checks", "clearances", "looking_back", "manifests", "retention", "screening"]
