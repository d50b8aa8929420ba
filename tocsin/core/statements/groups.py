"""The id of a working group, which says whose group it is.

A label names a group by its id alone. Were any id free for anybody, a bureau could sign a
membership of its own under another's id, and whoever hears that one first would pass records on to
whom it names. So the id of a group holds a digest of its owner's: a UUID of version 8 with 48
random bits and 74 bits of SHA-256.
"""

import hashlib
from uuid import UUID

RANDOM_LENGTH = 6  # bytes
_DOMAIN = b"tocsin/group-id/v1\0"


def group_id(owner: UUID, random: bytes) -> UUID:
    """Return the id of a group of this owner; ``random`` is six random bytes."""
    mark = bytearray(hashlib.sha256(_DOMAIN + owner.bytes + random).digest()[:10])
    mark[0] = mark[0] & 0x0F | 0x80  # the version
    mark[2] = mark[2] & 0x3F | 0x80  # the variant
    return UUID(bytes=random + bytes(mark))


def is_group_of(group: UUID, owner: UUID) -> bool:
    """Say whether this is the id of a group of this owner."""
    return group == group_id(owner, group.bytes[:RANDOM_LENGTH])
