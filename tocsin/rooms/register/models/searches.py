"""Searches officers keep."""

from typing import Any
from uuid import uuid4

from django.db import models

from tocsin.rooms.bureaus.models import Bureau, Officer, OwnBureau
from tocsin.rooms.bureaus.reader import Reader


class SavedSearch(models.Model):
    """A search an officer wants again."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500)
    saved = models.DateTimeField()

    unrestricted = OwnBureau.as_manager()

    class Meta:
        ordering = ("name",)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["SavedSearch"]:
        """Return the reader's own saved searches."""
        return cls.unrestricted.of(reader).filter(officer_id=reader.officer)

    def get_absolute_url(self) -> str:
        return f"/records/?{self.query}"

    def summary(self) -> dict[str, Any]:
        return {"id": str(self.id), "name": self.name, "query": self.query}
