"""Petitions: what somebody asks about the data kept of her. The file is kept apart.

It is no record: it is never released, searched, screened or exchanged, and only officers of
oversight in the bureau that was asked see it.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import models

from tocsin.rooms.bureaus.models import Bureau, Officer, OwnBureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.oversight.lifecycle import OPEN, OUTCOMES, TITLES, WISHES, Outcome, Stage, Wish
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.models import Record, narrowing

LANGUAGES = [("en", "English"), ("pl", "polski")]


class Petitions(OwnBureau):
    """Petitions, read as phrases."""

    def open(self) -> "Petitions":
        return self.filter(stage__in=[stage.value for stage in OPEN])

    def closed(self) -> "Petitions":
        return self.exclude(stage__in=[stage.value for stage in OPEN])


class Petition(models.Model):
    """One person's request for access, correction or deletion, and where it stands."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=8, default="live")
    number = models.CharField(max_length=20)
    wish = models.CharField(max_length=12, choices=[(one.value, WISHES[one]) for one in Wish])
    applicant = models.CharField(max_length=200)
    contact = models.CharField(max_length=500, default="")
    language = models.CharField(max_length=2, choices=LANGUAGES, default="en")
    text = models.TextField(default="")
    received = models.DateTimeField()
    stage = models.CharField(
        max_length=12,
        choices=[(one.value, TITLES[one]) for one in Stage],
        default=Stage.RECEIVED.value,
    )
    outcome = models.CharField(
        max_length=8, default="", choices=[(one.value, OUTCOMES[one]) for one in Outcome]
    )
    due = models.DateTimeField(null=True)
    decided = models.DateTimeField(null=True)
    changed = models.DateTimeField()
    forgotten = models.DateTimeField(null=True)

    unrestricted = Petitions.as_manager()

    class Meta:
        ordering = ("due", "-changed", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("bureau", "number"), name="petition_number_once")
        ]
        indexes: ClassVar = [models.Index(fields=("bureau", "realm", "stage", "due"))]

    @classmethod
    def visible_to(cls, reader: Reader) -> Petitions:
        """Return the petitions of the reader's bureau and realm; without the power, none."""
        if not reader.holds(Power.PETITION_SEE):
            return cls.unrestricted.none()
        return cls.unrestricted.filter(bureau_id=reader.bureau, realm=reader.realm.value)

    @property
    def title(self) -> str:
        """What proposals call it: its number, and nobody's name."""
        return self.number

    @property
    def wish_title(self) -> str:
        return str(WISHES[Wish(self.wish)])

    @property
    def stage_title(self) -> str:
        return str(TITLES[Stage(self.stage)])

    @property
    def outcome_title(self) -> str:
        return str(OUTCOMES[Outcome(self.outcome)]) if self.outcome else ""

    @property
    def is_open(self) -> bool:
        return Stage(self.stage) in OPEN

    def get_absolute_url(self) -> str:
        return f"/petitions/{self.id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "number": self.number,
            "wish": self.wish,
            "stage": self.stage,
            "outcome": self.outcome or None,
            "due": self.due.isoformat() if self.due else None,
        }


class Named(models.Model):
    """A record a petition is about. ``before`` is its state before this petition blocked it."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="named")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.CharField(max_length=10, default="")

    unrestricted = models.Manager["Named"]()

    class Meta:
        ordering = ("at", "id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("petition", "record"), name="petition_names_once")
        ]

    @classmethod
    def of(cls, petition: Petition) -> list["Named"]:
        """Return what a petition names, which the caller may see."""
        rows = cls.unrestricted.filter(petition=petition)
        return list(rows.select_related("record__owner", "record__release_class"))

    @classmethod
    def one(cls, petition: Petition, record: UUID) -> "Named | None":
        """Return one of them; None if the petition does not name this record."""
        rows = cls.unrestricted.filter(petition=petition, record_id=record)
        return rows.select_related("record__owner", "record__release_class").first()

    @property
    def is_blocked(self) -> bool:
        return self.record.state == State.BLOCKED

    @property
    def is_erased(self) -> bool:
        """True when nothing of what the record said is kept."""
        return not self.record.body


class Passage(models.Model):
    """One thing done about a petition: by whom, when, and what was said with it."""

    petition = models.ForeignKey(Petition, on_delete=models.CASCADE, related_name="passages")
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    proposer = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(default="")

    unrestricted = models.Manager["Passage"]()

    class Meta:
        ordering = ("at", "id")

    @classmethod
    def of(cls, petition: Petition) -> list["Passage"]:
        """Return what was done about a petition the caller may see, oldest first."""
        rows = cls.unrestricted.filter(petition=petition)
        return list(rows.select_related("officer", "proposer"))

    @classmethod
    def reasons(cls, petition: Petition, verb: str) -> str:
        """Return what was said with the newest of these."""
        rows = cls.unrestricted.filter(petition=petition, verb=verb).order_by("-at", "-id")
        return rows.values_list("text", flat=True).first() or ""


def candidates(reader: Reader, words: list[str], most: int) -> list[Record]:
    """Return the newest own records that bear these words, for naming them in a petition.

    Oversight cannot search the register; within a petition it finds what may be about somebody.
    """
    if not reader.holds(Power.PETITION_SEE) or not words:
        return []
    mine = Record.unrestricted.filter(owner_id=reader.bureau, realm=reader.realm.value)
    mine = mine.exclude(state=State.DRAFT).exclude(kind__in=("basis", "link"))
    return list(narrowing(words).to_walk(mine)[:most])


def due_before(at: datetime) -> Petitions:
    """Return the granted corrections and deletions whose time to be carried out is over."""
    late = Petition.unrestricted.filter(stage=Stage.DECIDED.value, due__lte=at)
    return late.exclude(wish=Wish.ACCESS.value)
