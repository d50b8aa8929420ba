"""The blind match: finding which of one's own persons and papers another bureau also keeps.

The asker learns which of its own keys hit and nothing else; the asked side learns how many were
asked. Keys are exact; the arithmetic is RFC 9497's VOPRF over ristretto255, done by libsodium.
Messages in, messages out: no clock, no network, and randomness is an argument.
"""

from tocsin.core.blind.answering import answer
from tocsin.core.blind.asking import Asking, ask, learn
from tocsin.core.blind.keys import keys_of
from tocsin.core.blind.oprf import KeyPair
from tocsin.core.blind.sizes import BATCHES, batch_for, table_for
from tocsin.core.blind.table import Table

__all__ = [
    "BATCHES",
    "Asking",
    "KeyPair",
    "Table",
    "answer",
    "ask",
    "batch_for",
    "keys_of",
    "learn",
    "table_for",
]
