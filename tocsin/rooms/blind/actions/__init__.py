"""The verbs of blind matching, the tables behind them, and both halves of the line."""

from tocsin.rooms.blind.actions import arrangements, findings, matches

__all__ = ["arrangements", "findings", "matches"]
