"""Records as STIX or MISP: what this reader may export, told as this reader may be told it.

Every record that leaves is journalled before it does. A link goes along when both its ends do;
a reference to a record the reader does not see keeps no name but its number.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import NotFound
from tocsin.core.formats import misp, stix
from tocsin.core.labels import Label, Use
from tocsin.core.statements.signed import Signed
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.register.models import Record, Revision
from tocsin.rooms.register.searching import Query, exported
from tocsin.rooms.release.models import allowed

MOST = 5_000
_UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write records: its name in addresses, its title, what a file of it is."""

    name: str
    title: str | Promise
    media: str
    ending: str
    write: Callable[[Sequence[stix.Told], stix.Author], bytes]


def _bundle(told: Sequence[stix.Told], _exporter: stix.Author) -> bytes:
    return stix.bundle(told)


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "stix": Form(
            "stix", _("STIX bundle"), "application/stix+json;version=2.1", "stix.json", _bundle
        ),
        "misp": Form("misp", _("MISP event"), "application/json", "misp.json", misp.event),
    }
)


def forms(reader: Reader, record: Record) -> tuple[Form, ...]:
    """Return the forms in which this reader may export a record she sees."""
    if not reader.holds(Power.RECORD_EXPORT):
        return ()
    is_allowed = record.release_class_id in allowed(reader, Use.EXPORT, timezone.now())
    return tuple(FORMS.values()) if is_allowed else ()


def several(reader: Reader, query: Query, form: Form) -> bytes:
    """Return what a search finds and the reader may export, with the links between it.

    Raises ``TooLarge`` past the limit before anything is journalled, ``InvalidInput`` for nothing.
    """
    records = list(exported(reader, query, most=MOST))
    ids = [record.pk for record in records]
    links = _exportable(reader).of_kind("link").filter(link__source__in=ids, link__target__in=ids)
    known = set(ids)
    joined = [link for link in links.order_by("pk") if link.pk not in known]
    look(reader, "record.export", *(link.pk for link in joined), query=query.plain())
    return form.write(_told(reader, [*records, *joined]), _exporter(reader))


def one(reader: Reader, pk: UUID, form: Form) -> bytes:
    """Return one record; ``NotFound`` if it is absent, hidden or not for export."""
    reader.need(Power.RECORD_EXPORT)
    look(reader, "record.export", pk)
    found = _exportable(reader).filter(pk=pk).first()
    if found is None:
        raise NotFound("there is nothing here under this number that you may export")
    return form.write(_told(reader, [found]), _exporter(reader))


def _exportable(reader: Reader) -> Any:
    return Record.visible_to(reader, Use.EXPORT).select_related("owner", "release_class")


def _exporter(reader: Reader) -> stix.Author:
    return _author(Bureau.visible_to(reader).get(pk=reader.bureau))


def _author(bureau: Bureau) -> stix.Author:
    return stix.Author(bureau.pk, bureau.code, bureau.name, bureau.created)


def _told(reader: Reader, records: Sequence[Record]) -> list[stix.Told]:
    ids = [record.pk for record in records]
    signed = Revision.newest_of(ids)
    mentioned = {ref for record in records for ref in _refs(record.body)}
    seen = Record.visible_to(reader).filter(pk__in=mentioned).values_list("pk", "kind")
    kinds = {str(pk): kind for pk, kind in seen}
    return [_telling(reader, record, signed[record.pk], kinds) for record in records]


def _refs(value: Any) -> Iterable[UUID]:
    if isinstance(value, str) and _UUID.match(value):
        yield UUID(value)
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _refs(part)


def _telling(
    reader: Reader, record: Record, newest: Revision, kinds: Mapping[str, str]
) -> stix.Told:
    own = record.owner_id == reader.bureau
    label = record.release_class.read()
    # When the owner began to write is nobody's business but the owner's.
    created = record.created if own else newest.at
    return stix.Told(
        record.pk,
        record.kind,
        _author(record.owner),
        created,
        max(created, record.changed),
        label if own else _travelling(label),
        record.body or None,
        record.strands,
        (Signed(bytes(newest.statement), newest.key, bytes(newest.signature)),),
        bytes(newest.salt) if newest.salt else None,
        kinds,
    )


def _travelling(label: Label) -> Label:
    return label.model_copy(
        update={"bureaus": frozenset(), "groups": frozenset(), "exclude": frozenset()}
    )
