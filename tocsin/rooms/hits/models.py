"""Checks, the entries that came close, manifests and clearances: rows of one bureau and realm.

Nothing here ever leaves the bureau. What a result says about a record is what the checking officer
was allowed to see at that moment; pages show it only while she still may.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.models import Bureau, Officer, OwnBureau
from tocsin.rooms.bureaus.reader import Reader
from tocsin.web.telling import SentenceField


class Verdict(models.TextChoices):
    """The answer of a check, from quiet to loud."""

    CLEAR = "clear", _("Clear")
    KNOWN = "known", _("Known not to match")
    POSSIBLE = "possible", _("Possible match")
    STRONG = "strong", _("Strong match")


class Disposition(models.TextChoices):
    """What an officer found after comparing."""

    OPEN = "open", _("Open")
    NO_MATCH = "no_match", _("No match")
    POSSIBLE = "possible", _("Possible")
    CONFIRMED = "confirmed", _("Confirmed")


class Phase(models.TextChoices):
    """How far a manifest has come."""

    WAITING = "waiting", _("Waiting")
    SCREENING = "screening", _("Screening")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


UNDER_WAY = (Phase.WAITING, Phase.SCREENING)


class Manifest(models.Model):
    """A file of travellers being screened, resumable at the byte of the row it had reached."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8, default="live")
    purpose = models.CharField(max_length=60)
    where = models.CharField(max_length=120, default="")
    name = models.CharField(max_length=200)
    format = models.CharField(max_length=12, default="")
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    path = models.CharField(max_length=200, help_text="of the upload, below the home")
    phase = models.CharField(max_length=10, choices=Phase.choices, default=Phase.WAITING)
    rows = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    cursor = models.PositiveBigIntegerField(default=0, help_text="bytes of the rows file done")
    hits = models.PositiveIntegerField(default=0, help_text="travellers somebody came close to")
    problems_count = models.PositiveIntegerField(default=0)
    problem = SentenceField(default="")
    started = models.DateTimeField()
    began = models.DateTimeField(null=True, help_text="when the first row was screened")
    finished = models.DateTimeField(null=True)

    unrestricted = OwnBureau.as_manager()

    class Meta:
        ordering = ("-started",)
        indexes = (models.Index(fields=("bureau", "realm", "-started")),)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Manifest"]:
        """Return the manifests of the reader's bureau and realm."""
        return cls.unrestricted.of(reader).filter(realm=reader.realm)

    @property
    def is_under_way(self) -> bool:
        return self.phase in UNDER_WAY

    def get_absolute_url(self) -> str:
        return f"/manifests/{self.id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "name": self.name,
            "phase": self.phase,
            "rows": self.rows,
            "done": self.done,
            "hits": self.hits,
            "problems": self.problems_count,
            "problem": self.problem,
        }


class ManifestProblem(models.Model):
    """One row that could not be screened, and why."""

    manifest = models.ForeignKey(Manifest, on_delete=models.CASCADE, related_name="problems")
    place = models.CharField(max_length=120)
    sentence = SentenceField()

    unrestricted = models.Manager["ManifestProblem"]()

    class Meta:
        ordering = ("id",)


class Check(models.Model):
    """One question put to the index, with its answer. Of a manifest, only rows with an answer."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8, default="live")
    at = models.DateTimeField()
    purpose = models.CharField(max_length=60)
    door = models.CharField(max_length=12)
    where = models.CharField(max_length=120, default="")
    label = models.CharField(max_length=200, default="", help_text="how lists call the traveller")
    query = models.JSONField(default=dict)
    feed = models.BigIntegerField(help_text="the newest change this answer knows of")
    count = models.PositiveIntegerField(default=0)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    manifest = models.ForeignKey(
        Manifest, null=True, on_delete=models.CASCADE, related_name="checks"
    )
    row = models.CharField(max_length=200, default="", help_text="the row's own id or place")

    unrestricted = OwnBureau.as_manager()

    class Meta:
        ordering = ("-at", "id")
        indexes = (
            models.Index(fields=("bureau", "realm", "-at")),
            models.Index(fields=("officer", "-at")),
            models.Index(fields=("at",)),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Check"]:
        """Return the checks of the reader's bureau and realm."""
        return cls.unrestricted.of(reader).filter(realm=reader.realm)

    @property
    def is_bare(self) -> bool:
        """True when a name was given, and neither a date nor a document to tell namesakes apart."""
        said: dict[str, Any] = self.query
        return bool(said.get("names")) and not (said.get("dob") or said.get("docs"))

    def get_absolute_url(self) -> str:
        return f"/checks/{self.id}/"

    def summary(self) -> dict[str, Any]:
        """Return the answer as it was given, in the form scripts rely on."""
        return {
            "id": str(self.id),
            "at": self.at.isoformat(),
            "verdict": self.verdict,
            "feed": self.feed,
            "hits": [result.told() for result in self.results.all()],
            "findings": self.query.get("findings", []),
        }


