"""What is offered to whom: an append-only feed a peer and group, and the ledger of holders."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.models import Bureau, Group
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.models.peers import Peer
from tocsin.rooms.register.models import Record


class Feed(models.Model):
    """One collection: what a peer is offered through a group, or directly where there is none.

    ``inbox`` is where the peer posts its receipts and statements to us.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="feeds")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    inbox = models.BooleanField(default=False)
    last = models.DateTimeField(null=True, help_text="date_added of the newest row")
    shown = models.DateTimeField(null=True, help_text="the furthest place that a page reached")

    unrestricted = models.Manager["Feed"]()

    class Meta:
        ordering = ("inbox", "group_id")
        constraints = (
            models.UniqueConstraint(
                fields=("peer", "group", "inbox"), name="feed_once", nulls_distinct=False
            ),
        )


class FeedRow(models.Model):
    """One line of a feed. Never changed; whether it still holds is asked when it is served."""

    class Act(models.TextChoices):
        OFFER = "offer", _("offer")
        RETRACT = "retract", _("retract")
        MEMBERSHIP = "membership", _("membership")
        CARD = "card", _("card")

    id = models.BigAutoField(primary_key=True)
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="rows")
    added = models.DateTimeField()
    act = models.CharField(max_length=10, choices=Act.choices)
    subject = models.UUIDField(help_text="the record, group or bureau it tells of")
    mark = models.CharField(max_length=80, help_text="the state it stood at")

    unrestricted = models.Manager["FeedRow"]()

    class Meta:
        ordering = ("added",)
        constraints = (
            models.UniqueConstraint(fields=("feed", "added"), name="feed_row_moment_once"),
        )
        indexes = (models.Index(fields=("feed", "subject")),)


class Standing(models.Model):
    """What one peer is offered of one record now, and through which feed it last heard of it."""

    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="+")
    subject = models.UUIDField()
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=80)
    act = models.CharField(max_length=10, choices=FeedRow.Act.choices)
    added = models.DateTimeField(help_text="date_added of its newest row")

    unrestricted = models.Manager["Standing"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("peer", "subject"), name="peer_standing_once"),
        )


class Holdings(models.QuerySet["Holding"]):
    """Holders, read as phrases."""

    def recalled(self) -> "Holdings":
        return self.filter(recalled__isnull=False)

    def unconfirmed(self) -> "Holdings":
        """Narrow to those asked to give a copy up who have not said that they did."""
        return self.filter(recalled__isnull=False, confirmed__isnull=True)

    def overdue(self, before: datetime) -> "Holdings":
        return self.unconfirmed().filter(reminded__lte=before)


class Holding(models.Model):
    """The ledger of holders: that a bureau was given a record, and what became of the copy.

    ``peer`` is None for a holder that got it from a peer of ours, as its receipts say.
    """

    class Outcome(models.TextChoices):
        NONE = "", _("nothing yet")
        HELD = "held", _("holds it")
        REFUSED = "refused", _("in quarantine there")
        PURGED = "purged", _("purged")
        KEPT = "kept", _("kept under legal hold")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    holder = models.UUIDField()
    peer = models.ForeignKey(Peer, null=True, on_delete=models.PROTECT, related_name="holdings")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+")
    served = models.DateTimeField(null=True)
    mark = models.CharField(max_length=40, default="", help_text="the state last given")
    said = models.DateTimeField(null=True, help_text="the moment of its newest receipt")
    held = models.DateTimeField(null=True)
    recalled = models.DateTimeField(null=True)
    recall = models.CharField(max_length=100, default="", help_text="what a receipt must answer")
    reminded = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)
    confirmed = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, default="", blank=True)
    receipt = models.TextField(default="", help_text="the holder's newest receipt, as signed")

    unrestricted = Holdings.as_manager()

    class Meta:
        ordering = ("-served",)
        constraints = (
            models.UniqueConstraint(fields=("bureau", "record", "holder"), name="holding_once"),
        )
        indexes = (models.Index(fields=("recalled", "confirmed")),)

    @classmethod
    def visible_to(cls, reader: Reader) -> Holdings:
        """Return who holds what of the reader's bureau, for records she may see at all."""
        if not reader.holds(Power.PEER_SEE):
            return cls.unrestricted.none()
        mine = cls.unrestricted.filter(bureau_id=reader.bureau)
        return mine.filter(record__realm=reader.realm.value)

    @property
    def code(self) -> str:
        """What the holder is called: its code, or its id where it is no peer."""
        return self.peer.partner.code if self.peer else str(self.holder)

    @property
    def name(self) -> str:
        """The holder's name, as far as it is known."""
        return self.peer.partner.name if self.peer else str(self.holder)

    def get_absolute_url(self) -> str:
        return f"/recalls/{self.record_id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "record": str(self.record_id),
            "holder": self.code,
            "served": self.served.isoformat() if self.served else None,
            "recalled": self.recalled.isoformat() if self.recalled else None,
            "confirmed": self.confirmed.isoformat() if self.confirmed else None,
            "outcome": self.outcome,
        }


def holders_of(reader: Reader, record: UUID) -> list[Holding]:
    """Return who was given this record, as the reader's bureau knows."""
    rows = Holding.visible_to(reader).filter(record_id=record)
    return list(rows.select_related("peer__partner").order_by("peer__partner__code"))
