"""What grows old or is taken back: checks past their days, what they say of a withdrawn record."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from tocsin.rooms.hits.answer import hidden
from tocsin.rooms.hits.models import UNDER_WAY, Check, CheckResult, Clearance, Manifest
from tocsin.rooms.hits.subjects import taken_back

KEEP = timedelta(days=30)
AT_ONCE = 500


def erase_old(at: datetime) -> int:
    """Erase checks and finished manifests older than their days; the journal keeps that they were.

    Confirmed entries go too: what is confirmed is told to the record's owner, not kept in a pile.
    """
    before = at - KEEP
    old = Check.unrestricted.filter(at__lt=before).order_by("at").values("pk")[:AT_ONCE]
    with transaction.atomic():
        _, counts = Check.unrestricted.filter(
            pk__in=list(old.values_list("pk", flat=True))
        ).delete()
        gone = counts.get("hits.Check", 0)
        done = Manifest.unrestricted.filter(started__lt=before).exclude(phase__in=UNDER_WAY)
        done = done.filter(checks__isnull=True)
        gone += done.delete()[1].get("hits.Manifest", 0)
        gone += Clearance.unrestricted.filter(until__lt=before).delete()[0]
    return gone


def forget(records: Collection[UUID]) -> int:
    """Blank what results say of records that are no longer in force: title, values, bases.

    That there was an answer, its verdict and what the officer made of it stay; what the owner took
    back does not. Returns how many results were blanked.
    """
    changed = []
    gone = taken_back(records)
    for result in CheckResult.unrestricted.filter(record__in=gone).exclude(title="", bases=[]):
        result.title, result.bases = "", []
        result.reasons = hidden(result.reasons)
        changed.append(result)
    CheckResult.unrestricted.bulk_update(changed, ["title", "bases", "reasons"], batch_size=200)
    return len(changed)
