"""Shelves: collections of STIX objects from others' tools, kept and served as the bytes they were.

An object is opaque here: its bureau's own, never screened, never acted upon.
"""

from hashlib import sha256
from uuid import uuid4

from django.db import models

from tocsin.rooms.bureaus.models import Bureau


class Shelf(models.Model):
    """One collection of a bureau for standard clients with a token of one of its officers."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8, default="live")
    title = models.CharField(max_length=120)
    last = models.BigIntegerField(default=0, help_text="date_added of the newest, microseconds")

    unrestricted = models.Manager["Shelf"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bureau", "realm"), name="shelf_once"),)


def digest_of(identifier: str) -> int:
    """Return the first 64 bits of an id's SHA-256, by which an object is found."""
    return int.from_bytes(sha256(identifier.encode()).digest()[:8], "big", signed=True)


class Item(models.Model):
    """One version of one object; ``added`` is unique and rising within its shelf.

    Ids come in no order, so each object of a post touches a page of their index of its own, which
    is written twice. That index is of digests for it to have few pages; rows of other objects that
    it gives are passed over, and no version comes twice because a post holds its shelf's lock.
    """

    # The constraint begins with the shelf: an index of it alone would only take place.
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="+", db_index=False)
    added = models.BigIntegerField(help_text="microseconds of Unix time")
    type = models.CharField(max_length=250)
    uuid = models.UUIDField()
    digest = models.BigIntegerField(db_index=True, help_text="see digest_of")
    version = models.BigIntegerField(help_text="modified or created, microseconds; 0 for none")
    owner = models.UUIDField(help_text="the officer whose token brought it")
    newest = models.BooleanField(default=True)
    oldest = models.BooleanField(default=True)
    raw = models.TextField()

    unrestricted = models.Manager["Item"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("shelf", "added"), name="item_moment_once"),)


class Status(models.Model):
    """What became of a post, for a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    asker = models.UUIDField()
    at = models.DateTimeField()
    body = models.JSONField(default=dict)

    unrestricted = models.Manager["Status"]()
