"""A result as a page may show it now: what the reader may no longer see is not shown.

Every weight keeps its reason in words, what speaks against is said in sentences, and beside every
score stands how often such an answer is right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.core.kinds.words import BasisClass, Instruction, Word
from tocsin.core.labels import Use
from tocsin.core.screening import LEAST, THRESHOLD, why_not
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.hits.answer import hidden
from tocsin.rooms.hits.models import CheckResult, Verdict
from tocsin.rooms.hits.precision import Precision, precision
from tocsin.rooms.register.models import Attachment, Record, awaited_of, titles_for

FEATURES: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "name.same": gettext_lazy("Same word"),
    "name.equivalent": gettext_lazy("Form of the same name"),
    "name.sound": gettext_lazy("Sounds the same"),
    "name.similar": gettext_lazy("Similar word"),
    "name.initial": gettext_lazy("Initial"),
    "name.initial-differs": gettext_lazy("Another initial"),
    "name.joined": gettext_lazy("Two words written as one"),
    "name.differs": gettext_lazy("Different word"),
    "name.extra": gettext_lazy("Only asked"),
    "name.missing": gettext_lazy("Only on record"),
    "name.order": gettext_lazy("Other order"),
    "name.lookalike": gettext_lazy("Look-alike letters"),
    "dob.same": gettext_lazy("Date of birth"),
    "dob.month": gettext_lazy("Month of birth"),
    "dob.swapped": gettext_lazy("Day and month swapped"),
    "dob.convention": gettext_lazy("Year of birth, day not known"),
    "dob.year": gettext_lazy("Year of birth"),
    "dob.digit": gettext_lazy("One digit of the date differs"),
    "dob.near": gettext_lazy("Same day, a year or two off"),
    "dob.month-other-day": gettext_lazy("Same month, other day"),
    "dob.year-near": gettext_lazy("Year of birth nearly"),
    "dob.year-other-day": gettext_lazy("Same year, other day"),
    "dob.differs": gettext_lazy("Date of birth differs"),
    "sex.same": gettext_lazy("Sex"),
    "sex.differs": gettext_lazy("Sex differs"),
    "nationality.same": gettext_lazy("Nationality"),
    "nationality.differs": gettext_lazy("Nationality differs"),
    "document.same": gettext_lazy("Document number"),
    "document.differs": gettext_lazy("Another document"),
    "document.scan": gettext_lazy("Number alike but for scanner slips"),
}


@dataclass(frozen=True, slots=True)
class Because:
    """One basis as it is read out at the desk."""

    owner: str
    kind: str
    reference: str
    word: str
    until: datetime | None

    @property
    def instruction(self) -> str:
        """What to do, in words; an instruction this node does not know is shown as it came."""
        return _word(Instruction, self.word)

    def plain(self) -> dict[str, Any]:
        """Return the basis as JSON data."""
        until = self.until.isoformat() if self.until else None
        return {
            "owner": self.owner,
            "class": self.kind,
            "reference": self.reference,
            "instruction": self.word,
            "says": self.instruction,
            "until": until,
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """One result with everything a page needs."""

    result: CheckResult
    verdict: str
    is_visible: bool
    title: str
    url: str
    photograph: str
    awaited: str
    spellings: tuple[str, str]
    reasons: list[dict[str, Any]]
    against: list[str]
    bases: list[Because]
    precision: Precision

    def plain(self) -> dict[str, Any]:
        """Return the hit in the form scripts rely on, with bases and precision beside it."""
        reasons = [{**reason} for reason in self.reasons]
        for reason in reasons:
            reason.pop("label", None)
        return {
            "result": str(self.result.pk),
            "query": self.result.check_made.row or str(self.result.check_made_id),
            "match": str(self.result.record),
            "title": self.title,
            "score": self.result.score,
            "verdict": self.verdict,
            "precision": self.precision.share,
            "reasons": reasons,
            "against": self.against,
            "bases": [basis.plain() for basis in self.bases],
            "disposition": self.result.disposition,
        }

    @property
    def threshold(self) -> float:
        """The score from which an entry is shown at all to this question."""
        return LEAST if self.result.check_made.is_bare else THRESHOLD

    @property
    def points(self) -> float:
        """The score in hundredths, rounded down: no answer is ever certain."""
        return min(floor(self.result.score * 100), 99) / 100

    @property
    def weighing(self) -> list[dict[str, Any]]:
        """The reasons that weigh something."""
        return [reason for reason in self.reasons if reason["weight"]]

    @property
    def instruction(self) -> str:
        """What to do, by the first basis; further ones stand below."""
        return self.bases[0].instruction if self.bases else ""


def shown(reader: Reader, results: Iterable[CheckResult]) -> list[Shown]:
    """Return results as this reader may see them now, in a fixed number of queries."""
    rows = list(results)
    ids = {row.record for row in rows}
    titles = titles_for(reader, ids)
    pictures = _photographs(reader, titles)
    bases = _open_bases(reader, rows)
    awaited = {pk: found[0].standing for pk, found in awaited_of(reader, list(titles)).items()}
    return [_one(row, titles, pictures, awaited, bases) for row in rows]


def _one(
    row: CheckResult,
    titles: dict[UUID, str],
    pictures: dict[UUID, str],
    awaited: dict[UUID, str],
    open_bases: set[str],
) -> Shown:
    visible = row.record in titles
    reasons: list[Any] = row.reasons if visible else hidden(row.reasons)
    said = [{**reason, "label": label_of(reason["feature"])} for reason in reasons]
    return Shown(
        result=row,
        verdict=Verdict.KNOWN.value if row.known else row.verdict,
        is_visible=visible,
        title=titles.get(row.record, ""),
        url=reverse("register:record", args=[row.record]) if visible else "",
        photograph=pictures.get(row.record, ""),
        awaited=awaited.get(row.record, ""),
        spellings=next(
            ((one["query"], one["match"]) for one in said if one["feature"] == "name"), ("", "")
        ),
        reasons=said,
        against=[sentence_against(reason) for reason in why_not(reasons)][:4],
        bases=[_because(basis) for basis in row.bases if basis["basis"] in open_bases],
        precision=precision(row.score),
    )


def label_of(feature: str) -> str:
    """Return a feature in words; one that is new to this table is shown as the engine calls it."""
    return str(FEATURES.get(feature, feature.replace(".", ": ").replace("-", " ")))


def sentence_against(reason: Any) -> str:
    """Return what speaks against a match as a sentence with both sides' values."""
    what, asked, known = label_of(reason["feature"]), reason["query"], reason["match"]
    if asked and known:
        words = {"what": what, "asked": asked, "known": known}
        return _("%(what)s: asked %(asked)s, on record %(known)s") % words
    return f"{what}: {asked or known}" if asked or known else what


