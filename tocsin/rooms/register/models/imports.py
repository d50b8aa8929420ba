"""Files being read into the register, row by row, and what could not be taken."""

from typing import Any
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.models import Bureau, Officer, OwnBureau
from tocsin.rooms.bureaus.reader import Reader


class Import(models.Model):
    """One file being read into the register, resumable at the row it had reached."""

    class Phase(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8, default="live")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    source = models.CharField(max_length=60)
    dry_run = models.BooleanField(default=False)
    screened = models.BooleanField(default=False)
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.WAITING)
    rows = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    revised_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, default="")
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True)

    unrestricted = OwnBureau.as_manager()

    class Meta:
        ordering = ("-started",)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Import"]:
        """Return the imports of the reader's bureau and realm."""
        return cls.unrestricted.of(reader).filter(realm=reader.realm)

    def get_absolute_url(self) -> str:
        return f"/imports/{self.id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "name": self.name,
            "phase": self.phase,
            "rows": self.rows,
            "created": self.created_count,
            "revised": self.revised_count,
            "unchanged": self.unchanged_count,
            "errors": self.error_count,
            "problem": self.problem,
        }


class ImportProblem(models.Model):
    """One row that could not be taken, and why."""

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    place = models.CharField(max_length=120)
    sentence = models.CharField(max_length=500)

    unrestricted = models.Manager["ImportProblem"]()

    class Meta:
        ordering = ("id",)
