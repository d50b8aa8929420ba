"""A record's circle: what it is linked to, where the reader sees both ends, drawn and listed."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tocsin.core.kinds import KINDS, Body, Link, inverse_wording, read, read_as, relations_between
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models import Record
from tocsin.rooms.register.searching import suggest
from tocsin.web.pictures import Edge, Event, Node, graph, timeline

MOST = 60
ICONS = {"device_reference": "device", "material_reference": "material"}


@dataclass(frozen=True, slots=True)
class Tie:
    """One link as read from this record: the words, the other end, the link's own record."""

    wording: str
    other: Record
    link: Record
    since: str = ""
    until: str = ""


def ties(reader: Reader, record: Record, *, most: int = MOST) -> list[Tie]:
    """Return the links of a record that the reader sees: the link itself and its other end."""
    links = list(Record.links_of(reader, record).select_related("owner")[:most])
    ends = {link.pk: _other_end(link, record) for link in links}
    others = Record.visible_to(reader).in_bulk({str(end) for end in ends.values()})
    found = []
    for link in links:
        other = next((one for one in others.values() if str(one.pk) == ends[link.pk]), None)
        if other is not None:
            found.append(_tie(record, link, other))
    return found


def ends(reader: Reader, record: Record, words: str) -> list[Record]:
    """Return the few records that match the words and may be linked to from this one."""
    kinds = [kind for kind in KINDS if relations_between(record.kind, kind)]
    return [one for one in suggest(reader, words, kinds=kinds) if one.pk != record.pk]


def _other_end(link: Record, record: Record) -> str:
    source, target = str(link.body["source"]), str(link.body["target"])
    return target if source == str(record.pk) else source


def _tie(record: Record, link: Record, other: Record) -> Tie:
    relation = read_as(Link, link.body).relation
    starts_here = link.body["source"] == str(record.pk)
    wording = relation.wording if starts_here else inverse_wording(relation)
    since, until = link.body.get("since", ""), link.body.get("until", "")
    return Tie(_(wording), other, link, since, until)


def picture(record: Record, found: list[Tie]) -> SafeString | None:
    """Return the graph of a record with what it is linked to; None where there is nothing."""
    if not found:
        return None
    nodes = {str(record.pk): _node(record, focus=True)}
    edges = []
    for tie in found:
        nodes.setdefault(str(tie.other.pk), _node(tie.other))
        edges.append(Edge(str(record.pk), str(tie.other.pk), tie.wording))
    return graph(list(nodes.values()), edges, _("Links of this record"))


def _node(record: Record, *, focus: bool = False) -> Node:
    kind = ICONS.get(record.kind, record.kind)
    url = "" if focus else record.get_absolute_url()
    return Node(str(record.pk), record.title, kind, url, is_focus=focus)


def dates(body: Body, found: list[Tie]) -> SafeString | None:
    """Return the timeline of a body's dates and its links; None where fewer than two are known."""
    events = [
        Event(
            _moment(dated.date.earliest),
            _(dated.wording) + (f" ({dated.date})" if not dated.date.is_day else ""),
            _moment(dated.until.latest) if dated.until else None,
        )
        for dated in body.dates()
    ]
    for tie in found:
        for dated in read("link", tie.link.body).dates():
            until = _moment(dated.until.latest) if dated.until else None
            label = f"{tie.wording} {tie.other.title}"
            events.append(
                Event(_moment(dated.date.earliest), label, until, url=tie.other.get_absolute_url())
            )
    return timeline(events, _("Dates of this record")) if len(events) > 1 else None


def _moment(day: object) -> datetime:
    return datetime.combine(day, time(), UTC)  # type: ignore[arg-type]
