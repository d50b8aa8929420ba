"""The verbs of this room, and nothing else that writes."""

from tocsin.rooms.profiles.actions import frameworks, profiles

__all__ = ["frameworks", "profiles"]
