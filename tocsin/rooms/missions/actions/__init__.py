"""The verbs of missions, and the rows that follow from their records."""

from tocsin.rooms.missions.actions import missions

__all__ = ["missions"]
