"""What a profile meets: its facts looked up as its owner sees them, held against the framework."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from tocsin.core.kinds import Person, Profile, read
from tocsin.core.kinds.profiling import Criterion
from tocsin.core.kinds.words import Care, PersonStatus
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.profiles import agreeing
from tocsin.rooms.profiles.agreeing import Version
from tocsin.rooms.profiles.rules import Facts, barred, met
from tocsin.rooms.register.models import Attachment, Record

ADULT = 18
CASES = ("device_reference", "material_reference")
CARED_FOR = frozenset(
    {
        PersonStatus.WITNESS,
        PersonStatus.VICTIM,
        PersonStatus.MISSING,
        PersonStatus.UNABLE_TO_IDENTIFY,
        PersonStatus.UNIDENTIFIED_BODY,
        PersonStatus.ACQUITTED,
    }
)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What was found: criteria met, those lacking, and what no framework can waive."""

    version: Version | None
    met: tuple[Criterion, ...]
    lacking: tuple[Criterion, ...]
    bars: tuple[str, ...]

    @property
    def qualifies(self) -> bool:
        """Whether it may be released to the group."""
        return self.version is not None and not (self.lacking or self.bars)


def assess(reader: Reader, profile: Record, said: Profile, today: date) -> Assessment:
    """Return what a profile of the reader's own bureau meets now."""
    framework = Record.few_of(reader, "framework").filter(pk=UUID(said.framework))
    found = framework.select_related("owner").first()
    version = agreeing.in_force(reader, found) if found is not None else None
    facts = gathered(reader, profile, said, today)
    criteria = met(facts)
    lacking = version.said.lacking(frozenset(criteria)) if version else ()
    return Assessment(version, criteria, lacking, barred(facts))


def gathered(reader: Reader, profile: Record, said: Profile, today: date) -> Facts:
    """Return the facts of a profile, as far as the reader sees them."""
    person = Record.visible_to(reader).of_kind("person").filter(pk=UUID(said.person)).first()
    if person is None or person.state != "released":
        return Facts(person_in_force=False)
    body = read("person", person.body)
    assert isinstance(body, Person)
    here = set(
        Attachment.visible_to(reader).filter(record=profile).values_list("digest", flat=True)
    )
    born = [one.date for one in body.births]
    return Facts(
        stated=frozenset(said.stated),
        alert=Notice.visible_to(reader).about(person.pk).in_force().exists(),
        case=_is_linked(reader, person, CASES),
        birth_date=any(one.is_day for one in born),
        nationality=bool(body.nationalities),
        document=bool(body.documents) or _is_linked(reader, person, ("travel_document",)),
        kept=frozenset(one.what for one in said.held if one.digest in here),
        minor=Care.MINOR in body.care or any(_is_young(one.latest, today) for one in born),
        cared_for=body.status in CARED_FOR or bool({Care.VICTIM, Care.WITNESS} & set(body.care)),
    )


def good_until(said: Profile, version: Version) -> date:
    """Return the first day on which it must have been assessed again."""
    start = said.reviewed.earliest
    months = start.year * 12 + start.month - 1 + version.said.review_months
    first = date(months // 12, months % 12 + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=start.day - 1), following - timedelta(days=1))


def _is_linked(reader: Reader, person: Record, kinds: tuple[str, ...]) -> bool:
    seen = Record.visible_to(reader).of_kind(*kinds).filter(state="released")
    ends = Q(link__source=person, link__target__in=seen)
    ends |= Q(link__target=person, link__source__in=seen)
    return Record.visible_to(reader).of_kind("link").filter(ends, state="released").exists()


def _is_young(latest: date, today: date) -> bool:
    """Say whether somebody born then at the latest may be under age; the doubt is hers."""
    grown = latest.year + ADULT, latest.month, latest.day
    return grown > (today.year, today.month, today.day)
