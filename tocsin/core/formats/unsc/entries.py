"""One entry of the list: which element means which field, and what is kept of odd values."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.persons import date_from, gender_from, odd_names
from tocsin.core.formats.rows import Ids, Listing, Row, Sifter
from tocsin.core.identifiers import country
from tocsin.core.kinds.identity import BirthDate, Document, Name, Place
from tocsin.core.kinds.moments import PartialDate
from tocsin.core.kinds.people import Organisation, Person
from tocsin.core.kinds.reading import compose, read_as
from tocsin.core.kinds.words import (
    DateQuality,
    DocumentType,
    NameKind,
    OrganisationKind,
    PersonStatus,
)
from tocsin.core.kinds.writing import script
from tocsin.core.sentences import say

_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_READ = (
    "DATAID", *_NAME_PARTS, "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON", "GENDER", "TITLE",
    "NAME_ORIGINAL_SCRIPT", "COMMENTS1", "DESIGNATION", "NATIONALITY", "LAST_DAY_UPDATED",
    "INDIVIDUAL_ALIAS", "INDIVIDUAL_ADDRESS", "INDIVIDUAL_DATE_OF_BIRTH",
    "INDIVIDUAL_PLACE_OF_BIRTH", "INDIVIDUAL_DOCUMENT", "ENTITY_ALIAS", "ENTITY_ADDRESS",
    "DELISTED_ON",
)  # fmt: skip
# Known, and without a place in a body: versions, sorting keys, who asked for the listing.
_PASSED = (
    "VERSIONNUM", "SORT_KEY", "SORT_KEY_LAST_MOD", "LIST_TYPE", "SUBMITTED_BY",
    "SUBMITTED_ON", "INTERPOL_LINK",
)  # fmt: skip
KNOWN = frozenset((*_READ, *_PASSED))
_VALUES = frozenset({"VALUE"})
_ADDRESS = frozenset({"STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE"})
# What is read inside an element of an entry; anything else with a text is said to be unread.
PARTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "TITLE": _VALUES,
        "DESIGNATION": _VALUES,
        "NATIONALITY": _VALUES,
        "LIST_TYPE": _VALUES,
        "LAST_DAY_UPDATED": _VALUES,
        "INDIVIDUAL_ALIAS": frozenset({"QUALITY", "ALIAS_NAME", "DATE_OF_BIRTH"}),
        "ENTITY_ALIAS": frozenset({"QUALITY", "ALIAS_NAME"}),
        "INDIVIDUAL_ADDRESS": _ADDRESS,
        "ENTITY_ADDRESS": _ADDRESS,
        "INDIVIDUAL_PLACE_OF_BIRTH": _ADDRESS,
        "INDIVIDUAL_DATE_OF_BIRTH": frozenset(
            {"TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR"}
        ),
        "INDIVIDUAL_DOCUMENT": frozenset(
            {"TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2", "NUMBER", "COUNTRY_OF_ISSUE",
             "ISSUING_COUNTRY", "CITY_OF_ISSUE", "DATE_OF_ISSUE", "NOTE"},
        ),
    },
)  # fmt: skip

_ALIAS_KINDS: Mapping[str, NameKind] = MappingProxyType(
    {
        "low": NameKind.LOW_QUALITY_ALIAS,
        "f.k.a.": NameKind.FORMER,
        "good": NameKind.ALIAS,
        "a.k.a.": NameKind.ALIAS,
    },
)
_DOCUMENT_TYPES: Mapping[str, DocumentType] = MappingProxyType(
    {
        "passport": DocumentType.PASSPORT,
        "national identification number": DocumentType.NATIONAL_NUMBER,
        "national identification card": DocumentType.IDENTITY_CARD,
        "driving licence": DocumentType.DRIVING_LICENCE,
        "seafarer identification document": DocumentType.SEAFARER,
    },
)


def unread(entry: etree._Element) -> set[str]:
    """Return the paths inside an entry that hold something and have no place in a body."""
    found = set()
    for child in entry.iterchildren(tag=etree.Element):
        tag = str(child.tag)
        if tag not in KNOWN:
            found.add(tag)
            continue
        for part in child.iterchildren(tag=etree.Element):
            if part.tag not in PARTS.get(tag, ()) and (part.text or "").strip():
                found.add(f"{tag}/{part.tag}")
    return found


def text_of(element: etree._Element, path: str) -> str:
    """Return the trimmed text under ``path``, or an empty text."""
    return (element.findtext(path) or "").strip()


def texts_of(element: etree._Element, path: str) -> list[str]:
    """Return every trimmed text under ``path`` that is not empty."""
    return [text for found in element.iterfind(path) if (text := (found.text or "").strip())]


def _name(sift: Sifter, field: str, text: str, kind: NameKind) -> Name | None:
    data = {"text": text, "kind": kind, "script": script(text)}
    return sift.keep(field, lambda: read_as(Name, data)) if text else None


def _names(element: etree._Element, sift: Sifter, alias: str) -> tuple[Name, ...]:
    whole = " ".join(text for part in _NAME_PARTS if (text := text_of(element, part)))
    found = [_name(sift, "FIRST_NAME", whole, NameKind.PRIMARY)]
    found += [
        _name(sift, "NAME_ORIGINAL_SCRIPT", text, NameKind.PRIMARY)
        for text in texts_of(element, "NAME_ORIGINAL_SCRIPT")
    ]
    for also in element.iterfind(alias):
        kind = _ALIAS_KINDS.get(text_of(also, "QUALITY").casefold(), NameKind.ALIAS)
        # The list itself writes several aliases of one quality as one, parted by semicolons.
        found += [
            _name(sift, f"{alias}/ALIAS_NAME", text.strip(), kind)
            for text in text_of(also, "ALIAS_NAME").split(";")
        ]
    return sift.many("names", found)


def _country(sift: Sifter, field: str, text: str) -> str | None:
    return sift.keep(field, lambda: country(text)) if text else None


def _place(sift: Sifter, field: str, element: etree._Element) -> Place | None:
    said = text_of(element, "COUNTRY")
    note = text_of(element, "NOTE")
    where = _country(sift, f"{field}/COUNTRY", said)
    if said and where is None:
        note = "; ".join(text for text in (said, note) if text)
    data = {
        "street": text_of(element, "STREET"),
        "name": text_of(element, "CITY"),
        "region": text_of(element, "STATE_PROVINCE"),
        "postcode": text_of(element, "ZIP_CODE"),
        "country": where,
        "note": sift.line(f"{field}/NOTE", note),
    }
    kept = {key: value for key, value in data.items() if value}
    return sift.keep(field, lambda: read_as(Place, kept)) if kept else None


def _places(element: etree._Element, sift: Sifter, tag: str) -> tuple[Place, ...]:
    return sift.many(tag, [_place(sift, tag, found) for found in element.iterfind(tag)])


def _birth(sift: Sifter, element: etree._Element) -> BirthDate | None:
    tag = "INDIVIDUAL_DATE_OF_BIRTH"
    kind = text_of(element, "TYPE_OF_DATE").upper()
    first = text_of(element, "DATE") or text_of(element, "YEAR") or text_of(element, "FROM_YEAR")
    last = text_of(element, "TO_YEAR")
    if not first:
        return None
    quality = {"APPROXIMATELY": DateQuality.APPROXIMATE, "BETWEEN": DateQuality.BETWEEN}.get(
        kind, DateQuality.EXACT
    )

    def made() -> BirthDate:
        data: dict[str, Any] = {"date": str(date_from(_day(first))), "quality": quality}
        if last and quality is DateQuality.BETWEEN:
            data["until"] = str(date_from(last))
        return read_as(BirthDate, data)

    return sift.keep(tag, made)


def _claimed(sift: Sifter, text: str) -> BirthDate | None:
    """Return the date of birth that goes with an alias: a claim, not a finding."""
    date = _date(sift, "INDIVIDUAL_ALIAS/DATE_OF_BIRTH", text)
    return BirthDate(date=date, quality=DateQuality.CLAIMED) if date else None


def _births(element: etree._Element, sift: Sifter) -> tuple[BirthDate, ...]:
    tag = "INDIVIDUAL_DATE_OF_BIRTH"
    births = [_birth(sift, found) for found in element.iterfind(tag)]
    claims = texts_of(element, "INDIVIDUAL_ALIAS/DATE_OF_BIRTH")
    return sift.many(tag, births + [_claimed(sift, text) for text in claims])


def _day(text: str) -> str:
    # The list writes some days as XML dates with a zone or a time behind them.
    return text[:10] if len(text) > 10 and text[10] in "TZ+-" else text


def _date(sift: Sifter, field: str, text: str) -> PartialDate | None:
    return sift.keep(field, lambda: date_from(_day(text))) if text else None


def _document(sift: Sifter, element: etree._Element) -> Document | None:
    tag = "INDIVIDUAL_DOCUMENT"
    number = text_of(element, "NUMBER")
    kind = text_of(element, "TYPE_OF_DOCUMENT")
    if not number:
        if kind:
            sift.note(tag, say("a document without a number ('{kind}')", kind=kind[:40]))
        return None
    issuer = text_of(element, "COUNTRY_OF_ISSUE") or text_of(element, "ISSUING_COUNTRY")
    issued = _date(sift, f"{tag}/DATE_OF_ISSUE", text_of(element, "DATE_OF_ISSUE"))
    known = _DOCUMENT_TYPES.get(kind.casefold())
    notes = (kind if not known else "", text_of(element, "TYPE_OF_DOCUMENT2"),
             text_of(element, "CITY_OF_ISSUE"), text_of(element, "NOTE"))  # fmt: skip
    data = {
        "number": number,
        "type": known or (DocumentType.OTHER if kind else DocumentType.UNSTATED),
        "issuer": _country(sift, f"{tag}/COUNTRY_OF_ISSUE", issuer),
        "issued": str(issued) if issued else None,
        "note": sift.line(f"{tag}/NOTE", "; ".join(filter(None, notes))),
    }
    return sift.keep(tag, lambda: read_as(Document, data))


def _identifier(element: etree._Element, ids: Ids) -> str:
    identifier = text_of(element, "DATAID") or text_of(element, "REFERENCE_NUMBER")
    if not identifier:
        raise InvalidInput("is required", place="DATAID")
    return ids.take(identifier)


def _listing(element: etree._Element, sift: Sifter) -> Listing:
    updates = [
        date
        for text in texts_of(element, "LAST_DAY_UPDATED/VALUE")
        if (date := _date(sift, "LAST_DAY_UPDATED", text))
    ]
    reference = text_of(element, "REFERENCE_NUMBER") or text_of(element, "DATAID")
    kind = sift.line("UN_LIST_TYPE", text_of(element, "UN_LIST_TYPE"))
    return Listing(
        list_name=f"UN {kind}" if kind else "UN",
        reference=sift.line("REFERENCE_NUMBER", reference) or "unstated",
        listed=_date(sift, "LISTED_ON", text_of(element, "LISTED_ON")),
        amended=max(updates, default=None),
        ended=_date(sift, "DELISTED_ON", text_of(element, "DELISTED_ON")),
    )


def individual_row(element: etree._Element, place: str, ids: Ids) -> Row:
    """Return the person of one INDIVIDUAL; ``InvalidInput`` where no name or id can be kept."""
    sift = Sifter(place)
    identifier = _identifier(element, ids)
    gender = text_of(element, "GENDER")
    nations = [
        _country(sift, "NATIONALITY", text) for text in texts_of(element, "NATIONALITY/VALUE")
    ]
    papers = [_document(sift, found) for found in element.iterfind("INDIVIDUAL_DOCUMENT")]
    titles = [sift.line("TITLE", text) for text in texts_of(element, "TITLE/VALUE")]
    designations = "; ".join(texts_of(element, "DESIGNATION/VALUE"))
    fields = {
        "names": _names(element, sift, "INDIVIDUAL_ALIAS"),
        "births": _births(element, sift),
        "birth_places": _places(element, sift, "INDIVIDUAL_PLACE_OF_BIRTH"),
        "nationalities": sift.many("NATIONALITY", nations),
        "gender": sift.keep("GENDER", lambda: gender_from(gender)) if gender else None,
        "documents": sift.many("INDIVIDUAL_DOCUMENT", papers),
        "addresses": _places(element, sift, "INDIVIDUAL_ADDRESS"),
        "honorifics": sift.many("TITLE", titles),
        "occupation": sift.line("DESIGNATION", designations),
        "status": PersonStatus.SANCTIONED,
        "note": sift.text("COMMENTS1", text_of(element, "COMMENTS1")),
    }
    person = compose(Person, fields)
    listing = _listing(element, sift)
    return Row(place, identifier, person, (listing,), (*sift.remarks, *odd_names(person, place)))


def entity_row(element: etree._Element, place: str, ids: Ids) -> Row:
    """Return the organisation of one ENTITY; ``InvalidInput`` where no name or id can be kept."""
    sift = Sifter(place)
    identifier = _identifier(element, ids)
    addresses = _places(element, sift, "ENTITY_ADDRESS")
    fields = {
        "names": _names(element, sift, "ENTITY_ALIAS"),
        "type": OrganisationKind.LISTED_ENTITY,
        "countries": tuple(dict.fromkeys(at.country for at in addresses if at.country)),
        "addresses": addresses,
        "note": sift.text("COMMENTS1", text_of(element, "COMMENTS1")),
    }
    organisation = compose(Organisation, fields)
    listing = _listing(element, sift)
    return Row(place, identifier, organisation, (listing,), tuple(sift.remarks))
