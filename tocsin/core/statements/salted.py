"""Salted commitments: a hash that binds to a value and, once the salt is gone, tells nothing of it.

Without the salt a value cannot be guessed and tried, so erasing salt and value erases the content
while the commitment, and every hash above it, stays true.
"""

import hashlib
import os
from collections.abc import Callable
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.statements.canonical import encode

SALT_LENGTH = 16
_LONGEST_SALT = 32
_PREFIX = b"tocsin/commitment/v1\0"


def salt(random: Callable[[int], bytes] = os.urandom) -> bytes:
    """Return a new 16-byte salt from ``random``; one salt serves one value and no other."""
    return random(SALT_LENGTH)


def commit(salt: bytes, value: Any) -> str:
    """Return the commitment to ``value`` under ``salt``, 64 hexadecimal digits.

    Raises InvalidInput unless the salt has 16 to 32 bytes, InvalidStatement if the value has no
    canonical form.
    """
    return commit_text(salt, encode(value))


def commit_text(salt: bytes, text: bytes) -> str:
    """Return the commitment to a value given by its canonical bytes."""
    if not SALT_LENGTH <= len(salt) <= _LONGEST_SALT:
        raise InvalidInput(
            "a salt has {least} to {most} bytes, not {n}",
            least=SALT_LENGTH,
            most=_LONGEST_SALT,
            n=len(salt),
        )
    return hashlib.sha256(b"%b%c%b%b" % (_PREFIX, len(salt), salt, text)).hexdigest()
