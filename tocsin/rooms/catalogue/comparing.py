"""Device references side by side: how many in which region, of which strand, month by month.

Only what each owner filed in closed words is counted; a case is a reference and a contact.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tocsin.core.kinds import DeviceReference, read
from tocsin.core.kinds.closed import DeviceCategory, DeviceTag, Region
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.register.models import Record
from tocsin.web.pictures.charts import bars

MOST = 5_000  # references compared at once, the newest of them
PAGE = 50
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Case:
    """One device reference: its record and what it says."""

    record: Record
    said: DeviceReference

    @property
    def tags(self) -> list[str]:
        return [_(tag.wording) for tag in self.said.tags]


@dataclass(frozen=True, slots=True)
class Line:
    """One region: its cases by strand, in the order of the heads, and those of a series."""

    region: str
    word: str
    counts: tuple[tuple[str, int], ...]
    total: int
    series: int


def catalogue(reader: Reader, asked: QueryDict, today: date) -> dict[str, Any]:
    """Return the page's context, and journal the look."""
    reader.need(Power.RECORD_SEE)
    chosen = {name: asked.get(name, "")[:40] for name in ("region", "category", "tag")}
    cases = [case for case in _cases(reader) if _fits(case, chosen)]
    page = Paginator(cases, PAGE).get_page(asked.get("page"))
    shown = [case.record.pk for case in page]
    look(reader, "record.search", *shown, query={"catalogue": chosen})
    heads = [one for one in DeviceCategory if any(case.said.category is one for case in cases)]
    return {
        "chosen": chosen,
        "page": page,
        "heads": [_(one.wording) for one in heads],
        "lines": _lines(cases, heads),
        "trend": bars(by_month(cases, today), _("Cases by month of the event")),
        "regions": [(one.value, _(one.wording)) for one in Region],
        "categories": [(one.value, _(one.wording)) for one in DeviceCategory],
        "tags": [(one.value, _(one.wording)) for one in DeviceTag],
        "total": len(cases),
    }


def _cases(reader: Reader) -> list[Case]:
    rows = Record.few_of(reader, "device_reference").filter(state="released")
    found = []
    for record in rows.select_related("owner").order_by("-changed", "id")[:MOST]:
        said = read("device_reference", record.body)
        assert isinstance(said, DeviceReference)
        found.append(Case(record, said))
    return found


def _fits(case: Case, chosen: dict[str, str]) -> bool:
    said = case.said
    return (
        chosen["region"] in {"", said.region.value}
        and chosen["category"] in {"", said.category.value}
        and (not chosen["tag"] or chosen["tag"] in {tag.value for tag in said.tags})
    )


def _lines(cases: Sequence[Case], heads: Sequence[DeviceCategory]) -> list[Line]:
    lines = []
    for region in Region:
        here = [case.said for case in cases if case.said.region is region]
        if not here:
            continue
        counts = Counter(said.category for said in here)
        series = sum(DeviceTag.SERIES_SUSPECTED in said.tags for said in here)
        each = tuple((_(head.wording), counts[head]) for head in heads)
        lines.append(Line(region.value, _(region.wording), each, len(here), series))
    return lines


def by_month(cases: Sequence[Case], today: date) -> list[tuple[str, float]]:
    """Return the cases of each of the last months, by the day their case files give."""
    months = [_before(today, back) for back in range(MONTHS - 1, -1, -1)]
    known = [case.said.recorded for case in cases if case.said.recorded is not None]
    counts = Counter((one.year, one.month) for one in known if one.month is not None)
    return [(date_format(one, "F Y"), float(counts[one.year, one.month])) for one in months]


def _before(today: date, months: int) -> date:
    at = today.year * 12 + today.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)
