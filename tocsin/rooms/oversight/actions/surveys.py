"""Surveys of looks: counted by a clock, thrown away when what they were counted from is erased."""

from datetime import datetime, timedelta
from uuid import UUID

from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.oversight.models import Survey
from tocsin.rooms.oversight.unusual import counted

LASTS = timedelta(minutes=10)


def survey(at: datetime) -> int:
    """Count the looks of every bureau of this node whose survey is missing or old."""
    done = 0
    for bureau in Bureau.unrestricted.values_list("pk", flat=True):
        for realm in Realm:
            now = Survey.unrestricted.filter(bureau=bureau, realm=realm.value, at__gt=at - LASTS)
            if not now.exists():
                log = Entry.unrestricted.of(bureau).filter(realm=realm.value)
                Survey.unrestricted.update_or_create(
                    bureau_id=bureau,
                    realm=realm.value,
                    defaults={"at": at, "found": counted(log, at)},
                )
                done += 1
    return done


def forget(bureau: UUID) -> None:
    """Throw a bureau's surveys away: entries they were counted from are erased."""
    Survey.unrestricted.filter(bureau=bureau).delete()
