"""Files kept with records, seen exactly with them."""

from typing import Any
from uuid import uuid4

from django.db import models

from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models.records import Record


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
