"""Carrying an import on: the file is read whole first, then written batch by batch.

Nothing is written before the file has proved readable to its end. Each batch commits its records
with the place reached, so that a process killed at any moment leaves a state from which the next
one comes to the same result.
"""

from datetime import datetime
from uuid import UUID

from tocsin.rooms.register.actions.intake import batches, reading
from tocsin.rooms.register.models import Import


def carry_on(at: datetime, *, only: UUID | None = None) -> int:
    """Do the next slice of the oldest import under way, or of one; return how many rows it took."""
    waiting = Import.unrestricted.under_way().order_by("started")
    job = (waiting.filter(pk=only) if only else waiting).first()
    if job is None:
        return 0
    if job.phase == Import.Phase.RUNNING:
        return batches.carry_on(job, at)
    return reading.carry_on(job, at)


__all__ = ["carry_on"]
