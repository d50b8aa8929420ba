"""Search terms: the folded tokens of a record's text, and the phrases that find by them."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection, models

from tocsin.rooms.register.models.records import Record, Records

WIDTH = 64
RARE = 30_000  # rows of a prefix that may be intersected; a more frequent one is probed
NOBODY = UUID(int=0)  # keeps an empty answer from being known without asking the database
FEW = 2_000  # records that are fetched by id; more than these are walked


class Terms(models.QuerySet["Term"]):
    """Querysets that read as phrases."""

    def beginning(self, prefix: str) -> "Terms":
        """Narrow to tokens with this prefix; a prefix that ends in a space is a whole token."""
        word = prefix.rstrip()[:WIDTH]
        if word != prefix:
            return self.filter(token=word)
        if connection.vendor == "postgresql":
            return self.filter(token__startswith=word)
        return self.filter(token__gte=word, token__lt=word + "\U0010ffff")


class Term(models.Model):
    """One folded search token of a record's text, or a mark such as ``country:POL``."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="+", db_index=False)
    token = models.CharField(max_length=WIDTH)

    unrestricted = Terms.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=("token", "record"),
                name="term_token",
                opclasses=("varchar_pattern_ops", "uuid_ops"),
            ),
            models.Index(fields=("record", "token"), name="term_record"),
        )


def found_by(records: Records, words: Sequence[str]) -> Records:
    """Narrow to records in which every word begins some token.

    The same number of queries is made whatever they find, so that the number tells nothing. Rare
    words are intersected in their index; frequent ones are probed record by record.
    """
    if not words:
        return records
    sizes = [Term.unrestricted.beginning(word)[: RARE + 1].count() for word in words]
    rare = [word for word, size in zip(words, sizes, strict=True) if size <= RARE]
    ids = _intersection(rare or list(words[:1]), FEW + 1)
    if rare and len(ids) <= FEW:
        records = records.filter(pk__in=[NOBODY, *ids])
        words = [word for word in words if word not in rare]
    for word in words:
        having = Term.unrestricted.filter(record=models.OuterRef("pk")).beginning(word)
        records = records.filter(models.Exists(having))
    return records


def _intersection(words: Sequence[str], most: int) -> list[UUID]:
    first, *others = (Term.unrestricted.beginning(word).values_list("record_id") for word in words)
    if others:
        return [pk for (pk,) in first.intersection(*others)[:most]]
    return [pk for (pk,) in first.distinct()[:most]]
