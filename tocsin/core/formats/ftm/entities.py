"""One FollowTheMoney entity, and what it says beside itself: papers, addresses, sanctions."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tocsin.core.errors import InvalidInput, TooLarge
from tocsin.core.formats.persons import date_from
from tocsin.core.formats.rows import Listing, Sifter
from tocsin.core.identifiers import country
from tocsin.core.kinds.identity import Document, Place
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.reading import read_as
from tocsin.core.kinds.words import DocumentType
from tocsin.core.sentences import say

_MOST_VALUES = 2000


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as read: where it stood, its id and schema, its properties as lists of text.

    It remembers which properties were asked for, so that the others can be said to be unread.
    """

    place: str
    id: str
    schema: str
    properties: Mapping[str, list[str]]
    asked: set[str] = field(default_factory=set, compare=False)

    def all(self, *names: str) -> list[str]:
        """Return the values of these properties, each once, in order."""
        self.asked.update(names)
        return list(dict.fromkeys(text for name in names for text in self.properties.get(name, ())))

    def first(self, *names: str) -> str:
        """Return the first value among these properties, or an empty text."""
        return next(iter(self.all(*names)), "")

    def unread(self) -> list[str]:
        """Return the properties that hold something and were not asked for."""
        return [name for name, texts in self.properties.items() if texts and name not in self.asked]


def entity_from(place: str, data: Mapping[str, Any]) -> Entity:
    """Return the entity of one JSON object; ``InvalidInput`` where its form is not an entity's."""
    identifier, schema, properties = data.get("id"), data.get("schema"), data.get("properties")
    if not isinstance(identifier, str) or not identifier:
        raise InvalidInput("is required, as text", place="id")
    if not isinstance(schema, str) or not schema:
        raise InvalidInput("is required, as text", place="schema")
    if not isinstance(properties, dict):
        raise InvalidInput("must be an object", place="properties")
    read: dict[str, list[str]] = {}
    for name, values in properties.items():
        several = values if isinstance(values, list) else [values]
        if len(several) > _MOST_VALUES:
            raise TooLarge("the property '{name}' has too many values", name=name[:40], place=place)
        texts = [value.strip() for value in several if isinstance(value, str)]
        if len(texts) != len(several):
            raise InvalidInput("must be a list of texts", place=f"properties.{name[:40]}")
        read[name] = [text for text in texts if text]
    return Entity(place, identifier, schema, read)


def day(sift: Sifter, name: str, text: str) -> PartialDate | None:
    """Return a date of the format, whose time of day (if any) is passed over."""
    return sift.keep(name, lambda: date_from(text.split("T", maxsplit=1)[0])) if text else None


def state(sift: Sifter, name: str, text: str) -> str | None:
    """Return the alpha-3 code of a country as the format writes it, such as ua."""
    return sift.keep(name, lambda: country(text))


def paper(entity: Entity, sift: Sifter) -> Document | None:
    """Return the document that a Passport or Identification entity tells of."""
    number = entity.first("number", "passportNumber")
    if not number:
        sift.note(entity.schema, say("a document without a number ({at})", at=entity.place))
        return None
    issued = day(sift, "startDate", entity.first("startDate"))
    expires = day(sift, "endDate", entity.first("endDate"))
    issuer = entity.first("country")
    data = {
        "number": number,
        "type": DocumentType.PASSPORT if entity.schema == "Passport" else DocumentType.UNSTATED,
        "issuer": state(sift, "country", issuer) if issuer else None,
        "issued": str(issued) if issued else None,
        "expires": str(expires) if expires else None,
        "note": sift.line("type", entity.first("type")),
    }
    return sift.keep(entity.schema, lambda: read_as(Document, data))


def address(entity: Entity, sift: Sifter) -> Place | None:
    """Return the place that an Address entity tells of."""
    where = entity.first("country")
    data = {
        "street": sift.line("street", entity.first("street", "street2")),
        "name": sift.line("city", entity.first("city")),
        "region": sift.line("region", entity.first("region", "state")),
        "postcode": entity.first("postalCode") or None,
        "country": state(sift, "country", where) if where else None,
    }
    if not any(data[key] for key in ("street", "name", "region", "postcode")):
        data["note"] = sift.line("full", entity.first("full"))
    kept = {key: value for key, value in data.items() if value}
    return sift.keep("Address", lambda: read_as(Place, kept)) if kept else None


def listing(entity: Entity, sift: Sifter) -> Listing:
    """Return the listing that a Sanction entity tells of."""
    authority = entity.first("program", "authority", "programId") or "unstated list"
    reference = entity.first("authorityId", "unscId", "recordId") or entity.id
    listed = entity.first("listingDate", "startDate")
    return Listing(
        list_name=sift.line("program", authority) or "unstated list",
        reference=sift.line("authorityId", reference) or "unstated",
        listed=day(sift, "listingDate", listed),
        amended=day(sift, "modifiedAt", entity.first("modifiedAt")),
        ended=day(sift, "endDate", entity.first("endDate")),
        note=sift.text("reason", "\n".join(entity.all("reason", "summary"))),
    )


@dataclass(slots=True)
class Beside:
    """What a first pass found beside the parties, by the id of the party it belongs to."""

    most: int
    papers: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    sanctions: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[str, Entity] = field(default_factory=dict)
    kept: int = 0

    def take(self, entity: Entity) -> None:
        """Keep the entity if it belongs beside a party; ``TooLarge`` past the limit."""
        if entity.schema in ("Passport", "Identification"):
            owners, shelf = entity.all("holder"), self.papers
        elif entity.schema == "Sanction":
            owners, shelf = entity.all("entity"), self.sanctions
        elif entity.schema == "Address":
            self.addresses[entity.id] = entity
            owners, shelf = [""], None
        else:
            return
        self.kept += max(1, len(owners))
        if self.kept > self.most:
            raise TooLarge(
                "more than {most:,} passports, addresses and sanctions",
                most=self.most,
                place=entity.place,
            )
        if shelf is not None:
            for owner in owners:
                shelf[owner].append(entity)


BESIDE = frozenset({"Passport", "Identification", "Sanction", "Address"})
