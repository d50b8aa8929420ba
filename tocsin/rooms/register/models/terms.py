"""Search terms: the folded tokens of a record's text, and the phrases that find by them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from tocsin.rooms.register.models.records import Record, Records

WIDTH = 64
RARE = 30_000  # rows of a prefix that are gathered; a more frequent one is probed
FEW = 2_000  # records that are fetched by id; more than these are walked


@models.UUIDField.register_lookup
class Among(models.Lookup):  # type: ignore[type-arg]  # is not generic where it runs
    """``pk__among=ids``: as ``in``, for thousands of ids in the database's own spelling.

    They go as one parameter, not as one each, which costs more than finding the rows; and an empty
    list is asked about as well, so that the number of queries tells nothing.
    """

    lookup_name = "among"
    prepare_rhs = False

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Write the ids as a JSON array."""
        left, values = self.process_lhs(compiler, connection)
        among = f"{left} IN (SELECT value FROM json_each(%s))"  # noqa: S608  # a column's name
        return among, [*values, json.dumps(self.rhs)]

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Write the ids as an array."""
        left, values = self.process_lhs(compiler, connection)
        return f"{left} = ANY(%s::uuid[])", [*values, self.rhs]


class EndToEnd(models.Aggregate):
    """All values of a column in one text, with commas: row by row they cost five times as much."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """Write it as PostgreSQL has it."""
        return self.as_sql(
            compiler,
            connection,
            function="STRING_AGG",
            template="%(function)s(%(expressions)s::text, ',')",
        )


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


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Words of a search, told apart by how often they occur; each must begin some token.

    ``ids`` are the records that the rare words leave, if they are few; ``gathered`` are words whose
    rows are quickly gathered into a set; ``frequent`` ones are probed record by record.
    """

    ids: list[str] | None
    gathered: list[str]
    frequent: list[str]

    def to_walk(self, records: Records) -> Records:
        """Narrow records for a walk in their order that ends after a page: each is probed."""
        records = self._few(records)
        for word in (*self.gathered, *self.frequent):
            records = records.filter(_probed(word, "pk"))
        return records

    def to_count(self, records: Records) -> Records:
        """Narrow the same records for counting, in no order: sets are gathered first."""
        records = self._few(records)
        for word in self.gathered:
            rows = Term.unrestricted.beginning(word).values("record")
            records = records.filter(pk__in=rows)
        for word in self.frequent:
            records = records.filter(_probed(word, "pk"))
        return records

    def _few(self, records: Records) -> Records:
        return records if self.ids is None else records.filter(pk__among=self.ids)


def narrowing(words: Sequence[str]) -> Narrowing:
    """Look up how often each word occurs, and what the rare ones have in common.

    The same number of queries is made whatever they find, so that the number tells nothing.
    """
    if not words:
        return Narrowing(None, [], [])
    sizes = {word: Term.unrestricted.beginning(word)[: RARE + 1].count() for word in words}
    rare = sorted((word for word in sizes if sizes[word] <= RARE), key=sizes.__getitem__)
    frequent = [word for word in sizes if sizes[word] > RARE]
    found = [_records_with(word, _needed(word, rare)) for word in words]
    kept = [one for word, one in zip(words, found, strict=True) if word in rare]
    ids = set.intersection(*kept) if kept else set()
    if kept and len(ids) <= FEW:
        return Narrowing(list(ids), [], frequent)
    return Narrowing(None, rare, frequent)


def _needed(word: str, rare: Sequence[str]) -> int | None:
    """Return how many records are asked for by a word: all, to be held against another's, if None.

    A frequent word is asked for one, as the number of queries tells nothing then.
    """
    if word not in rare:
        return 1
    return FEW + 1 if len(rare) == 1 else None


def _records_with(word: str, most: int | None) -> set[str]:
    """Return records in which the word begins a token.

    Their ids are as the database spells them, for they only go back to it.
    """
    rows = Term.unrestricted.beginning(word)
    few = rows if most is None else rows.values("record").distinct()[:most]
    together = few.aggregate(ids=EndToEnd("record"))["ids"]
    return set(together.split(",")) if together else set()


def _probed(word: str, record: str) -> models.Exists:
    return models.Exists(Term.unrestricted.filter(record=models.OuterRef(record)).beginning(word))
