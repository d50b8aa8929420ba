"""Reading the change feed: each consumer with its own cursor, in order, at least once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from tocsin.rooms.register.models import Change, Cursor, newest_change


@dataclass(frozen=True, slots=True)
class Reaction:
    """One consumer: ``react`` is given changes in order and must bear seeing one twice.

    What is urgent is not kept waiting by what is not, as with clocks.
    """

    consumer: str
    react: Callable[[Sequence[Change]], None]
    urgent: bool = False


def late(consumers: Iterable[str]) -> frozenset[str]:
    """Return those of these consumers that have something to read, or never read: no lock taken."""
    newest = newest_change()
    read = Cursor.unrestricted.filter(number__gte=newest).values_list("consumer", flat=True)
    return frozenset(consumers) - frozenset(read)


def run(reaction: Reaction, *, most: int = 500) -> int:
    """Give the consumer its next changes and move its cursor in the same transaction."""
    with transaction.atomic():
        Cursor.unrestricted.get_or_create(consumer=reaction.consumer)
        cursor = Cursor.unrestricted.select_for_update().get(consumer=reaction.consumer)
        changes = list(Change.unrestricted.filter(number__gt=cursor.number)[:most])
        if not changes:
            return 0
        reaction.react(changes)
        cursor.number = changes[-1].number
        cursor.save(update_fields=["number"])
    return len(changes)
