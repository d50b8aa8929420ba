"""The verbs of this room, one file a noun: ``records.submit`` is the verb ``record.submit``."""

from tocsin.rooms.register.actions import attachments, bases, imports, links, records, searches

__all__ = ["attachments", "bases", "imports", "links", "records", "searches"]
