"""The object templates of MISP that our kinds are written as, and the relations used of each.

Names, ids, versions and types of attributes are those of the public misp-objects repository. A
relation that a template allows once is written once; what is left over stands in its text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Template:
    """One template: its name, id and version, which relation has which type, where text goes."""

    name: str
    uuid: str
    version: int
    text: str
    types: Mapping[str, str]


def _template(head: tuple[str, str, int, str], **types: str) -> Template:
    return Template(
        *head,
        MappingProxyType({relation.replace("_", "-"): kind for relation, kind in types.items()}),
    )


PERSON = _template(
    ("person", "a15b0477-e9d1-4b9c-9546-abe78a4f4248", 21, "text"),
    full_name="full-name", first_name="first-name", last_name="last-name", alias="text",
    date_of_birth="date-of-birth", place_of_birth="place-of-birth", nationality="nationality",
    gender="gender", occupation="text", title="text", passport_number="passport-number",
    passport_country="passport-country", passport_expiration="passport-expiration",
    identity_card_number="identity-card-number", address="text", text="text",
)  # fmt: skip
ORGANISATION = _template(
    ("organization", "f750e12b-127a-432c-b022-b3f9153c4e2a", 9, "description"),
    name="text", alias="text", registration_number="text", address="text", description="text",
)  # fmt: skip
VEHICLE = _template(
    ("vehicle", "683c076c-f695-4ff2-8efa-e98a418049f4", 5, "description"),
    license_plate_number="text", vin="text", make="text", model="text", exterior_color="text",
    description="text",
)  # fmt: skip
LOCATION = _template(
    ("geolocation", "cd6f2238-ba55-4888-82c4-104e6e1acf21", 8, "text"),
    latitude="float", longitude="float", countrycode="text", city="text", region="text",
    address="text", zipcode="text", text="text",
)  # fmt: skip
EVENT = _template(
    ("incident", "38597424-f9bb-4865-9b4b-819172df0334", 1, "description"),
    name="text", description="text",
)  # fmt: skip
REPORT = _template(
    ("report", "70a68471-df22-4e3f-aa1a-5a3be19f82df", 8, "summary"), title="text", summary="text"
)
ANNOTATION = _template(
    ("annotation", "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487", 3, "text"), text="text"
)

TEMPLATES: Mapping[str, Template] = MappingProxyType(
    {
        "person": PERSON,
        "organisation": ORGANISATION,
        "vehicle": VEHICLE,
        "location": LOCATION,
        "event": EVENT,
        "report": REPORT,
        **dict.fromkeys(("travel_document", "asset", "basis", "thread"), ANNOTATION),
        **dict.fromkeys(("device_reference", "material_reference"), ANNOTATION),
        **dict.fromkeys(("encounter", "question", "answer", "outcome"), ANNOTATION),
        **dict.fromkeys(("photograph", "attachment", "notice", "purple_notice"), ANNOTATION),
        **dict.fromkeys(("framework", "agreement", "profile"), ANNOTATION),
        **dict.fromkeys(("mission", "mission_offer", "mission_step", "mission_end"), ANNOTATION),
    }
)
# MISP files these types of attribute under persons; all others of ours under "Other".
PERSONAL = frozenset(
    {
        "full-name", "first-name", "last-name", "date-of-birth", "place-of-birth", "nationality",
        "gender", "passport-number", "passport-country", "passport-expiration",
        "identity-card-number",
    }
)  # fmt: skip
