"""The verbs of this room, one file a noun: ``records.submit`` is the verb ``record.submit``."""

from tocsin.rooms.register.actions import attachments, bases, links, records, searches

__all__ = ["attachments", "bases", "links", "records", "searches"]
