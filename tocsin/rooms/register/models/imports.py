"""Files being read into the register, row by row, and what could not be taken."""

from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.models import Bureau, Officer, OwnBureau
from tocsin.rooms.bureaus.reader import Reader
from tocsin.web.telling import SentenceField


class Imports(OwnBureau):
    """Querysets that read as phrases."""

    def under_way(self) -> "Imports":
        return self.filter(phase__in=[phase.value for phase in Import.UNDER_WAY])


class Import(models.Model):
    """One file being read into the register, resumable at the row it had reached."""

    class Phase(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        READING = "reading", _("Reading the file")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    UNDER_WAY = (Phase.WAITING, Phase.READING, Phase.RUNNING)

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(
        Officer,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="none: the operator",
    )
    realm = models.CharField(max_length=8, default="live")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    source = models.CharField(max_length=60)
    dry_run = models.BooleanField(default=False)
    screened = models.BooleanField(default=False)
    instruction = models.CharField(max_length=40, default="contact_owner")
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.WAITING)
    rows = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    offset = models.PositiveBigIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    revised_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    error_count = models.PositiveIntegerField(default=0)
    remark_count = models.PositiveIntegerField(default=0)
    missing_count = models.PositiveIntegerField(default=0)
    problem = SentenceField(default="")
    started = models.DateTimeField()
    began = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    unrestricted = Imports.as_manager()

    class Meta:
        ordering = ("-started",)

    @classmethod
    def visible_to(cls, reader: Reader) -> "Imports":
        """Return the imports of the reader's bureau and realm."""
        return cls.unrestricted.filter(bureau_id=reader.bureau, realm=reader.realm)

    def get_absolute_url(self) -> str:
        return f"/imports/{self.id}/"

    @property
    def writer(self) -> UUID:
        """Who its revisions are by: the officer, or the bureau itself for its operator."""
        return self.officer_id or self.bureau_id

    @property
    def purpose(self) -> str:
        """What the journal says it was done for."""
        return "import" if self.officer_id else "operator"

    @property
    def is_under_way(self) -> bool:
        """True until it is done, failed or cancelled."""
        return self.phase in self.UNDER_WAY

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "name": self.name,
            "phase": self.phase,
            "rows": self.rows,
            "expected": self.expected,
            "created": self.created_count,
            "revised": self.revised_count,
            "unchanged": self.unchanged_count,
            "errors": self.error_count,
            "missing": self.missing_count,
            "dry_run": self.dry_run,
            "problem": self.problem,
        }


class ImportProblem(models.Model):
    """Something to say about one row: why it was not taken, what was odd, that it is gone."""

    class Sort(models.TextChoices):
        ERROR = "error", _("Not taken")
        REMARK = "remark", _("Remark")
        MISSING = "missing", _("Missing from this file")

    job = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    sort = models.CharField(max_length=8, choices=Sort.choices, default=Sort.ERROR)
    place = models.CharField(max_length=120)
    sentence = SentenceField()

    unrestricted = models.Manager["ImportProblem"]()

    @classmethod
    def of(cls, job: Import) -> models.QuerySet["ImportProblem"]:
        """Return what is said about the rows of an import the caller may see."""
        return cls.unrestricted.filter(job=job)

    class Meta:
        ordering = ("id",)
