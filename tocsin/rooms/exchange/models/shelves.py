"""Shelves: collections of STIX objects from others' tools, kept and served as the bytes they were.

An object is opaque here: its bureau's own, never screened, never acted upon.
"""

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


class Item(models.Model):
    """One version of one object; ``added`` is unique and rising within its shelf."""

    # Both constraints begin with the shelf: an index of it alone would only take place.
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="+", db_index=False)
    added = models.BigIntegerField(help_text="microseconds of Unix time")
    type = models.CharField(max_length=250)
    uuid = models.UUIDField()
    version = models.BigIntegerField(help_text="modified or created, microseconds; 0 for none")
    owner = models.UUIDField(help_text="the officer whose token brought it")
    newest = models.BooleanField(default=True)
    oldest = models.BooleanField(default=True)
    raw = models.TextField()

    unrestricted = models.Manager["Item"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("shelf", "added"), name="item_moment_once"),
            models.UniqueConstraint(fields=("shelf", "uuid", "version"), name="item_once"),
        )


class Status(models.Model):
    """What became of a post, for a day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    asker = models.UUIDField()
    at = models.DateTimeField()
    body = models.JSONField(default=dict)

    unrestricted = models.Manager["Status"]()
