"""Stations, the copies made for them and the reports that came back."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.core.border import StationCard
from tocsin.rooms.bureaus.models import Bureau, Officer
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.web.telling import SentenceField


class Station(models.Model):
    """A border station of this bureau that screens without a line."""

    id = models.UUIDField(primary_key=True, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        Officer,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="who answers for it; a copy holds what she may screen for",
    )
    name = models.CharField(max_length=80)
    card = models.TextField()
    hours = models.PositiveSmallIntegerField(help_text="how long a copy lasts")
    registered = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="")
    last_line = models.CharField(max_length=64, default="", help_text="digest of its last check")
    heard = models.DateTimeField(null=True, help_text="when a report was read back")

    unrestricted = models.Manager["Station"]()

    class Meta:
        ordering = ("name", "id")

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Station"]:
        """Return the stations of the reader's bureau; exercises have none."""
        if not reader.holds(Power.STATION_SEE) or reader.realm.value != "live":
            return cls.unrestricted.none()
        return cls.unrestricted.filter(bureau_id=reader.bureau).select_related("officer")

    @property
    def title(self) -> str:
        """What a page or proposal calls it."""
        return self.name

    def read_card(self) -> StationCard:
        """Return its card."""
        return StationCard.decode(self.card)

    def get_absolute_url(self) -> str:
        return f"/border/{self.id}/"

    def summary(self) -> dict[str, Any]:
        newest = self.copies.first()
        return {
            "id": str(self.id),
            "name": self.name,
            "officer": self.officer.username,
            "hours": self.hours,
            "ended": self.ended.isoformat() if self.ended else None,
            "heard": self.heard.isoformat() if self.heard else None,
            "copy": newest.summary() if newest else None,
        }


class Copy(models.Model):
    """A copy or delta made for a station; its sealed file lies in the home until it is over."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="copies")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    base = models.PositiveIntegerField(default=0, help_text="0 for a full copy")
    purpose = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = SentenceField(default="")
    asked = models.DateTimeField()
    made = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    feed = models.BigIntegerField(default=0)
    subjects = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    unrestricted = models.Manager["Copy"]()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("station", "number"), name="border_copy_once"),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Copy"]:
        """Return the copies of the stations the reader sees."""
        return cls.unrestricted.filter(station__in=Station.visible_to(reader))

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "number": self.number,
            "base": self.base,
            "state": self.state,
            "until": self.until.isoformat() if self.until else None,
            "subjects": self.subjects,
            "size": self.size,
        }


class Report(models.Model):
    """A file of checks that a station made alone, read back."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    station = models.ForeignKey(Station, on_delete=models.CASCADE, related_name="reports")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    checks = models.PositiveIntegerField()
    fresh = models.PositiveIntegerField(help_text="checks that were not here yet")
    hits = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(default=0)
    gap = models.BooleanField(default=False, help_text="lines before the first are missing")
    last = models.CharField(max_length=36, default="", help_text="id of the last check in it")

    unrestricted = models.Manager["Report"]()

    class Meta:
        ordering = ("-at",)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Report"]:
        """Return the reports of the stations the reader sees."""
        return cls.unrestricted.filter(station__in=Station.visible_to(reader))

    def get_absolute_url(self) -> str:
        return self.station.get_absolute_url()

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "checks": self.checks,
            "new": self.fresh,
            "hits": self.hits,
            "refused": self.refused,
            "gap": self.gap,
            "last": self.last,
        }