class Clearance(models.Model):
    """A known-not-match token: this traveller, compared with that record, is somebody else.

    The traveller stands here only as salted digests. It holds while the score stays what the
    officer saw: a record that has come closer since is shown again.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8, default="live")
    record = models.UUIDField()
    salt = models.CharField(max_length=32)
    keys = models.JSONField(default=list)
    score = models.FloatField()
    reason = models.CharField(max_length=300)
    granted = models.DateTimeField()
    until = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=300, default="")

    unrestricted = OwnBureau.as_manager()

    class Meta:
        ordering = ("-granted",)
        indexes = (models.Index(fields=("bureau", "realm", "record")),)

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Clearance"]:
        """Return the clearances of the reader's bureau and realm."""
        return cls.unrestricted.of(reader).filter(realm=reader.realm)

    @classmethod
    def in_force_for(cls, reader: Reader, at: datetime) -> models.QuerySet["Clearance"]:
        """Return those of the reader's bureau and realm that count now."""
        return cls.visible_to(reader).filter(ended__isnull=True, until__gt=at)

    def get_absolute_url(self) -> str:
        return "/clearances/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "record": str(self.record),
            "until": self.until.isoformat(),
            "ended": self.ended.isoformat() if self.ended else None,
        }


class CheckResults(models.QuerySet["CheckResult"]):
    def open(self) -> "CheckResults":
        """Narrow to what still waits for an officer's disposition."""
        return self.filter(disposition=Disposition.OPEN, known=False)

    def worst_first(self) -> "CheckResults":
        return self.order_by("known", "-score", "id")


class CheckResult(models.Model):
    """One entry that came close, and what an officer made of it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    check_made = models.ForeignKey(
        Check, on_delete=models.CASCADE, related_name="results", db_column="check_id"
    )
    record = models.UUIDField()
    score = models.FloatField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    known = models.BooleanField(default=False)
    clearance = models.ForeignKey(Clearance, null=True, on_delete=models.SET_NULL, related_name="+")
    reasons = models.JSONField(default=list)
    bases = models.JSONField(default=list)
    title = models.CharField(max_length=300, default="")
    disposition = models.CharField(
        max_length=10, choices=Disposition.choices, default=Disposition.OPEN
    )
    reason = models.CharField(max_length=300, default="")
    by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    later = models.DateTimeField(
        null=True, help_text="when looking back found it: the answer had been given before"
    )

    unrestricted = CheckResults.as_manager()

    class Meta:
        ordering = ("known", "-score", "id")
        indexes = (
            models.Index(fields=("record",)),
            models.Index(fields=("disposition", "known")),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> CheckResults:
        """Return the results of the checks of the reader's bureau and realm."""
        return cls.unrestricted.filter(
            check_made__bureau_id=reader.bureau, check_made__realm=reader.realm
        )

    def get_absolute_url(self) -> str:
        return f"/checks/{self.check_made_id}/"

    def summary(self) -> dict[str, Any]:
        """Return the finding alone: what the entry says may have been taken back since."""
        return {
            "result": str(self.id),
            "match": str(self.record),
            "disposition": self.disposition,
            "reason": self.reason,
        }

    def told(self) -> dict[str, Any]:
        """Return the result as it was told when the check was made."""
        return {
            "result": str(self.id),
            "query": self.check_made.row or str(self.check_made_id),
            "match": str(self.record),
            "title": self.title,
            "score": self.score,
            "verdict": self.verdict,
            "known_not_to_match": self.known,
            "reasons": self.reasons,
            "bases": self.bases,
            "disposition": self.disposition,
        }


class Pack(models.Model):
    """Questions of the past in one index file, so that whoever comes into screening asks them."""

    CHECKS, ROWS = "checks", "rows"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    realm = models.CharField(max_length=8)
    source = models.CharField(max_length=6)
    since = models.DateTimeField()
    until = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    unrestricted = models.Manager["Pack"]()

    class Meta:
        ordering = ("until", "id")
        indexes = (models.Index(fields=("realm", "until")),)


class LookBack(models.Model):
    """Somebody who came into screening and is still to be looked for in what was asked lately."""

    realm = models.CharField(max_length=8)
    record = models.UUIDField()
    asked = models.DateTimeField()
    done = models.DateTimeField(null=True)
    found = models.PositiveIntegerField(default=0)

    unrestricted = models.Manager["LookBack"]()

    class Meta:
        ordering = ("asked", "id")
        indexes = (models.Index(fields=("done", "asked")),)


def results_about(reader: Reader, record: UUID) -> CheckResults:
    """Return the results of the reader's bureau that came close to this record."""
    return CheckResult.visible_to(reader).filter(record=record).select_related("check_made")
