"""Files kept with records, seen exactly with them; those that are still to come, or to go."""

from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q

from tocsin.core.sentences import say
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models.records import Record
from tocsin.web.telling import SentenceField


class Attachment(models.Model):
    """A file of a record, kept by the hash of its content; seen exactly with its record."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added = models.DateTimeField()
    officer = models.UUIDField()

    unrestricted = models.Manager["Attachment"]()

    class Meta:
        ordering = ("added",)
        constraints = (
            models.UniqueConstraint(fields=("record", "digest"), name="attachment_once"),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Attachment"]:
        """Return the attachments of the records this reader sees."""
        return cls.unrestricted.filter(record__in=Record.visible_to(reader))

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    def get_absolute_url(self) -> str:
        return f"/records/{self.record_id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "record": str(self.record_id),
            "name": self.name,
            "media_type": self.media_type,
            "size": self.size,
            "sha256": self.digest,
        }


class Awaited(models.Model):
    """A file that a copy's owner names and that is not here: it is to be fetched, or was refused.

    ``name`` is the one in the owner's envelope; ``why`` says why it is not kept here, and once it
    is ``refused`` nobody asks for it again until the owner says something new of the record.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=64)
    due = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    refused = models.DateTimeField(null=True)
    media_type = models.CharField(max_length=80, default="", help_text="as its owner calls it")
    why = SentenceField(default="")

    unrestricted = models.Manager["Awaited"]()

    class Meta:
        ordering = ("due", "id")
        constraints = (models.UniqueConstraint(fields=("record", "name"), name="awaited_once"),)
        indexes = (
            models.Index(fields=("due",), name="awaited_due", condition=Q(refused__isnull=True)),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Awaited"]:
        """Return what is awaited of the records this reader sees."""
        return cls.unrestricted.filter(record__in=Record.visible_to(reader))

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")

    @property
    def standing(self) -> str:
        """Why it is not here, as a sentence."""
        return self.why if self.refused else say("not here yet")

    def summary(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "media_type": self.media_type or None,
            "refused": self.refused is not None,
            "standing": str(self.standing),
        }


class Discarded(models.Model):
    """A file that no record may hold any more, or that is just being written: gone unless held.

    The row stands before the bytes do and goes with them, so that a killed process leaves none.
    """

    digest = models.CharField(max_length=64, primary_key=True)

    unrestricted = models.Manager["Discarded"]()


def awaited_of(reader: Reader, records: list[UUID]) -> dict[UUID, list[Awaited]]:
    """Return what is awaited of each of these records, as far as the reader sees them."""
    found: dict[UUID, list[Awaited]] = {}
    for one in Awaited.visible_to(reader).filter(record__in=records):
        found.setdefault(one.record_id, []).append(one)
    return found
