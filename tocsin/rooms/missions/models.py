"""Missions and their entries: rows that follow from records, rebuilt from them at any time."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds import read
from tocsin.core.kinds.missions import Mission as Said
from tocsin.core.kinds.missions import MissionOutcome, MissionState, Told, folded
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models import Record, Spoken

_OUTCOMES = {one.value: one.wording for one in MissionOutcome}


class Missions(models.QuerySet["Mission"]):
    """Missions, read as phrases."""

    def asked_of_us(self, bureau: UUID) -> "Missions":
        """Narrow to what others ask of this bureau and have not closed, the nearest first."""
        return self.filter(closed=None).exclude(asker_id=bureau).order_by("due")

    def of_ours(self, bureau: UUID) -> "Missions":
        """Narrow to what this bureau asks and has not closed, the nearest first."""
        return self.filter(closed=None, asker_id=bureau).order_by("due")

    def to_answer(self, bureau: UUID) -> "Missions":
        """Narrow to what is asked of this bureau and it has not said a word to."""
        said = Entry.unrestricted.filter(record__owner_id=bureau).values("mission")
        return self.asked_of_us(bureau).exclude(record__in=said)

    def settled(self) -> "Missions":
        """Narrow to what is closed, the newest first."""
        return self.exclude(closed=None).order_by("-closed")

    def silent(self) -> "Missions":
        """Narrow to what nobody offered anything for yet."""
        return self.filter(closed=None, offered=None)


class Mission(models.Model):
    """Support that one bureau asks of others, and by when it needs an offer.

    How far it is depends on which of its entries one sees; only the first offer is noted here,
    for the asker's clock.
    """

    class Alarm(models.IntegerChoices):
        QUIET = 0, _("In time")
        NEAR = 1, _("Nearly due")
        LATE = 2, _("Overdue")

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    asker = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    opened = models.DateTimeField()
    warn = models.DateTimeField()
    due = models.DateTimeField()
    offered = models.DateTimeField(null=True, help_text="the first offer that is here")
    closed = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, default="")
    alarm = models.PositiveSmallIntegerField(choices=Alarm.choices, default=Alarm.QUIET)

    unrestricted = Missions.as_manager()

    class Meta:
        ordering = ("due", "record_id")

    @classmethod
    def visible_to(cls, reader: Reader) -> Missions:
        """Return the missions whose record the reader sees."""
        if not reader.holds(Power.MISSION_SEE):
            return cls.unrestricted.none()
        seen = Record.few_of(reader, "mission").values("pk")
        return cls.unrestricted.filter(record__in=seen)

    @property
    def title(self) -> str:
        """What a page calls it."""
        return self.record.title

    @property
    def outcome_title(self) -> str:
        """How it ended, for people."""
        return gettext(_OUTCOMES[self.outcome]) if self.outcome else ""

    def get_absolute_url(self) -> str:
        return f"/missions/{self.pk}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.pk),
            "from": self.asker.code,
            "to": list(self.record.body.get("of", [])),
            "needs": list(self.record.body.get("needs", [])),
            "case": self.record.body.get("case"),
            "opened": self.opened.isoformat(),
            "due": self.due.isoformat(),
            "closed": self.closed.isoformat() if self.closed else None,
            "outcome": self.outcome,
        }


class Entry(Spoken):
    """One record of a mission: found by its mission, whoever wrote it and in whatever order."""

    mission = models.UUIDField(db_index=True)

    unrestricted = models.Manager["Entry"]()

    @classmethod
    def every_of(cls, mission: UUID) -> models.QuerySet["Entry"]:
        """Return all entries of a mission that are here, for work that nobody reads."""
        return cls.unrestricted.filter(mission=mission).select_related("record__owner")


def said_in(record: Record) -> Said:
    """Return what the record of a mission asks for."""
    said = read("mission", record.body)
    assert isinstance(said, Said)
    return said


def state_of(record: Record, entries: Iterable[Entry]) -> MissionState:
    """Return what these entries of a mission amount to; what is over or gone says nothing."""
    told = [
        Told(row.pk, row.record.owner.code, row.at, read(row.record.kind, row.record.body))
        for row in entries
        if row.record.state == "released" and row.record.body and row.record.realm == record.realm
    ]
    return folded(record.owner.code, said_in(record), told)
