"""What hangs on records and is derived from their bodies: links and bases."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models.records import Record


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
        indexes = (models.Index(fields=("subject",)), models.Index(fields=("until",)))
