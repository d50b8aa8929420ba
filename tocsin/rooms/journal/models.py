"""Entries with their erasable parts, and what the sequencer keeps to go on and to prove.

A log is one bureau's journal. Its entries stand in epochs; an entry has no sequence number until
the sequencer has given it one. Leaves, hashes and checkpoints are never changed; parts may go.
"""

import json
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q

from tocsin.core.ledger.leaf import ROWS


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries, read as phrases; newest first."""

    def of(self, log: UUID) -> "EntryQuerySet":
        return self.filter(log=log)

    def looks_at(self, subject: UUID) -> "EntryQuerySet":
        """Return the entries that name this object: who looked at this subject."""
        return self.filter(objects_named__object=subject).order_by("-id")

    def looks_by(self, actor: UUID) -> "EntryQuerySet":
        """Return the entries of this officer, as far as they are not erased."""
        return self.filter(actor=actor).order_by("-id")

    def sequenced(self) -> "EntryQuerySet":
        return self.filter(sequence__isnull=False)

    def unsequenced(self) -> "EntryQuerySet":
        return self.filter(sequence__isnull=True)


class Entry(models.Model):
    """One thing said or looked at. ``id`` is the order of insertion, ``uuid`` the leaf's id."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(unique=True)
    log = models.UUIDField()
    epoch = models.PositiveIntegerField(null=True)
    sequence = models.PositiveBigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    realm = models.CharField(max_length=80)
    at = models.DateTimeField()
    leaf = models.TextField()
    leaf_hash = models.BinaryField(max_length=32)
    parts = models.JSONField(default=dict)  # name -> [salt, canonical text]; an erased one is gone
    actor = models.UUIDField(null=True)
    statement = models.CharField(max_length=64, default="", help_text="whose signing it records")

    unrestricted = EntryQuerySet.as_manager()

    def part(self, name: str) -> Any:
        """Return the value of a part; None if it was never said or is erased."""
        found = self.parts.get(name)
        return None if found is None else json.loads(found[1])

    def erased(self) -> list[str]:
        """Return the names of the parts that were said and are erased."""
        return sorted(json.loads(self.leaf)["commits"].keys() - self.parts.keys() - {ROWS})

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("log", "epoch", "sequence"), name="journal_one_entry_per_leaf"
            ),
            models.CheckConstraint(
                condition=Q(epoch__isnull=True, sequence__isnull=True)
                | Q(epoch__isnull=False, sequence__isnull=False),
                name="journal_epoch_with_sequence",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=("statement",),
                condition=~Q(statement=""),
                name="journal_statement",
            ),
            models.Index(
                fields=("log", "id"),
                condition=Q(sequence__isnull=True),
                name="journal_unsequenced",
            ),
            models.Index(
                fields=("actor", "id"), condition=Q(actor__isnull=False), name="journal_by_actor"
            ),
            models.Index(fields=("log", "at"), name="journal_by_time"),
        ]


class EntryObject(models.Model):
    """An object that an entry names, for "who looked at this subject"."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="objects_named")
    object = models.UUIDField()

    unrestricted = models.Manager["EntryObject"]()

    class Meta:
        indexes: ClassVar = [models.Index(fields=("object", "entry"), name="journal_by_object")]


class EntryRow(models.Model):
    """One row of a manifest's own tree; an erased one keeps its commitment only."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    commitment = models.CharField(max_length=64)
    salt = models.CharField(max_length=64, null=True)  # noqa: DJ001 - null says erased
    text = models.TextField(null=True)  # noqa: DJ001 - null says erased

    unrestricted = models.Manager["EntryRow"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("entry", "position"), name="journal_one_row_per_place")
        ]


class Epoch(models.Model):
    """A stretch of a log with a tree of its own. The open one has no ``closed``.

    ``size`` and ``peaks`` are the frontier; the row is the sequencer's lock. Of a forgotten epoch
    only this row and its last checkpoint are left; the next epoch carries its root.
    """

    log = models.UUIDField()
    number = models.PositiveIntegerField()
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    forgotten = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)
    peaks = models.BinaryField(default=bytes)

    unrestricted = models.Manager["Epoch"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("log", "number"), name="journal_one_epoch_per_number"),
            models.UniqueConstraint(
                fields=("log",), condition=Q(closed__isnull=True), name="journal_one_open_epoch"
            ),
        ]


class Tile(models.Model):
    """The root of 256**level leaves that are complete: with these, a proof reads few rows."""

    epoch = models.ForeignKey(Epoch, on_delete=models.CASCADE, related_name="tiles")
    level = models.PositiveSmallIntegerField()
    position = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    unrestricted = models.Manager["Tile"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("epoch", "level", "position"), name="journal_one_tile_per_place"
            )
        ]


class Checkpoint(models.Model):
    """A signed state of an epoch, as its exact text, with the peaks under its root."""

    epoch = models.ForeignKey(Epoch, on_delete=models.CASCADE, related_name="checkpoints")
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    peaks = models.BinaryField()
    text = models.TextField()
    signed = models.DateTimeField()
    cosigned = models.BooleanField(default=False)

    unrestricted = models.Manager["Checkpoint"]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("epoch", "size"), name="journal_one_checkpoint_per_size"
            )
        ]
