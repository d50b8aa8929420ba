"""What the machine of each bureau remembers beside copies, holders and feeds (core/protocol)."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.models import Bureau, Group
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader

OURS = "own-journal-"
_RED = ("forked", "shortened", "rewritten")
JOURNALS = (*_RED, *(f"{OURS}{kind}" for kind in _RED))  # kinds of finding: a journal is at fault


class Memory(models.Model):
    """One bureau's machine; its row is locked while a call of it lasts, so that calls queue."""

    bureau = models.OneToOneField(Bureau, on_delete=models.PROTECT, primary_key=True)
    generation = models.PositiveIntegerField(default=0, help_text="of its feeds, from 0")
    catching_up = models.BooleanField(default=False)
    restored = models.CharField(max_length=36, default="", help_text="which restore it knows of")
    serial = models.PositiveIntegerField(default=0, help_text="of the own card that peers know")
    looked = models.DateTimeField(null=True, help_text="up to when the end of releases was seen")

    unrestricted = models.Manager["Memory"]()


class Own(models.Model):
    """What stands beside an own record: its withdrawal as signed once, and blocks by others."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField()
    memory = models.TextField(help_text="the entry as canonical JSON, without its version")

    unrestricted = models.Manager["Own"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bureau", "subject"), name="own_once"),)


class Freshness(models.Model):
    """Until when a group's membership was known to be the newest."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    as_of = models.DateTimeField()

    unrestricted = models.Manager["Freshness"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bureau", "group"), name="freshness_once"),)


class Took(models.Model):
    """The digest of a statement that was once kept here to be handed on."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)

    unrestricted = models.Manager["Took"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bureau", "digest"), name="took_once"),)


class Finding(models.Model):
    """Something the machine shows about a peer or record, once, with signed texts that prove it."""

    class Level(models.TextChoices):
        RED = "red", _("Against the rules")
        AMBER = "amber", _("To know")

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    level = models.CharField(max_length=5, choices=Level.choices)
    about = models.UUIDField(null=True, help_text="the bureau it is about")
    subject = models.UUIDField(null=True, help_text="the record or group")
    at = models.DateTimeField()
    evidence = models.JSONField(default=list)
    looked = models.DateTimeField(null=True, help_text="when officers had looked at it")

    unrestricted = models.Manager["Finding"]()

    class Meta:
        ordering = ("-at",)
        constraints = (
            models.UniqueConstraint(
                fields=("bureau", "kind", "about", "subject", "looked"),
                name="exchange_finding_once",
                nulls_distinct=False,
            ),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Finding"]:
        """Return what the machine of the reader's bureau shows."""
        if not reader.holds(Power.PEER_SEE):
            return cls.unrestricted.none()
        return cls.unrestricted.filter(bureau_id=reader.bureau)

    def summary(self) -> dict[str, Any]:
        return {"kind": self.kind, "level": self.level, "at": self.at.isoformat()}

    @property
    def is_ours(self) -> bool:
        """Whether it is our own journal that a peer found to contradict itself."""
        return self.kind.startswith(OURS)
