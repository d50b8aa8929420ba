"""The journal's verbs: append, bind, look, sequence, erase, close, forget. Only they write here.

No power is asked for: the journal is written by whoever acts or looks, through the rooms above.
A signing key is always the caller's; none is ever stored here.
"""

from tocsin.rooms.journal.actions.entries import append, bind, look
from tocsin.rooms.journal.actions.epochs import (
    close_epoch,
    cosign,
    declare_restored,
    forget_epoch,
    keep_cosigned,
    sequence,
    show,
)
from tocsin.rooms.journal.actions.erasure import erase

__all__ = [
    "append",
    "bind",
    "close_epoch",
    "cosign",
    "declare_restored",
    "erase",
    "forget_epoch",
    "keep_cosigned",
    "look",
    "sequence",
    "show",
]
