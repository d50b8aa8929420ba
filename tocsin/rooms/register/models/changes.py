"""The ordered feed of changes and how far each consumer has read it."""

from django.db import models


class FeedHead(models.Model):
    """The last number given in the feed: one row, locked by writers, so order is commit order."""

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


def slowest_consumer() -> int | None:
    """Return the change up to which every consumer has read; None where there is no consumer."""
    found: int | None = Cursor.unrestricted.aggregate(least=models.Min("number"))["least"]
    return found
