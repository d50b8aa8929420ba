"""Records, revisions, rulings, what hangs on them, and the feed of changes.

Everything a record's columns hold beside its envelope is derived from its body and can be rebuilt.
"""

from tocsin.rooms.register.models.attachments import (
    Attachment,
    Awaited,
    Discarded,
    awaited_of,
)
from tocsin.rooms.register.models.changes import (
    Change,
    Cursor,
    FeedHead,
    newest_change,
    slowest_consumer,
)
from tocsin.rooms.register.models.entries import Spoken
from tocsin.rooms.register.models.imports import Import, ImportProblem, Imports
from tocsin.rooms.register.models.joints import Bases, Basis, Link
from tocsin.rooms.register.models.records import (
    Anchor,
    Draft,
    Record,
    Records,
    Revision,
    Ruling,
    titles_for,
)
from tocsin.rooms.register.models.searches import SavedSearch
from tocsin.rooms.register.models.terms import Narrowing, Term, narrowing

__all__ = [
    "Anchor",
    "Attachment",
    "Awaited",
    "Bases",
    "Basis",
    "Change",
    "Cursor",
    "Discarded",
    "Draft",
    "FeedHead",
    "Import",
    "ImportProblem",
    "Imports",
    "Link",
    "Narrowing",
    "Record",
    "Records",
    "Revision",
    "Ruling",
    "SavedSearch",
    "Spoken",
    "Term",
    "awaited_of",
    "narrowing",
    "newest_change",
    "slowest_consumer",
    "titles_for",
]
