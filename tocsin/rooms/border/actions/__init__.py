"""The verbs of border stations, and the making of their copies."""

from tocsin.rooms.border.actions import stations

__all__ = ["stations"]
