"""Records written as STIX 2.1: one object a record, in one order, without a clock or a dice."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.stix import extension, markings, shapes
from tocsin.core.formats.stix.told import Author, Told, derived
from tocsin.core.kinds import Body, Foreign, kind_named, read
from tocsin.core.kinds.moments import instant_text

# Threat strands in words, as labels by which any client can filter.
STRANDS = {
    "C": "chemical",
    "B": "biological",
    "R": "radiological",
    "N": "nuclear",
    "E": "explosive",
    "P": "pyrotechnic",
}


def identifier(kind: str, record: Any) -> str:
    """Return the STIX id of a record; its UUID is kept. Foreign objects have their own instead."""
    return f"{shapes.TYPES[kind_named(kind).name]}--{record}"


def render(told: Told) -> dict[str, Any]:
    """Return the one object that tells this record; a stub with ``revoked`` once it is withdrawn.

    Raises ``InvalidInput`` for the kind ``foreign``, whose objects are given on by ``raw`` as they
    came, and for a body that cannot be read.
    """
    if told.kind not in shapes.TYPES:
        raise InvalidInput("a foreign object is given on as it came", place="kind")
    gone = told.content is None
    body = None if told.content is None else read(told.kind, told.content)
    found: dict[str, Any] = {
        "type": shapes.TYPES[told.kind],
        "spec_version": "2.1",
        "id": identifier(told.kind, told.id),
        "created_by_ref": told.author.ref,
        "created": instant_text(told.created),
        "modified": instant_text(told.modified),
        **({"revoked": True} if gone else {}),
        **(shapes.stub(told) if body is None else shapes.properties(told, body)),
    }
    found["labels"] = [told.kind.replace("_", "-"), *(STRANDS[one] for one in told.strands)]
    found["object_marking_refs"] = markings.refs(told.label)
    found["extensions"] = {extension.ID: extension.pack(told)}
    return found


def raw(body: Body) -> str:
    """Return the exact text of a foreign object; ``InvalidInput`` for any other kind."""
    if not isinstance(body, Foreign):
        raise InvalidInput("is not a foreign object", place="kind")
    return body.raw


def author_object(author: Author) -> dict[str, Any]:
    """Return the identity object of a bureau."""
    since = instant_text(author.since)
    return {
        "type": "identity",
        "spec_version": "2.1",
        "id": author.ref,
        "created": since,
        "modified": since,
        "name": author.name,
        "identity_class": "organization",
        "external_references": [{"source_name": "bureau", "external_id": author.code}],
    }


def context(tellings: Sequence[Told]) -> list[dict[str, Any]]:
    """Return the objects that those of these records refer to: markings, bureaus, the extension."""
    authors = {told.author.id: told.author for told in tellings}
    ordered = sorted(authors.values(), key=lambda author: author.code)
    return [
        *([extension.project(), extension.definition()] if tellings else []),
        *markings.definitions(told.label for told in tellings),
        *(author_object(author) for author in ordered),
    ]


def encode(value: Any) -> str:
    """Return an object as compact JSON text, in the order in which it was built."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def bundle(tellings: Iterable[Told]) -> bytes:
    """Return records as one bundle, with everything their objects refer to.

    The same records give the same bytes. A foreign record stands in it as the text it came as.
    """
    told = list(tellings)
    ours = [one for one in told if one.kind != "foreign"]
    texts = [encode(one) for one in context(ours)]
    for one in told:
        if one.kind != "foreign":
            texts.append(encode(render(one)))
        elif one.content is not None:
            texts.append(raw(read("foreign", one.content)))
    if not texts:
        raise InvalidInput("there is nothing to write: a bundle holds at least one object")
    ref = f"bundle--{derived('bundle', *texts)}"
    return f'{{"type":"bundle","id":"{ref}","objects":[{",".join(texts)}]}}'.encode()
