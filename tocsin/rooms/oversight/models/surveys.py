"""The newest survey of looks of each bureau: what stood out when it was last counted.

A survey holds opaque ids and counts, is replaced whole and may be thrown away at any time.
"""

from typing import ClassVar

from django.db import models

from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reader import Reader


class Survey(models.Model):
    """What stood out in one bureau's log and one realm; counted anew by a clock."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    realm = models.CharField(max_length=20)
    at = models.DateTimeField()
    found = models.JSONField()

    unrestricted = models.Manager["Survey"]()

    @classmethod
    def visible_to(cls, reader: Reader) -> models.QuerySet["Survey"]:
        """Return the survey of the reader's own bureau and realm."""
        return cls.unrestricted.filter(bureau_id=reader.bureau, realm=reader.realm.value)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("bureau", "realm"), name="oversight_one_survey")
        ]
