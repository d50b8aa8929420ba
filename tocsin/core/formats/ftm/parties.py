"""Which property of a person, organisation or vehicle means which field of its body."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from tocsin.core.formats.ftm.entities import (
    Beside,
    Entity,
    address,
    day,
    listing,
    paper,
    state,
)
from tocsin.core.formats.persons import gender_from, odd_names
from tocsin.core.formats.rows import Row, Sifter
from tocsin.core.kinds.body import Body
from tocsin.core.kinds.identity import BirthDate, Document, Name, Place
from tocsin.core.kinds.objects import Vehicle
from tocsin.core.kinds.people import Organisation, Person
from tocsin.core.kinds.reading import compose, read_as
from tocsin.core.kinds.words import (
    DocumentType,
    NameKind,
    OrganisationKind,
    PersonStatus,
    VehicleKind,
)
from tocsin.core.kinds.writing import script
from tocsin.core.sentences import say

_NAMES = (
    ("name", NameKind.PRIMARY),
    ("alias", NameKind.ALIAS),
    ("previousName", NameKind.FORMER),
    ("weakAlias", NameKind.LOW_QUALITY_ALIAS),
)
_ORGANISATIONS: Mapping[str, OrganisationKind | None] = MappingProxyType(
    {
        "Organization": None,
        "LegalEntity": None,
        "Company": OrganisationKind.COMPANY,
        "PublicBody": OrganisationKind.PUBLIC_BODY,
    },
)
_VEHICLES: Mapping[str, VehicleKind] = MappingProxyType(
    {
        "Vehicle": VehicleKind.OTHER,
        "Vessel": VehicleKind.VESSEL,
        "Airplane": VehicleKind.AIRCRAFT,
    },
)


def _names(entity: Entity, sift: Sifter) -> tuple[Name, ...]:
    def made(text: str, kind: NameKind) -> Callable[[], Name]:
        return lambda: read_as(Name, {"text": text, "kind": kind, "script": script(text)})

    found: dict[str, Name | None] = {}
    for source, kind in _NAMES:
        for text in entity.all(source):
            if text not in found:
                found[text] = sift.keep(source, made(text, kind))
    parts = ("firstName", "secondName", "middleName", "fatherName", "lastName")
    joined = " ".join(text for text in [entity.first(part) for part in parts] if text)
    if joined and not found:
        found[joined] = sift.keep("firstName", made(joined, NameKind.PRIMARY))
    return sift.many("name", list(found.values()))


def _states(entity: Entity, sift: Sifter, *names: str) -> tuple[str, ...]:
    return sift.many(names[0], [state(sift, names[0], text) for text in entity.all(*names)])


def _addresses(entity: Entity, sift: Sifter, beside: Beside) -> tuple[Place, ...]:
    found: list[Place | None] = []
    for reference in entity.all("addressEntity"):
        apart = beside.addresses.get(reference)
        if apart is None:
            sift.note(
                "addressEntity",
                say("the file has no address '{reference}'", reference=reference[:60]),
            )
        else:
            found.append(address(apart, sift))
    for text in entity.all("address"):
        line = sift.line("address", text)
        found.append(sift.keep("address", _noted(line)) if line else None)
    return sift.many("address", found)


def _noted(line: str) -> Callable[[], Place]:
    return lambda: read_as(Place, {"note": line})


def _numbered(
    entity: Entity, sift: Sifter, numbers: Iterable[tuple[str, DocumentType]]
) -> list[Document | None]:
    def made(number: str, kind: DocumentType) -> Callable[[], Document]:
        return lambda: read_as(Document, {"number": number, "type": kind})

    return [
        sift.keep(name, made(number, kind)) for name, kind in numbers for number in entity.all(name)
    ]


def _papers(entity: Entity, sift: Sifter, beside: Beside) -> tuple[Document, ...]:
    whole = [paper(apart, sift) for apart in beside.papers.get(entity.id, ())]
    numbers = (
        ("passportNumber", DocumentType.PASSPORT),
        ("idNumber", DocumentType.NATIONAL_NUMBER),
        ("socialSecurityNumber", DocumentType.NATIONAL_NUMBER),
        ("taxNumber", DocumentType.TAX_NUMBER),
        ("innCode", DocumentType.TAX_NUMBER),
    )
    told = {document.number for document in whole if document}
    bare = [
        document
        for document in _numbered(entity, sift, numbers)
        if document is None or document.number not in told
    ]
    return sift.many("documents", whole + bare)


def _births(entity: Entity, sift: Sifter) -> tuple[BirthDate, ...]:
    dates = [day(sift, "birthDate", text) for text in entity.all("birthDate")]
    return sift.many("birthDate", [BirthDate(date=date) if date else None for date in dates])


def _birth_places(entity: Entity, sift: Sifter) -> tuple[Place, ...]:
    where = entity.first("birthCountry")
    code = state(sift, "birthCountry", where) if where else None
    names = [sift.line("birthPlace", text) for text in entity.all("birthPlace")] or [None]
    found = []
    for name in names:
        data = {key: value for key, value in (("name", name), ("country", code)) if value}
        found.append(read_as(Place, data) if data else None)
    return sift.many("birthPlace", found)


def _person(entity: Entity, sift: Sifter, beside: Beside) -> Body:
    gender = entity.first("gender")
    sanctioned = "sanction" in entity.all("topics") or entity.id in beside.sanctions
    return compose(
        Person,
        {
            "names": _names(entity, sift),
            "births": _births(entity, sift),
            "birth_places": _birth_places(entity, sift),
            "nationalities": _states(entity, sift, "nationality", "citizenship"),
            "gender": sift.keep("gender", lambda: gender_from(gender)) if gender else None,
            "status": PersonStatus.SANCTIONED if sanctioned else None,
            "documents": _papers(entity, sift, beside),
            "addresses": _addresses(entity, sift, beside),
            "occupation": sift.line("position", "; ".join(entity.all("position", "profession"))),
            "honorifics": sift.many(
                "title", [sift.line("title", text) for text in entity.all("title")]
            ),
            "died": day(sift, "deathDate", entity.first("deathDate")),
            "note": sift.text("notes", "\n".join(entity.all("notes", "summary"))),
        },
    )


def _organisation(entity: Entity, sift: Sifter, beside: Beside) -> Body:
    numbers = (
        ("registrationNumber", DocumentType.REGISTRATION),
        ("ogrnCode", DocumentType.REGISTRATION),
        ("leiCode", DocumentType.REGISTRATION),
        ("taxNumber", DocumentType.TAX_NUMBER),
        ("vatCode", DocumentType.TAX_NUMBER),
        ("innCode", DocumentType.TAX_NUMBER),
    )
    kind = _ORGANISATIONS[entity.schema]
    if entity.id in beside.sanctions:
        kind = OrganisationKind.LISTED_ENTITY
    return compose(
        Organisation,
        {
            "names": _names(entity, sift),
            "type": kind,
            "countries": _states(entity, sift, "country", "jurisdiction", "mainCountry"),
            "founded": day(sift, "incorporationDate", entity.first("incorporationDate")),
            "dissolved": day(sift, "dissolutionDate", entity.first("dissolutionDate")),
            "registrations": sift.many("registrationNumber", _numbered(entity, sift, numbers)),
            "addresses": _addresses(entity, sift, beside),
            "note": sift.text("notes", "\n".join(entity.all("notes", "summary"))),
        },
    )


def _checked(sift: Sifter, name: str, field: str, value: object) -> object:
    """Return the value if a vehicle may hold it in that field, else None and a remark."""
    probe = {"make": "probe", field: value}
    return value if sift.keep(name, lambda: compose(Vehicle, probe)) is not None else None


def _vehicle(entity: Entity, sift: Sifter, beside: Beside) -> Body:
    del beside
    kind = _VEHICLES[entity.schema]
    flag = entity.first("flag", "country")
    imo, vin = entity.first("imoNumber"), entity.first("vinCode", "vin")
    mark = entity.first("registrationNumber")
    plates = mark if kind is VehicleKind.OTHER else ""
    return compose(
        Vehicle,
        {
            "type": kind,
            "names": _names(entity, sift),
            "plates": (plates,) if plates and _checked(sift, "plate", "plates", (plates,)) else (),
            "registered_in": state(sift, "flag", flag) if flag else None,
            "imo": _checked(sift, "imoNumber", "imo", imo) if imo else None,
            "vin": _checked(sift, "vin", "vin", vin) if vin else None,
            "aircraft": (
                _checked(sift, "registrationNumber", "aircraft", mark)
                if mark and kind is VehicleKind.AIRCRAFT
                else None
            ),
            "model": sift.line("model", entity.first("model", "type")),
            "year": day(sift, "buildDate", entity.first("buildDate")),
            "note": sift.text("notes", "\n".join(entity.all("notes", "summary"))),
        },
    )


PARTIES: Mapping[str, Callable[[Entity, Sifter, Beside], Body]] = MappingProxyType(
    {"Person": _person}
    | dict.fromkeys(_ORGANISATIONS, _organisation)
    | dict.fromkeys(_VEHICLES, _vehicle),
)


def party_row(entity: Entity, identifier: str, beside: Beside) -> Row:
    """Return the row of a party; ``InvalidInput`` where no body can be made of it."""
    sift = Sifter(entity.place)
    body = PARTIES[entity.schema](entity, sift, beside)
    listings = tuple(listing(apart, sift) for apart in beside.sanctions.get(entity.id, ()))
    odd = odd_names(body, entity.place) if isinstance(body, Person) else ()
    return Row(entity.place, identifier, body, listings, (*sift.remarks, *odd))
