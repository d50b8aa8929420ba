"""Notices and what is local to them: stage, hands, subjects, passages, deadlines, conditions.

A notice is one-to-one with its record; what is derived from the body can be rebuilt from it.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from tocsin.core.kinds.colours import Hue, hue
from tocsin.core.labels import Use
from tocsin.rooms.bureaus.models import Bureau, Officer, OwnBureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.lifecycle import IN_FORCE, TITLES, WAITING, Stage
from tocsin.rooms.register.models import Record
from tocsin.rooms.release.models import allowed

STAGES = [(stage.value, title) for stage, title in TITLES.items()]


class Notices(models.QuerySet["Notice"]):
    """Querysets that read as phrases."""

    def waiting(self) -> "Notices":
        """Narrow to what the review desk has before it."""
        return self.filter(stage__in=[stage.value for stage in WAITING])

    def in_classes(self, classes: frozenset[int]) -> "Notices":
        """Narrow to notices whose records are in these classes.

        Asked of each notice: joined, the planner may walk all records to find the few notices.
        """
        told = Record.unrestricted.filter(pk=OuterRef("record_id"), release_class__in=classes)
        return self.filter(Exists(told))

    def in_force(self) -> "Notices":
        return self.filter(stage__in=[stage.value for stage in IN_FORCE])

    def about(self, record: UUID) -> "Notices":
        """Narrow to notices that name this record as a subject."""
        return self.filter(subjects__subject_id=record).distinct()


class Notice(models.Model):
    """The workflow of one notice or diffusion; what it says stands in its record."""

    record = models.OneToOneField(
        Record, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    stage = models.CharField(max_length=24, choices=STAGES, default=Stage.DRAFT)
    colour = models.CharField(max_length=8)
    form = models.CharField(max_length=9)
    case = models.CharField(max_length=40)
    until = models.DateTimeField(help_text="the instant after its last day")
    label = models.JSONField(default=dict, help_text="the label it is to have")
    drafter = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", help_text="ours alone"
    )
    incomplete = models.BooleanField(default=False, help_text="names what has not come here yet")
    hands = models.JSONField(default=list, help_text="officers who wrote any of it")
    reviewer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    submitted = models.DateTimeField(null=True)
    released = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    changed = models.DateTimeField()

    unrestricted = Notices.as_manager()

    class Meta:
        ordering = ("-changed", "record_id")
        indexes = (
            models.Index(fields=("stage", "submitted")),
            models.Index(fields=("-changed",)),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> Notices:
        """Return the notices this reader may see now; oversight needs no power over records."""
        if not (reader.holds(Power.RECORD_SEE) or reader.holds(Power.NOTICE_BLOCK)):
            return cls.unrestricted.none()
        return cls.unrestricted.in_classes(allowed(reader, Use.SEE, timezone.now()))

    @classmethod
    def own(cls, reader: Reader) -> Notices:
        """Return those of the reader's own bureau.

        By its classes: asked for by their owner, all records of the bureau would be walked.
        """
        mine = allowed(reader, Use.SEE, timezone.now(), owner_id=reader.bureau)
        return cls.visible_to(reader).in_classes(mine)

    @property
    def title(self) -> str:
        """What lists and proposals call it."""
        return self.record.title

    @property
    def hue(self) -> Hue:
        """Its colour, as a word."""
        return hue(self.colour)

    @property
    def last_day(self) -> date:
        """The last day on which it is in force."""
        return (self.until - timedelta(days=1)).date()

    @property
    def stage_title(self) -> str:
        return str(TITLES[Stage(self.stage)])

    @property
    def is_in_force(self) -> bool:
        return Stage(self.stage) in IN_FORCE

    def get_absolute_url(self) -> str:
        return f"/notices/{self.pk}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.pk),
            "title": self.title,
            "colour": self.colour,
            "form": self.form,
            "case": self.case,
            "stage": self.stage,
            "state": self.record.state,
            "revision": self.record.revision,
            "until": self.until.isoformat(),
        }


class Extract(models.Model):
    """What of one version of a notice the public may be shown; local, and gone with the notice."""

    notice = models.OneToOneField(
        Notice, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    revision = models.PositiveIntegerField()
    parts = models.JSONField(default=list)
    appeal = models.CharField(max_length=500)
    telephone = models.CharField(max_length=16)
    approved = models.DateTimeField()

    unrestricted = models.Manager["Extract"]()

    @classmethod
    def standing(cls, notice: Notice) -> "Extract | None":
        """Return the extract of this very version of a notice in force; None otherwise."""
        found = cls.unrestricted.filter(notice=notice, revision=notice.record.revision).first()
        return found if notice.is_in_force else None

    def get_absolute_url(self) -> str:
        return f"/notices/{self.pk}/"

    def summary(self) -> dict[str, Any]:
        return {"notice": str(self.pk), "revision": self.revision, "parts": self.parts}


class Subject(models.Model):
    """A record a notice is about, derived from the body, and the basis it is screened under."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="subjects")
    subject = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(max_length=24, default="")
    basis = models.ForeignKey(Record, null=True, on_delete=models.PROTECT, related_name="+")

    unrestricted = models.Manager["Subject"]()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("notice", "subject"), name="notice_subject_once"),
        )


