"""Arrangements with peers, tables made for them, what they asked; own questions and findings."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.models import Bureau, Officer
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.models import Peer
from tocsin.web.telling import SentenceField

DAY = timedelta(days=1)


class Arrangement(models.Model):
    """That a peer may ask blindly, and how much: agreed by two officers, ended by one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    quota = models.PositiveIntegerField(help_text="elements in 24 hours, dummies counted")
    opened = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="")

    unrestricted = models.Manager["Arrangement"]()

    class Meta:
        ordering = ("peer__partner__code", "-opened")
        constraints = (
            models.UniqueConstraint(
                fields=("peer",), condition=Q(closed__isnull=True), name="arrangement_open_once"
            ),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Arrangement"]:
        """Return the arrangements of the reader's bureau."""
        if not reader.holds(Power.MATCH_SEE):
            return cls.unrestricted.none()
        mine = cls.unrestricted.filter(bureau_id=reader.bureau)
        return mine.select_related("peer__partner")

    @property
    def title(self) -> str:
        """What a page or proposal calls it."""
        return self.peer.title

    def spent(self, at: datetime) -> int:
        """Return how many elements the peer asked in the 24 hours before ``at``."""
        rows = Answered.unrestricted.filter(arrangement=self, at__gt=at - DAY)
        return int(rows.aggregate(all=Sum("elements"))["all"] or 0)

    def get_absolute_url(self) -> str:
        return "/blind/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "bureau": self.peer.partner.code,
            "quota": self.quota,
            "opened": self.opened.isoformat(),
            "closed": self.closed.isoformat() if self.closed else None,
        }


class Table(models.Model):
    """One table as it was made for a peer; its tags and who is behind them lie in the home."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="tables")
    number = models.PositiveIntegerField()
    feed = models.BigIntegerField(help_text="the newest change it knows of")
    made = models.DateTimeField()
    until = models.DateTimeField(help_text="somebody leaves it by then, or it is a day old")
    keys = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="tags, dummies counted")
    public = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    unrestricted = models.Manager["Table"]()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("arrangement", "number"), name="blind_table_once"),
        )


class Answered(models.Model):
    """One question of a peer that was answered: how many elements, against which table."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.CASCADE, related_name="answers")
    at = models.DateTimeField(db_index=True)
    elements = models.PositiveIntegerField()
    table = models.PositiveIntegerField()

    unrestricted = models.Manager["Answered"]()

    class Meta:
        ordering = ("-at",)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Answered"]:
        """Return what peers asked of the reader's bureau."""
        if not reader.holds(Power.MATCH_SEE):
            return cls.unrestricted.none()
        mine = cls.unrestricted.filter(arrangement__bureau_id=reader.bureau)
        return mine.select_related("arrangement__peer__partner")


class Match(models.Model):
    """One question of ours: which of these own records that bureau also keeps."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ANSWERED = "answered", _("Answered")
        FAILED = "failed", _("Failed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=60)
    asked = models.DateTimeField()
    records = models.JSONField(default=list, help_text="ids of the own records it asks about")
    keys = models.PositiveIntegerField()
    elements = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    problem = SentenceField(default="")
    tries = models.PositiveIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    table = models.PositiveIntegerField(null=True)

    unrestricted = models.Manager["Match"]()

    class Meta:
        ordering = ("-asked",)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Match"]:
        """Return the questions of the reader's bureau; exercises have none."""
        if not reader.holds(Power.MATCH_SEE) or reader.realm.value != "live":
            return cls.unrestricted.none()
        mine = cls.unrestricted.filter(bureau_id=reader.bureau)
        return mine.select_related("peer__partner", "officer")

    @property
    def title(self) -> str:
        """What a page calls it."""
        return self.peer.partner.code

    def get_absolute_url(self) -> str:
        return f"/blind/{self.id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "bureau": self.peer.partner.code,
            "state": self.state,
            "problem": str(self.problem),
            "records": len(self.records),
            "keys": self.keys,
            "elements": self.elements,
            "asked": self.asked.isoformat(),
            "answered": self.answered.isoformat() if self.answered else None,
            "findings": [one.summary() for one in self.findings.all()],
        }


class Finding(models.Model):
    """An own record that the other bureau also keeps one of; a person decides what comes of it."""

    class State(models.TextChoices):
        OPEN = "open", _("To be decided")
        CONFIRMED = "confirmed", _("Confirmed")
        DISMISSED = "dismissed", _("Dismissed")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="findings")
    record = models.UUIDField()
    witness = models.CharField(max_length=48)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, default="")
    request = models.UUIDField(null=True)

    unrestricted = models.Manager["Finding"]()

    class Meta:
        ordering = ("match", "id")
        constraints = (models.UniqueConstraint(fields=("match", "record"), name="finding_once"),)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Finding"]:
        """Return the findings of the reader's bureau."""
        found = cls.unrestricted.filter(match__in=Match.visible_to(reader))
        return found.select_related("match__peer__partner")

    @property
    def reference(self) -> str:
        """The reference by which the other bureau finds its record and sees that it was asked."""
        return f"BM-{self.match.table}-{self.witness}"

    @property
    def title(self) -> str:
        """What a page calls it."""
        return f"BM-{self.match.table}-{self.witness[:8]}"

    def get_absolute_url(self) -> str:
        return self.match.get_absolute_url()

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "record": str(self.record),
            "state": self.state,
            "request": str(self.request) if self.request else None,
        }
