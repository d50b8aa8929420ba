"""Requests and their entries: rows that follow from records, rebuilt from them at any time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.models import Bureau, Officer, Post
from tocsin.rooms.bureaus.powers import ROLES, Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models import Record, Spoken
from tocsin.rooms.requests.rules import CLASSES, Urgency


class Requests(models.QuerySet["Request"]):
    """Requests, read as phrases."""

    def to_answer(self, bureau: UUID) -> "Requests":
        """Narrow to what this bureau owes an answer to, the nearest first."""
        return self.filter(asked_id=bureau, closed=None, answered=None).order_by("due")

    def awaited(self, bureau: UUID) -> "Requests":
        """Narrow to what this bureau asked and is not answered, the nearest first."""
        return self.filter(asker_id=bureau, closed=None, answered=None).order_by("due")

    def settled(self) -> "Requests":
        """Narrow to what was answered or closed, the newest first."""
        return self.exclude(closed=None, answered=None).order_by("-opened")

    def late(self, at: datetime) -> "Requests":
        """Narrow to what is owed and overdue."""
        return self.filter(closed=None, answered=None, due__lte=at)


class Request(models.Model):
    """One thread between two bureaus: who asks whom, what is owed by when, how it stands."""

    class Alarm(models.IntegerChoices):
        QUIET = 0, _("In time")
        NEAR = 1, _("Nearly due")
        LATE = 2, _("Overdue")

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    asker = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    asked = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    urgency = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Urgency])
    opened = models.DateTimeField()
    warn = models.DateTimeField()
    due = models.DateTimeField()
    answered = models.DateTimeField(null=True, help_text="by the answering bureau's clock")
    status = models.CharField(max_length=16, default="", help_text="of the newest answer")
    closed = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=24, default="")
    alarm = models.PositiveSmallIntegerField(choices=Alarm.choices, default=Alarm.QUIET)

    in_charge = ""  # the name of the officer who sees to it, where a list says it

    unrestricted = Requests.as_manager()

    class Meta:
        ordering = ("due", "record_id")
        indexes = (
            models.Index(fields=("asked", "due"), name="request_asked"),
            models.Index(fields=("asker", "due"), name="request_asker"),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> Requests:
        """Return the requests of the reader's bureau whose thread she may see."""
        if not reader.holds(Power.REQUEST_SEE):
            return cls.unrestricted.none()
        mine = Q(asker_id=reader.bureau) | Q(asked_id=reader.bureau)
        seen = Record.few_of(reader, "thread").values("pk")
        return cls.unrestricted.filter(mine, record__in=seen)

    @property
    def continues(self) -> str:
        """Id of the request that was handed over to this one; "" for none."""
        return str(self.record.body.get("continues", ""))

    @property
    def title(self) -> str:
        """What a page calls it."""
        return self.record.title

    @property
    def is_open(self) -> bool:
        """Whether an answer is still owed."""
        return self.answered is None and self.closed is None

    @property
    def urgency_title(self) -> str:
        """How soon an answer is owed, for people."""
        return str(CLASSES[Urgency(self.urgency)].title)

    @property
    def reference(self) -> str:
        """The opener's own number."""
        return str(self.record.body.get("reference", ""))

    def other(self, bureau: UUID) -> Bureau:
        """Return the bureau at the other end."""
        return self.asked if self.asker_id == bureau else self.asker

    def get_absolute_url(self) -> str:
        return f"/requests/{self.pk}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.pk),
            "headline": self.title,
            "from": self.asker.code,
            "to": self.asked.code,
            "urgency": self.urgency,
            "opened": self.opened.isoformat(),
            "due": self.due.isoformat(),
            "answered": self.answered.isoformat() if self.answered else None,
            "status": self.status,
            "closed": self.closed.isoformat() if self.closed else None,
            "outcome": self.outcome,
            "reference": self.reference,
            "continues": self.continues or None,
        }


class Entry(Spoken):
    """One record of a thread: found by its thread, whoever wrote it and in whatever order."""

    thread = models.UUIDField(db_index=True)

    unrestricted = models.Manager["Entry"]()


class Charge(models.Model):
    """Which officer of a bureau sees to a request; known to that bureau alone."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    unrestricted = models.Manager["Charge"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("request", "bureau"), name="request_charge_once"),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Charge"]:
        """Return who is in charge of what in the reader's own bureau."""
        if not reader.holds(Power.REQUEST_SEE):
            return cls.unrestricted.none()
        return cls.unrestricted.filter(bureau_id=reader.bureau).select_related("officer")


def who_may(reader: Reader, at: datetime) -> models.QuerySet[Post]:
    """Return the posts in force of the reader's bureau whose officers may answer requests."""
    roles = [role for role, powers in ROLES.items() if Power.REQUEST_ANSWER in powers]
    found = Post.visible_to(reader).in_force(at).filter(role__in=roles, officer__is_active=True)
    return found.select_related("officer").order_by("officer__name")