class Passage(models.Model):
    """One step that was taken: by whom, from where to where, and what was said with it."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="passages")
    verb = models.CharField(max_length=40)
    before = models.CharField(max_length=24, choices=STAGES)
    after = models.CharField(max_length=24, choices=STAGES)
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    proposer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    grounds = models.JSONField(default=list)
    text = models.CharField(max_length=1_000, default="")

    unrestricted = models.Manager["Passage"]()

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("verb", "at")),)

    @classmethod
    def of(cls, notice: Notice) -> models.QuerySet["Passage"]:
        """Return the passages of a notice of the caller's own bureau."""
        return cls.unrestricted.filter(notice=notice).select_related("officer", "proposer")

    @classmethod
    def among(cls, notices: Notices) -> models.QuerySet["Passage"]:
        """Return the passages of these notices, which the caller may see."""
        return cls.unrestricted.filter(notice__in=notices)


class Deadlines(OwnBureau):
    """Querysets that read as phrases."""

    def open(self) -> "Deadlines":
        return self.filter(settled__isnull=True)

    def due(self, at: datetime) -> "Deadlines":
        return self.open().filter(due__lte=at).order_by("due")


class Deadline(models.Model):
    """One running clock: what, whose, when it is due, when it warns, what happened to it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8, default="live")
    clock = models.CharField(max_length=24)
    subject = models.UUIDField(help_text="the record or notice it runs for")
    title = models.CharField(max_length=300)
    due = models.DateTimeField()
    warn = models.DateTimeField(null=True)
    warned = models.DateTimeField(null=True)
    settled = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, default="")

    unrestricted = Deadlines.as_manager()

    class Meta:
        ordering = ("due", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("clock", "subject"),
                condition=models.Q(settled__isnull=True),
                name="deadline_once",
            ),
        )
        indexes = (models.Index(fields=("bureau", "realm", "due")),)

    @classmethod
    def visible_to(cls, reader: Reader) -> "Deadlines":
        """Return the running and past clocks of the reader's bureau and realm."""
        return cls.unrestricted.filter(bureau_id=reader.bureau, realm=reader.realm)

    def get_absolute_url(self) -> str:
        return f"/records/{self.subject}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "clock": self.clock,
            "subject": str(self.subject),
            "title": self.title,
            "due": self.due.isoformat(),
            "settled": self.settled.isoformat() if self.settled else None,
        }


class Condition(models.Model):
    """How a bureau has set a pre-flight rule whose source says: check the official text."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    rule = models.CharField(max_length=40)
    severity = models.CharField(max_length=8)
    article = models.CharField(max_length=120)
    figure = models.IntegerField(null=True)
    reason = models.CharField(max_length=300)
    changed = models.DateTimeField()

    unrestricted = OwnBureau.as_manager()

    class Meta:
        ordering = ("rule",)
        constraints = (models.UniqueConstraint(fields=("bureau", "rule"), name="condition_once"),)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Condition"]:
        """Return what the reader's bureau has set."""
        return cls.unrestricted.filter(bureau_id=reader.bureau)

    def get_absolute_url(self) -> str:
        return "/notices/conditions"

    def summary(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "severity": self.severity,
            "article": self.article,
            "figure": self.figure,
        }


class Policy(models.Model):
    """What a bureau allows itself: whether a diffusion may leave unverified."""

    bureau = models.OneToOneField(
        Bureau, primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    unverified = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, default="")
    changed = models.DateTimeField()

    unrestricted = models.Manager["Policy"]()

    @classmethod
    def allows_unverified(cls, bureau: UUID) -> bool:
        """Say whether this bureau has decided that notices may leave before review."""
        return cls.unrestricted.filter(bureau_id=bureau, unverified=True).exists()

    def get_absolute_url(self) -> str:
        return "/notices/conditions"

    def summary(self) -> dict[str, Any]:
        return {"unverified": self.unverified, "reason": self.reason}
