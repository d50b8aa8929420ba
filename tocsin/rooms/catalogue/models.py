"""A bureau's review of a month's digest: who opened and closed it, what was in it, the comments."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.db import models

from tocsin.rooms.bureaus.models import Bureau, Officer
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader


class MonthlyDigest(models.Model):
    """One month of one bureau. Closing keeps the numbers of what was in it, never what they say."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8)
    month = models.DateField()
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    closers = models.ManyToManyField(Officer, related_name="+", db_table="catalogue_digest_closer")
    marking = models.CharField(max_length=16, default="")
    kept = models.JSONField(default=list, help_text="record and day, in order")

    unrestricted = models.Manager["MonthlyDigest"]()

    class Meta:
        ordering = ("-month",)
        constraints = (
            models.UniqueConstraint(fields=("bureau", "realm", "month"), name="digest_once"),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["MonthlyDigest"]:
        """Return the reviews of the reader's own bureau, for those who may export."""
        if not reader.holds(Power.RECORD_EXPORT):
            return cls.unrestricted.none()
        return cls.unrestricted.filter(bureau_id=reader.bureau, realm=reader.realm.value)

    @classmethod
    def of(cls, reader: Reader, month: date) -> "MonthlyDigest | None":
        """Return the review of this month, if one was opened."""
        return cls.visible_to(reader).filter(month=month).first()

    @property
    def title(self) -> str:
        """What a page calls it."""
        return f"{self.month:%Y-%m}"

    def get_absolute_url(self) -> str:
        return f"/catalogue/digest?month={self.month:%Y-%m}"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.pk),
            "month": f"{self.month:%Y-%m}",
            "closed": self.closed.isoformat() if self.closed else None,
            "marking": self.marking,
            "records": len(self.kept),
        }


class Comment(models.Model):
    """What an officer wrote on a digest before it was closed; of the own bureau alone."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    digest = models.ForeignKey(MonthlyDigest, on_delete=models.CASCADE, related_name="comments")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.CharField(max_length=2_000)

    unrestricted = models.Manager["Comment"]()

    class Meta:
        ordering = ("at", "id")

    @classmethod
    def on(cls, digest: MonthlyDigest) -> models.QuerySet["Comment"]:
        """Return the comments on a digest that the caller sees, in their order."""
        return cls.unrestricted.filter(digest=digest).select_related("officer")

    def get_absolute_url(self) -> str:
        return self.digest.get_absolute_url()

    def summary(self) -> dict[str, Any]:
        return {"by": self.officer.name, "at": self.at.isoformat(), "text": self.text}
