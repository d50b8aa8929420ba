"""What hangs on records and is derived from their bodies: links and bases."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tocsin.core.labels import Use
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models.records import Record
from tocsin.rooms.release.models import allowed


class Link(models.Model):
    """The ends of a link record, derived from its body."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="link")
    source = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=40)

    unrestricted = models.Manager["Link"]()

    class Meta:
        indexes = (models.Index(fields=("source",)), models.Index(fields=("target",)))


class Bases(models.QuerySet["Basis"]):
    def in_force(self, at: datetime) -> "Bases":
        """Narrow to bases that put their subject into screening now."""
        return self.filter(
            Q(until__isnull=True) | Q(until__gt=at),
            since__lte=at,
            record__state=State.RELEASED,
            subject__state=State.RELEASED,
        )


class Basis(models.Model):
    """Why somebody is screened for, derived from a basis record."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="basis")
    subject = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    type = models.CharField(max_length=12)
    list_name = models.CharField(max_length=300, default="")
    reference = models.CharField(max_length=300)
    instruction = models.CharField(max_length=40)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    unrestricted = Bases.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("until",)),
            # In the order in which entries of lists are followed.
            models.Index(fields=("type", "reference", "record"), name="basis_entries"),
        )

    @classmethod
    def released_by(cls, reader: Reader, kind: str, at: datetime) -> Bases:
        """Return the bases that the reader's bureau has released for its own records of a kind.

        As ``Record.visible_to``, never more. Asked of each basis: joined, the planner would walk
        all records.
        """
        if not reader.holds(Power.RECORD_SEE):
            return cls.unrestricted.none()
        own = {"owner_id": reader.bureau, "state": State.RELEASED.value}
        told = Record.unrestricted.filter(release_class__in=allowed(reader, Use.SEE, at, **own))
        return cls.unrestricted.filter(
            Exists(told.filter(pk=OuterRef("record_id"))),
            Exists(told.filter(pk=OuterRef("subject_id"), kind=kind)),
        )
