"""Reading a shelf: filters, versions and one page by place, straight from an index."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from tocsin.rooms.exchange import taxii
from tocsin.rooms.exchange.models import Item, Shelf


def page(shelf: Shelf, asked: taxii.Asked) -> taxii.Page:
    """Return one page of the shelf after the place asked for."""
    rows = items(shelf, asked).filter(added__gt=asked.after).order_by("added")
    found = list(rows.values_list("added", "raw")[: asked.limit + 1])
    entries = [taxii.Entry(added, raw) for added, raw in found[: asked.limit]]
    last = entries[-1].added if entries else asked.after
    return taxii.Page(entries, len(found) > asked.limit, last)


def items(shelf: Shelf, asked: taxii.Asked) -> "QuerySet[Item]":
    """Return the items that the filters let through."""
    rows = Item.unrestricted.filter(shelf=shelf)
    if asked.ids:
        rows = rows.filter(_identified(asked.ids))
    if asked.types:
        rows = rows.filter(type__in=asked.types)
    if "all" in asked.versions:
        return rows
    wanted = Q(pk__in=())
    for one in asked.versions:
        wanted |= _version(one)
    return rows.filter(wanted)


def _identified(ids: Iterable[str]) -> Q:
    wanted = Q(pk__in=())
    for one in ids:
        kind, _gap, text = one.partition("--")
        try:
            wanted |= Q(type=kind, uuid=UUID(text))
        except ValueError:
            continue
    return wanted


def _version(text: str) -> Q:
    if text in {"last", "first"}:
        return Q(**{"newest" if text == "last" else "oldest": True})
    return Q(version=taxii.micros(text, "match[version]"))
