"""Peers: the bureaus one exchanges with, how their line stands, and what they said of their log."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.core.statements import cards
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.models.memory import JOURNALS, Finding

SILENT = timedelta(hours=1)


@lru_cache(maxsize=256)
def card_of(text: str) -> cards.Card:
    """Return the card of this text, all its signatures verified the first time it is met."""
    return cards.decode(text.encode())


class Peers(models.QuerySet["Peer"]):
    """Peers, read as phrases."""

    def of_the_machine(self, bureau: UUID) -> "Peers":
        """Narrow to those that a bureau's machine knows: accepted once, paused or ended since."""
        return self.filter(bureau=bureau, accepted__isnull=False)

    def open(self) -> "Peers":
        """Narrow to those with whom something flows."""
        return self.filter(state=Peer.State.ACCEPTED)

    def due(self, at: datetime) -> "Peers":
        """Narrow to open ones that called, have waited long enough, or are owed something."""
        return self.open().filter(Q(next_call__isnull=True) | Q(next_call__lte=at))


class Peer(models.Model):
    """One line between a bureau of this node and a bureau elsewhere."""

    class State(models.TextChoices):
        ADDED = "added", _("To be accepted")
        ACCEPTED = "accepted", _("Accepted")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ADDED)
    card = models.TextField()
    url = models.CharField(max_length=300)
    certificate = models.TextField(default="")
    endpoint = models.TextField()
    moved = models.DateTimeField(help_text="when the endpoint in use was signed")
    added = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    answers = models.BooleanField(default=False, help_text="the other side accepted us too")
    heard = models.DateTimeField(null=True, help_text="the last call that went well")
    called = models.DateTimeField(null=True, help_text="the last call it made to us")
    error = models.CharField(max_length=300, default="")
    failures = models.PositiveIntegerField(default=0)
    next_call = models.DateTimeField(null=True)
    news = models.BooleanField(default=False, help_text="there is something it was not told of yet")
    reconciled = models.DateTimeField(null=True)
    groups_seen = models.BigIntegerField(default=0, help_text="the newest group version followed")
    memory = models.TextField(default="", help_text="what the machine remembers of it")
    poked = models.DateTimeField(null=True, help_text="it said that it has news for us")
    via = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", help_text="the hub"
    )
    relays = models.BooleanField(default=False, help_text="messages are passed on for it")

    unrestricted = Peers.as_manager()

    class Meta:
        ordering = ("partner__code",)
        constraints = (
            models.UniqueConstraint(fields=("bureau", "partner"), name="peer_once"),
            models.CheckConstraint(
                name="peer_is_another", condition=~Q(bureau=models.F("partner"))
            ),
        )

    @classmethod
    def visible_to(cls, reader: Reader) -> Peers:
        """Return the peers of the reader's bureau, for those who keep them or own records."""
        if not reader.holds(Power.PEER_SEE):
            return cls.unrestricted.none()
        return cls.unrestricted.filter(bureau_id=reader.bureau)

    @property
    def title(self) -> str:
        """What a page or proposal calls it."""
        return f"{self.partner.code} · {self.partner.name}"

    def read_card(self) -> cards.Card:
        """Return the card in force; the same text is verified once in a process."""
        return card_of(self.card)

    def fault(self) -> Finding | None:
        """Return how its journal, or ours in its eyes, contradicts itself; None if all is well."""
        found = Finding.unrestricted.filter(bureau_id=self.bureau_id, about=self.partner_id)
        return found.filter(kind__in=JOURNALS, looked__isnull=True).first()

    def get_absolute_url(self) -> str:
        return f"/peers/{self.id}/"

    def summary(self) -> dict[str, Any]:
        return {
            "id": str(self.id),
            "bureau": self.partner.code,
            "name": self.partner.name,
            "state": self.state,
            "answers": self.answers,
            "url": self.url,
            "heard": self.heard.isoformat() if self.heard else None,
            "error": self.error,
            "fault": fault.kind if (fault := self.fault()) is not None else "",
        }


class Cursor(models.Model):
    """How far one collection of a peer has been read; moved with what was read, or not at all."""

    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="cursors")
    collection = models.UUIDField()
    added_after = models.CharField(max_length=40, default="")

    unrestricted = models.Manager["Cursor"]()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("peer", "collection"), name="peer_cursor_once"),
        )


class Nonce(models.Model):
    """A number that a request was made with: it opens nothing a second time."""

    key = models.CharField(max_length=104, primary_key=True)
    at = models.DateTimeField()

    unrestricted = models.Manager["Nonce"]()


class Witnessed(models.Model):
    """A state of a peer's log as it signed it, kept with our cosignature: evidence for good."""

    peer = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="witnessed")
    epoch = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    text = models.TextField()
    at = models.DateTimeField()

    unrestricted = models.Manager["Witnessed"]()

    class Meta:
        ordering = ("-epoch", "-size")
        constraints = (
            models.UniqueConstraint(fields=("peer", "epoch", "size"), name="peer_witnessed_once"),
        )
