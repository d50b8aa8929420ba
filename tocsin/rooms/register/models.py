"""Records, revisions, rulings, what hangs on them, and the feed of changes.

Everything a record's columns hold beside its envelope is derived from its body and can be rebuilt.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.core.labels import Use
from tocsin.rooms.bureaus.models import Bureau, Officer, OwnBureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.release.models import ReleaseClass, allowed

STATES = [(state.value, state.value) for state in State]


class Records(models.QuerySet["Record"]):
    """Querysets that read as phrases."""

    def with_classes(self, classes: set[int]) -> "Records":
        """Narrow to these release classes, and to records whose every anchor is among them too."""
        hidden = Anchor.unrestricted.filter(record=OuterRef("pk")).exclude(
            on__release_class_id__in=classes
        )
        return self.filter(release_class_id__in=classes).exclude(Exists(hidden))

    def of_kind(self, *kinds: str) -> "Records":
        return self.filter(kind__in=kinds)


class Record(models.Model):
    """One record: its envelope and the columns derived from its current body."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=24)
    owner = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8, default="live")
    state = models.CharField(max_length=10, choices=STATES, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    release_class = models.ForeignKey(ReleaseClass, on_delete=models.PROTECT, related_name="+")
    strands = models.CharField(max_length=6, default="")
    title = models.CharField(max_length=300, default="")
    body = models.JSONField(default=dict)
    weak = models.BooleanField(default=False)
    source = models.CharField(max_length=60, default="")
    external = models.CharField(max_length=200, default="")
    extract_of = models.UUIDField(null=True)
    created = models.DateTimeField()
    changed = models.DateTimeField()
    expires = models.DateTimeField(null=True)

    unrestricted = Records.as_manager()

    class Meta:
        ordering = ("-changed", "id")
        indexes = (
            models.Index(fields=("release_class", "-changed", "id")),
            models.Index(fields=("kind", "release_class", "-changed", "id")),
            models.Index(fields=("owner", "source", "external")),
        )

    @classmethod
    def visible_to(cls, reader: Reader, use: Use = Use.SEE) -> Records:
        """Return the records this reader may use so, now. Without the power to see: none."""
        if use is Use.SEE and not reader.holds(Power.RECORD_SEE):
            return cls.unrestricted.none()
        return cls.unrestricted.with_classes(allowed(reader, use, timezone.now()))

    def get_absolute_url(self) -> str:
        return f"/records/{self.id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "kind": self.kind,
            "title": self.title,
            "state": self.state,
            "revision": self.revision,
            "strands": list(self.strands),
            "changed": self.changed.isoformat(),
        }


class Anchor(models.Model):
    """A record that hangs on another (a link on its ends, a basis on its subject) needs it seen."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="anchors")
    on = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="hanging")

    unrestricted = models.Manager["Anchor"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("record", "on"), name="anchor_once"),)


class Draft(models.Model):
    """What is being written: mutable, local, never leaves. Submitting turns it into a revision."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="draft")
    body = models.JSONField(default=dict)
    strands = models.CharField(max_length=6, default="")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    edited = models.DateTimeField()

    unrestricted = models.Manager["Draft"]()


class Revision(models.Model):
    """One immutable version: the signed envelope as exact bytes, its body and salt beside it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    officer = models.UUIDField()
    statement = models.BinaryField()
    key = models.CharField(max_length=80)
    signature = models.BinaryField()
    salt = models.BinaryField(null=True)
    body = models.JSONField(null=True)
    content = models.CharField(max_length=64)
    note = models.CharField(max_length=300, default="")

    unrestricted = models.Manager["Revision"]()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("record", "number"), name="revision_once"),)


class Ruling(models.Model):
    """A signed statement about a record that is not content: its label or its state changed."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="rulings")
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=STATES)
    label = models.JSONField()
    reason = models.CharField(max_length=300, default="")
    statement = models.BinaryField()
    key = models.CharField(max_length=80)
    signature = models.BinaryField()

    unrestricted = models.Manager["Ruling"]()

    class Meta:
        ordering = ("-at", "-id")


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


class Term(models.Model):
    """One folded search token of a record's text."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="terms")
    token = models.CharField(max_length=64)

    unrestricted = models.Manager["Term"]()

    class Meta:
        indexes = (models.Index(fields=("token", "record")),)


class Attachment(models.Model):
    """A file of a record, kept by the hash of its content; seen exactly with its record."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    added = models.DateTimeField()
    officer = models.UUIDField()

    unrestricted = models.Manager["Attachment"]()

    class Meta:
        ordering = ("added",)
        constraints = (
            models.UniqueConstraint(fields=("record", "digest"), name="attachment_once"),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Attachment"]:
        """Return the attachments of the records this reader sees."""
        return cls.unrestricted.filter(record__in=Record.visible_to(reader))

    def get_absolute_url(self) -> str:
        return f"/records/{self.record_id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "record": str(self.record_id),
            "name": self.name,
            "media_type": self.media_type,
            "size": self.size,
            "sha256": self.digest,
        }


class SavedSearch(models.Model):
    """A search an officer wants again."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500)
    saved = models.DateTimeField()

    unrestricted = OwnBureau.as_manager()

    class Meta:
        ordering = ("name",)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["SavedSearch"]:
        """Return the reader's own saved searches."""
        return cls.unrestricted.of(reader).filter(officer_id=reader.officer)

    def get_absolute_url(self) -> str:
        return f"/records/?{self.query}"

    def summary(self) -> dict[str, Any]:
        return {"id": str(self.id), "name": self.name, "query": self.query}


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


class FeedHead(models.Model):
    """The last number given in the feed: one row, locked by each writer, so order is commit order."""

    last = models.BigIntegerField(default=0)

    unrestricted = models.Manager["FeedHead"]()


class Change(models.Model):
    """One line of the ordered feed, written in the same transaction as the change it tells of."""

    number = models.BigIntegerField(primary_key=True)
    record = models.UUIDField()
    kind = models.CharField(max_length=24)
    realm = models.CharField(max_length=8)
    change = models.CharField(max_length=16)
    at = models.DateTimeField()

    unrestricted = models.Manager["Change"]()

    class Meta:
        ordering = ("number",)


class Cursor(models.Model):
    """How far one consumer has read the feed."""

    consumer = models.CharField(max_length=60, primary_key=True)
    number = models.BigIntegerField(default=0)

    unrestricted = models.Manager["Cursor"]()


def newest_change() -> int:
    """Return the number of the newest change: one indexed read."""
    return Change.unrestricted.order_by("-number").values_list("number", flat=True).first() or 0


def titles_for(reader: Reader, ids: "list[UUID] | set[UUID]") -> dict[UUID, str]:
    """Return the titles of those of these records that the reader sees."""
    return dict(Record.visible_to(reader).filter(pk__in=ids).values_list("pk", "title"))
