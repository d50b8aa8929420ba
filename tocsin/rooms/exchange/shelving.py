"""Reading a shelf: filters, versions and one page by place, straight from an index."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from tocsin.rooms.exchange import taxii
from tocsin.rooms.exchange.models import Item, Shelf, digest_of


def page(shelf: Shelf, asked: taxii.Asked) -> taxii.Page:
    """Return one page of the shelf after the place asked for."""
    rows = items(shelf, asked).filter(added__gt=asked.after).order_by("added")
    found = list(rows.values_list("added", "raw")[: asked.limit + 1])
    entries = [taxii.Entry(added, raw) for added, raw in found[: asked.limit]]
    last = entries[-1].added if entries else asked.after
    return taxii.Page(entries, len(found) > asked.limit, last)


def items(shelf: Shelf, asked: taxii.Asked) -> "QuerySet[Item]":
    """Return the items that the filters let through."""
    rows = Item.unrestricted.all()
    # Asked for ids and the shelf at once, a database may walk the shelf.
    rows = rows.filter(pk__in=_rows(shelf, asked.ids)) if asked.ids else rows.filter(shelf=shelf)
    if asked.types:
        rows = rows.filter(type__in=asked.types)
    if "all" in asked.versions:
        return rows
    wanted = Q(pk__in=())
    for one in asked.versions:
        wanted |= _version(one)
    return rows.filter(wanted)


def _rows(shelf: Shelf, ids: Iterable[str]) -> list[int]:
    """Return which rows of the shelf are of these objects."""
    wanted = {digest_of(one): one for one in ids}
    found = Item.unrestricted.filter(digest__in=wanted).values_list(
        "pk", "digest", "shelf", "type", "uuid"
    )
    return [
        pk
        for pk, digest, place, kind, uuid in found
        if place == shelf.pk and f"{kind}--{uuid}" == wanted[digest]
    ]


def _version(text: str) -> Q:
    if text in {"last", "first"}:
        return Q(**{"newest" if text == "last" else "oldest": True})
    return Q(version=taxii.micros(text, "match[version]"))
