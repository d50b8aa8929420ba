"""For each rule of pre-flight one change that makes it fail; each colour has a body that passes."""

from datetime import date
from typing import Any
from uuid import UUID

from tests.rooms.notices.alerts import CONTACT, PERSON, red
from tocsin.core.kinds import AnyNotice, read
from tocsin.core.labels import Label, Tlp
from tocsin.rooms.notices.rules import Case, Met

TODAY = date(2026, 6, 1)
WHO = UUID("11111111-1111-4111-8111-111111111111")
WHAT = UUID("22222222-2222-4222-8222-222222222222")
PERSON_BODY = {**PERSON, "names": [{"text": "Oksana Vyhadanenko", "family": "Vyhadanenko"}]}
MINOR = {**PERSON_BODY, "births": [{"date": "2015-01-01"}]}
THING = {
    "case": "HOM-2026/1",
    "category": "hoax",
    "region": "specimen",
    "contact": {"bureau": "HOM", "desk": "duty_officer"},
}
ALL = Label(everyone=True, tlp=Tlp.GREEN)
SOME = Label(bureaus=frozenset({WHAT}), tlp=Tlp.AMBER)


def base(colour: str, status: str, sought: str, **more: Any) -> dict[str, Any]:
    return {
        "form": "notice",
        "case": "HOM-2026/0001",
        "colour": colour,
        "headline": "An invented matter",
        "subjects": [{"record": str(WHO), "status": status}],
        "sought": [sought],
        "checked": ["article_2", "article_3"],
        "contact": CONTACT,
        "until": "2028-06-01",
        "refuge": "none_known",
        **more,
    }


REPORT = {
    "reference": "R 1",
    "received": "2026-05-02",
    "seen": "2026-05-01",
    "place": {"name": "Utopolis"},
}
THREAT = {"assessed_by": "Invented service", "assessed": "2026-05-01", "grounds": "convictions"}
PASSING: dict[str, dict[str, Any]] = {
    "red": red(WHO, until="2028-06-01"),
    "blue": base("blue", "witness", "location", care_grounds="needed to find the witness"),
    "green": base("green", "convicted", "vigilance", threat=THREAT),
    "yellow": base(
        "yellow",
        "missing",
        "safety",
        checked=["article_2", "article_3", "whereabouts_unknown", "privacy_allows"],
        report=REPORT,
    ),
    "black": base(
        "black",
        "unidentified_body",
        "identity",
        checked=["article_2", "article_3", "not_identified"],
        report=REPORT,
    ),
    "orange": base(
        "orange", "suspect", "vigilance", threat={**THREAT, "imminent_until": "2026-06-20"}
    ),
    "silver": base("silver", "suspect", "assets", subjects=[{"record": str(WHAT)}]),
    "special": base(
        "special", "sanctioned", "measures", listing={"list_name": "L", "entry": "UTi.1"}
    ),
    "purple": {
        "form": "notice",
        "case": "HOM-2026/0002",
        "subjects": [{"record": str(WHAT)}],
        "sought": ["comparison"],
        "checked": ["article_2", "article_3", "serious_crime"],
        "instruction": "inform_only",
        "contact": CONTACT,
        "until": "2028-06-01",
        "category": "hoax",
        "region": "specimen",
    },
}
ASSET = {"type": "bank_account", "name": "An account that does not exist"}


def case(colour: str, **changes: Any) -> Case:
    """Return the passing case of a colour; ``person``, ``state``, ``label`` change the world."""
    person = changes.pop("person", PERSON_BODY)
    state = changes.pop("state", "released")
    known = changes.pop("known", True)
    label = changes.pop("label", SOME if colour == "red" else ALL)
    body = {**PASSING[colour], **changes}
    body = {name: value for name, value in body.items() if value is not None}
    said = read("purple_notice" if colour == "purple" else "notice", body)
    assert isinstance(said, AnyNotice)
    kinds = {WHO: ("person", person), WHAT: _thing(colour)}
    met = []
    for subject in said.subjects:
        kind, data = kinds[UUID(subject.record)]
        found = read(kind, data) if known else None
        met.append(
            Met(UUID(subject.record), kind, found, state if known else "", status=subject.status)
        )
    return Case(said, tuple(met), label, TODAY)


