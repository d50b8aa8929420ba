"""Parcels on their way between two peers of a bureau of this node, which passes them on unread."""

from uuid import uuid4

from django.db import models

from tocsin.rooms.exchange.models.peers import Peer


class Relayed(models.Model):
    """A sealed parcel that waits for its addressee to fetch it, for a week at most."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sender = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="+")
    receiver = models.ForeignKey(Peer, on_delete=models.CASCADE, related_name="relayed")
    parcel = models.TextField()
    size = models.PositiveIntegerField()
    at = models.DateTimeField()

    unrestricted = models.Manager["Relayed"]()

    class Meta:
        ordering = ("at", "id")
