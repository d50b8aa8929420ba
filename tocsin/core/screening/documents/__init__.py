"""Documents by number: one key however they are typed, and lists of a hundred million of them.

A :class:`DocumentList` is exact: number, issuing state and type agree, or there is no answer. It
is mapped from disk, shared by processes, and changed while it is asked.
"""

from tocsin.core.screening.documents.listing import DocumentBlock, DocumentList
from tocsin.core.screening.documents.numbers import confusion_key, document_key
from tocsin.core.screening.documents.papers import Document, Papers

__all__ = [
    "Document",
    "DocumentBlock",
    "DocumentList",
    "Papers",
    "confusion_key",
    "document_key",
]