def _thing(colour: str) -> tuple[str, dict[str, Any]]:
    return ("device_reference", THING) if colour == "purple" else ("asset", ASSET)


def _offence(**changes: Any) -> dict[str, Any]:
    return {**PASSING["red"]["offence"], **changes}


def _warrant(**changes: Any) -> dict[str, Any]:
    return {**PASSING["red"]["warrant"], **changes}


def _who(status: str | None) -> list[dict[str, Any]]:
    return [{"record": str(WHO), **({"status": status} if status else {})}]


ONLY_2 = ["article_2"]
BOTH = ["article_2", "article_3"]
# rule: (colour, what makes it fail)
FAILING: dict[str, tuple[str, dict[str, Any]]] = {
    "purpose": ("blue", {"sought": []}),
    "subject": ("red", {"subjects": []}),
    "subject-known": ("red", {"known": False}),
    "subject-in-force": ("red", {"state": "withdrawn"}),
    "subject-kind": ("silver", {"subjects": _who("suspect")}),
    "status": ("red", {"subjects": _who(None)}),
    "status-fits": ("red", {"subjects": _who("missing")}),
    "article-2": ("red", {"checked": ["article_3"]}),
    "article-3": ("red", {"checked": ONLY_2}),
    "refuge-asked": ("green", {"refuge": None}),
    "refuge": ("red", {"refuge": "asylum_seeker"}),
    "care-minor": ("green", {"person": MINOR}),
    "care": ("blue", {"care_grounds": None}),
    "care-instruction": ("blue", {"instruction": "detain"}),
    "deceased": ("red", {"person": {**PERSON_BODY, "died": "2025"}}),
    "retention-ceiling": ("red", {"until": "2031-06-02"}),
    "retention-future": ("red", {"until": "2026-05-31"}),
    "audience": ("red", {"label": ALL}),
    "not-public": ("green", {"label": Label(everyone=True, tlp=Tlp.CLEAR)}),
    "contact": ("red", {"contact": {"bureau": "HOM", "desk": "duty_officer"}}),
    "weak": ("red", {"person": {**PERSON_BODY, "gender": None, "births": []}}),
    "red-purpose": ("red", {"sought": ["location"]}),
    "red-offence": ("red", {"offence": None}),
    "red-facts": ("red", {"facts": "Too short."}),
    "red-maximum": ("red", {"offence": _offence(maximum=23)}),
    "red-sentence": ("red", {"offence": _offence(sentence=5)}),
    "red-excluded": ("red", {"offence": _offence(category="family_matter")}),
    "red-warrant": ("red", {"warrant": None}),
    "red-warrant-order": ("red", {"warrant": _warrant(issued="2024-04-03")}),
    "red-warrant-issued": ("red", {"warrant": _warrant(issued="2026-06-02")}),
    "red-warrant-valid": ("red", {"warrant": _warrant(expires="2026-05-31")}),
    "red-offence-past": ("red", {"offence": _offence(begins="2026-07")}),
    "red-identity": ("red", {"person": {**PERSON_BODY, "documents": []}}),
    "red-assurances": ("red", {"assurances": ["extradition_sought"]}),
    "blue-purpose": ("blue", {"sought": ["assets"]}),
    "green-assessment": ("green", {"threat": None}),
    "yellow-report": ("yellow", {"report": None}),
    "yellow-whereabouts": ("yellow", {"checked": [*BOTH, "privacy_allows"]}),
    "yellow-privacy": ("yellow", {"checked": [*BOTH, "whereabouts_unknown"]}),
    "yellow-protects": (
        "yellow",
        {"person": MINOR, "care_grounds": "a missing child", "instruction": "check"},
    ),
    "black-discovery": ("black", {"report": {**REPORT, "place": None}}),
    "black-unidentified": ("black", {"checked": BOTH}),
    "purple-serious": ("purple", {"checked": BOTH}),
    "orange-imminent": ("orange", {"threat": THREAT}),
    "special-listing": ("special", {"listing": None}),
    "silver-purpose": ("silver", {"sought": ["identity"]}),
}