def _because(basis: dict[str, Any]) -> Because:
    return Because(
        owner=basis["owner"],
        kind=basis["list"] or _word(BasisClass, basis["class"]),
        reference=basis["reference"],
        word=basis["instruction"],
        until=datetime.fromisoformat(basis["until"]) if basis["until"] else None,
    )


def _word(vocabulary: type[Word], value: str) -> str:
    return next((_(word.wording) for word in vocabulary if word == value), value)


def _open_bases(reader: Reader, rows: Sequence[CheckResult]) -> set[str]:
    """Return which of the bases the results name this reader may still know of."""
    named = {basis["basis"] for row in rows for basis in row.bases}
    screened = Record.visible_to(reader, Use.SCREEN).filter(pk__in=named)
    seen = Record.visible_to(reader).filter(pk__in=named)
    both = {*screened.values_list("pk", flat=True), *seen.values_list("pk", flat=True)}
    return {str(pk) for pk in both}


def _photographs(reader: Reader, titles: dict[UUID, str]) -> dict[UUID, str]:
    """Return the address of the first picture attached to each record the reader sees."""
    found = Attachment.visible_to(reader).filter(
        record_id__in=titles, media_type__startswith="image/"
    )
    pictures = found.order_by("-added").values_list("record_id", "pk")
    return {record: reverse("register:attachment", args=[pk]) for record, pk in pictures}


def today(at: datetime) -> datetime:
    """Return the beginning of the day in the zone the officer works in."""
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
