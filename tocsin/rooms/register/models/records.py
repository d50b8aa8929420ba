"""Records: envelopes with derived columns, what they hang on, drafts, revisions, rulings."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone

from tocsin.core.kinds import KINDS
from tocsin.core.labels import Label, Use
from tocsin.rooms.bureaus.models import Bureau, Officer
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.release.models import ReleaseClass, allowed

STATES = [(state.value, state.value) for state in State]


class Records(models.QuerySet["Record"]):
    """Querysets that read as phrases."""

    def with_classes(self, classes: frozenset[int]) -> "Records":
        """Narrow to these release classes, and to records whose every anchor is among them too."""
        hidden = Anchor.unrestricted.filter(record=OuterRef("pk")).exclude(
            on__release_class_id__in=classes
        )
        return self.filter(release_class_id__in=classes).exclude(Exists(hidden))

    def walking(self, classes: frozenset[int], asked: Q) -> "Records":
        """Do the same for a long list: walk the index by time instead of sorting every class.

        The sum keeps the planner from the index on the class, which would have to sort. What is
        ``asked`` stands before the anchors: conditions are tried in their order, and anchors are
        looked up one by one.
        """
        hidden = Anchor.unrestricted.filter(record=OuterRef("pk")).exclude(
            on__release_class_id__in=classes
        )
        told = self.annotate(told=F("release_class_id") + 0)
        return told.filter(asked, told__in=classes).exclude(Exists(hidden))

    def of_kind(self, *kinds: str) -> "Records":
        return self.filter(kind__in=kinds)

    def of_few(self, *kinds: str) -> "Records":
        """Do the same for kinds that are few among all records, by an index of their own.

        Its expression is asked for here alone: lists of the many kinds would sort what it finds.
        """
        return self.annotate(few=Lower("kind")).filter(few__in=kinds)

    def linking(self, record: "Record") -> "Records":
        """Narrow to links with this record at either end."""
        return self.filter(kind="link", state="released").filter(
            Q(link__source=record) | Q(link__target=record)
        )

    def watching(self, record: "Record") -> "Records":
        """Narrow to bases of this record, in force or not."""
        return self.filter(kind="basis", basis__subject=record)

    def after(self, changed: datetime, pk: UUID) -> "Records":
        """Narrow to what comes after this place in the order of pages: newest first, then id."""
        return self.filter(changed__lte=changed).exclude(changed=changed, id__lte=pk)


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
    external = models.CharField(max_length=220, default="")
    imported = models.CharField(max_length=64, default="")
    extract_of = models.UUIDField(null=True)
    created = models.DateTimeField()
    changed = models.DateTimeField()
    expires = models.DateTimeField(null=True)

    unrestricted = Records.as_manager()

    class Meta:
        ordering = ("-changed", "id")
        indexes = (
            # One index answers every list: it holds each column that a list filters by.
            models.Index(
                fields=("-changed", "id", "release_class", "kind", "weak", "strands"),
                name="record_walk",
            ),
            models.Index(fields=("owner", "source", "external"), name="record_external"),
            models.Index(Lower("kind"), name="record_few"),
            models.Index(
                fields=("expires",), name="record_expiry", condition=Q(expires__isnull=False)
            ),
        )

    @property
    def label(self) -> Label:
        """The label in force, as a value."""
        return self.release_class.read()

    @classmethod
    def visible_to(cls, reader: Reader, use: Use = Use.SEE) -> Records:
        """Return the records this reader may use so, now. Without the power to see: none."""
        if use is Use.SEE and not reader.holds(Power.RECORD_SEE):
            return cls.unrestricted.none()
        return cls.unrestricted.with_classes(allowed(reader, use, timezone.now()))

    @classmethod
    def walked_by(cls, reader: Reader, classes: frozenset[int], asked: Q | None = None) -> Records:
        """Return what lies in these classes for a long list; as ``visible_to``, never more.

        ``asked`` narrows it before what records hang on is looked at, which costs most.
        """
        if not reader.holds(Power.RECORD_SEE):
            return cls.unrestricted.none()
        return cls.unrestricted.walking(classes, asked or Q())

    @classmethod
    def few_of(cls, reader: Reader, *kinds: str) -> Records:
        """Return the records of kinds that are few among many; as ``visible_to``, never more."""
        classes = allowed(reader, Use.SEE, timezone.now())
        return cls.walked_by(reader, classes).of_few(*kinds)

    @classmethod
    def links_of(cls, reader: Reader, record: "Record") -> Records:
        """Return the links with this record at either end; as ``visible_to``, never more.

        Walked, so that the planner starts from the few links and not from all of a class.
        """
        return cls.walked_by(reader, allowed(reader, Use.SEE, timezone.now())).linking(record)

    @classmethod
    def drafted_by(cls, reader: Reader) -> Records:
        """Return the records with a draft by this officer, newest first."""
        # As ids, so that the few drafts are looked up and not every record of a class.
        mine = list(
            Draft.unrestricted.filter(officer_id=reader.officer).values_list("record", flat=True)
        )
        return cls.visible_to(reader).filter(pk__in=mine, owner_id=reader.bureau)

    @classmethod
    def weak_of(cls, reader: Reader) -> Records:
        """Return the bureau's records in force that are weak for screening, in no order."""
        classes = allowed(
            reader, Use.SEE, timezone.now(), owner_id=reader.bureau, state=State.RELEASED.value
        )
        return cls.walked_by(reader, classes, Q(weak=True)).order_by()

    def get_absolute_url(self) -> str:
        return f"/records/{self.id}/"

    @property
    def kind_title(self) -> str:
        """What the kind is called."""
        kind = KINDS.get(self.kind)
        return kind.title if kind else self.kind

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

    @classmethod
    def of(cls, record: Record) -> "Draft | None":
        """Return the draft of a record the caller may see; only its owner has use for it."""
        return cls.unrestricted.filter(record=record).select_related("officer").first()


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

    @classmethod
    def of(cls, record: Record) -> list["Revision"]:
        """Return the revisions of a record the caller may see, newest first."""
        return list(cls.unrestricted.filter(record=record).select_related("record__owner"))

    @classmethod
    def newest_of(cls, records: list[UUID]) -> dict[UUID, "Revision"]:
        """Return the newest revision of each of these records that the caller may see."""
        found = cls.unrestricted.filter(record__in=records, number=F("record__revision"))
        return {one.record_id: one for one in found}

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

    @classmethod
    def of(cls, record: Record) -> list["Ruling"]:
        """Return the rulings on a record the caller may see, newest first."""
        return list(cls.unrestricted.filter(record=record))

    class Meta:
        ordering = ("-at", "-id")


def titles_for(reader: Reader, ids: "list[UUID] | set[UUID]") -> dict[UUID, str]:
    """Return the titles of those of these records that the reader sees."""
    # Walked, so that the planner looks these up and does not go through all of a class.
    seen = Record.walked_by(reader, allowed(reader, Use.SEE, timezone.now()))
    return dict(seen.filter(pk__in=ids).order_by().values_list("pk", "title"))
