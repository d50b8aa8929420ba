"""The verbs of this room, one file a noun."""

from tocsin.rooms.oversight.actions import journals

__all__ = ["journals"]
