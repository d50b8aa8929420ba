"""What bureaus know: records and their immutable revisions, links, bases, attachments, imports.

Kept here: records of every kind, the change feed, saved searches, import jobs. Verbs: record.*,
attachment.*, link.*, basis.*, import.*, search.*. May use: release, bureaus, journal. What happens
here is told to upper rooms through the change feed alone.
"""
