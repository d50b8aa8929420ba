"""Entries of shared work, as rooms keep them: one row a record, under the root that it names."""

from typing import Self

from django.db import models

from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models.records import Record


class Spoken(models.Model):
    """One entry, whoever wrote it and whenever it came; a room adds the field of its root."""

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(help_text="by its author's clock")

    class Meta:
        abstract = True
        ordering = ("at", "record_id")

    unrestricted: models.Manager[Self]

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet[Self]:
        """Return the entries this reader may see, in the order of their authors' clocks."""
        seen = Record.visible_to(reader).values("pk")
        return cls.unrestricted.filter(record__in=seen).select_related("record__owner")
