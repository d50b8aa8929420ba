"""What came from peers: copies held here, what waits in quarantine, what is owed to them."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.models import Bureau, Officer
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.models.peers import Peer
from tocsin.rooms.register.models import Awaited, Record
from tocsin.web.telling import SentenceField


class Copies(models.QuerySet["Copy"]):
    """Copies, read as phrases."""

    def to_confirm(self) -> "Copies":
        """Narrow to those whose purge is done but not yet followed by every consumer."""
        return self.filter(state=Copy.State.PURGING)


class Copy(models.Model):
    """What a bureau of this node knows of a record of another's: it holds it, or did, or never.

    ``memory`` is the machine's entry as canonical JSON, without its version, which the register
    keeps; ``record`` is None where nothing of it ever came.
    """

    class State(models.TextChoices):
        HELD = "held", _("Held")
        PURGING = "purging", _("Being purged")
        PURGED = "purged", _("Purged")
        HOLD = "hold", _("Kept under legal hold")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record = models.ForeignKey(Record, null=True, on_delete=models.CASCADE, related_name="+")
    subject = models.UUIDField(help_text="the record's id, whether it is here or not")
    owner = models.UUIDField()
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    peer = models.ForeignKey(Peer, null=True, on_delete=models.PROTECT, related_name="+")
    memory = models.TextField(default="")
    state = models.CharField(max_length=8, choices=State.choices, default=State.HELD)
    since = models.DateTimeField()
    withdrawal = models.TextField(default="", help_text="the owner's newest recall, as signed")
    recalled = models.DateTimeField(null=True, help_text="the moment the owner's recall names")
    feed_number = models.BigIntegerField(default=0, help_text="the change every consumer must pass")
    hold_reason = models.CharField(max_length=300, default="")
    hold_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    ended = models.DateTimeField(null=True)

    unrestricted = Copies.as_manager()

    class Meta:
        ordering = ("-since",)
        constraints = (models.UniqueConstraint(fields=("bureau", "subject"), name="copy_once"),)
        indexes = (
            models.Index(fields=("state",), name="copy_purging", condition=Q(state="purging")),
            models.Index(fields=("bureau", "owner")),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> Copies:
        """Return the copies of the reader's bureau, in her realm."""
        if not reader.holds(Power.COPY_KEEP):
            return cls.unrestricted.none()
        mine = cls.unrestricted.filter(bureau_id=reader.bureau)
        return mine.filter(record__realm=reader.realm.value)

    @classmethod
    def behind(cls, reader: Reader, record: Record) -> "Copy | None":
        """Return the copy her bureau holds of a record that she sees, whatever her powers."""
        here = (cls.State.HELD, cls.State.HOLD)
        mine = cls.unrestricted.filter(bureau_id=reader.bureau, record=record, state__in=here)
        return mine.select_related("peer__partner").first()

    @property
    def title(self) -> str:
        return self.record.title if self.record else ""

    @property
    def waits_for_a_line(self) -> bool:
        """Say whether files are awaited that come only over a direct line, and there is none."""
        awaited = Awaited.unrestricted.filter(record=self.record, refused__isnull=True)
        lines = Peer.unrestricted.open().filter(bureau=self.bureau_id, partner_id=self.owner)
        return awaited.exists() and not lines.filter(via__isnull=True).exists()

    def get_absolute_url(self) -> str:
        return f"/records/{self.subject}/"

    def summary(self) -> dict[str, Any]:
        return {"id": str(self.id), "record": str(self.subject), "state": self.state}


class Quarantined(models.Model):
    """Something a peer sent that cannot be accepted as it is. Nothing acts on it; it is shown."""

    class Why(models.TextChoices):
        FORM = "form", _("Its form is broken")
        SIGNATURE = "signature", _("Its signature does not hold")
        KEY = "key", _("Signed by a key that counts no more")
        OWNER = "owner", _("It is not its sender's to say")
        GROUP = "group", _("It names a group this node does not know")
        MARKING = "marking", _("It carries a marking this node does not know")
        UNKNOWN = "unknown", _("Its kind or version is not known here")
        WAITS = "waits", _("It belongs to a record that has not arrived")
        STALE = "stale", _("Its owner has said something newer")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="quarantined")
    key = models.CharField(max_length=64, help_text="the digest of what was sent")
    identifier = models.CharField(max_length=300, default="")
    why = models.CharField(max_length=10, choices=Why.choices)
    sentence = SentenceField()
    raw = models.TextField(help_text="what was signed, as it came; never a body")
    at = models.DateTimeField()
    decision = models.CharField(max_length=24, default="")
    record = models.UUIDField(null=True, help_text="the record that waits here; None for refusals")
    waits_for = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)
    ready = models.BooleanField(default=False, help_text="its peer is asked for it again")

    unrestricted = models.Manager["Quarantined"]()

    class Meta:
        ordering = ("-at",)
        constraints = (models.UniqueConstraint(fields=("peer", "key"), name="quarantined_once"),)
        indexes = (models.Index(fields=("why",)), models.Index(fields=("record",)))

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Quarantined"]:
        """Return what the reader's bureau keeps in quarantine."""
        if not reader.holds(Power.PEER_SEE):
            return cls.unrestricted.none()
        return cls.unrestricted.filter(peer__bureau_id=reader.bureau)

    @property
    def title(self) -> str:
        return self.identifier

    def get_absolute_url(self) -> str:
        return "/quarantine/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "from": self.peer.partner.code,
            "identifier": self.identifier,
            "why": self.why,
            "sentence": self.sentence,
        }


class Outgoing(models.Model):
    """A signed statement on its way: sent until it has been taken, in order, then struck.

    ``peer`` is who is handed it: ``to`` itself, or the peer through whom it came.
    """

    id = models.BigAutoField(primary_key=True)
    bureau = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="+")
    peer = models.ForeignKey(Peer, null=True, on_delete=models.CASCADE, related_name="outgoing")
    digest = models.CharField(max_length=64)
    to = models.UUIDField()
    via = models.UUIDField(null=True)
    statement = models.TextField()
    about = models.UUIDField()
    at = models.DateTimeField()

    unrestricted = models.Manager["Outgoing"]()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("bureau", "digest"), name="outgoing_once"),)


def waiting_since(peer: Peer) -> datetime | None:
    """Return since when something is owed to this peer."""
    return Outgoing.unrestricted.filter(peer=peer).values_list("at", flat=True).first()
