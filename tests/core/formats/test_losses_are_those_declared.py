"""What a format loses of a record is what its list declares: no more, and no less."""

import json
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.formats.stix.telling import POLAND, items, told
from tests.core.kinds.drawing import bodies
from tests.core.kinds.examples import BODIES, ONE, TWO
from tocsin.core.formats import misp, parse, stix
from tocsin.core.formats.facts import words
from tocsin.core.formats.losses import FORMATS, Loss, whole
from tocsin.core.formats.rows import LinkRow, Row
from tocsin.core.kinds import KINDS, Body, kind_of, read

CARRIER = "extension-definition--4469f0e0-3932-4a65-900a-e2fabe1a4973"
# What the examples leave out, so that every field is met at least once.
MORE = {
    "person": {"died": "2030", "honorifics": ["Dr", "Prof"], "birth_places": [{"name": "Utopolis", "note": "the old town"}]},
    "organisation": {"dissolved": "2030", "note": "Closed.", "sources": [{"name": "A list", "seen": "2031"}]},
    "travel_document": {"national_reference": "N 1", "sources": [{"name": "A list"}]},
    "vehicle": {"plates": ["WX 12345"], "vin": "1M8GDM9AXKP042788", "aircraft": "SP-ABC", "make": "Inventa",
                "model": "Two", "year": "2020", "note": "Grey roof.", "sources": [{"name": "A list"}]},
    "location": {"note": "Closed at night.", "place": {"name": "Nowhere", "country": "POL", "note": "by the river"},
                 "sources": [{"name": "A list", "seen": "2031"}]},
    "event": {"sources": [{"name": "A list", "seen": "2031"}]},
    "asset": {"identifier": "A 7", "place": {"name": "Nowhere"}, "note": "Let.", "sources": [{"name": "A list"}]},
    "report": {"sources": [{"name": "A list", "seen": "2031"}]},
    "link": {"until": "2031", "note": "Seen twice.", "sources": [{"name": "A list"}]},
    "basis": {"notice": TWO, "amended": "2031-05-02", "note": "As listed."},
    "thread": {"reference": "T 1", "continues": TWO},
    "notice": {"mark": "unverified", "care_grounds": "Family asked.",
               "threat": {"assessed_by": "Invented office", "assessed": "2031-05-01", "grounds": "convictions"},
               "report": {"reference": "R 1", "received": "2031-05-01"},
               "listing": {"list_name": "A list", "entry": "QDi.999"}},
    "purple_notice": {"mark": "unverified"},
    "encounter": {"note": "Calm."},
    "question": {"text": "Is it the same?"},
    "answer": {"records": [ONE], "status": "referred", "refers_to": "MDA", "identity": "same", "force": "in_force",
               "paper": "lost", "seen": {"name": "Utopolis"}, "seen_on": "2031-05", "help": "given"},
    "framework": {"at_least": 2},
    "photograph": {"caption": "At the gate."},
    "attachment": {"caption": "Warrant."},
}  # fmt: skip
FULL = {kind: read(kind, {**body, **MORE.get(kind, {})}) for kind, body in BODIES.items()}
KINDS_OF = {name: sorted(losses) for name, losses in FORMATS.items()}
BOTH = [(name, kind) for name, kinds in KINDS_OF.items() for kind in kinds]


def there_and_back(name, kind, body):
    """Return the text that left, and what was read of it: a body, a link or nothing."""
    ends = {}
    more = []
    if kind == "link":
        ends = {body.source: "person", body.target: "person"}
        more = [told("person", number=int(end.replace("-", ""), 16)) for end in ends]
    one = told(kind, body, kinds={ONE: "person", TWO: "person", **ends})
    if name == "misp":
        more = [
            stix.Told(**{**_fields(person), "id": UUID(end)})
            for person, end in zip(more, ends, strict=True)
        ]
        data = misp.event([*more, one], POLAND).decode()
        said = list(parse(data.encode()))
    else:
        objects = [stix.render(other) for other in more]
        for part, end in zip(objects, ends, strict=True):
            part["id"] = f"identity--{end}"
        found = stix.render(one)
        del found["extensions"]
        data = json.dumps(found, ensure_ascii=False)
        said = items({"type": "bundle", "objects": [*objects, found]})
    wanted = LinkRow if kind == "link" else Row
    back = [item for item in said if isinstance(item, wanted) and str(one.id) in item.external_id]
    return json.loads(data) if name == "stix" else json.loads(data)["Event"], back[
        0
    ] if back else None


def _fields(one):
    return {name: getattr(one, name) for name in stix.Told.__slots__}


def kept(kind, back):
    """Return the body that came back if it is of the same kind."""
    if isinstance(back, LinkRow):
        return back
    return back.body if back is not None and kind_of(back.body).name == kind else None


def folded(value):
    if isinstance(value, str) and type(value) is str:
        return " ".join(value.split())
    return list(dict.fromkeys(value)) if isinstance(value, tuple) else value


def leaves(value):
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield str(value)


def is_whole(kind, field, body, came):
    return came is not None and folded(getattr(came, field, None)) == folded(getattr(body, field))


def check(name, kind, body: Body):
    sent, back = there_and_back(name, kind, body)
    came = kept(kind, back)
    text = "\n".join(leaves(sent))
    losses = FORMATS[name]
    if came is not None:
        for field in whole(losses, kind):
            assert is_whole(kind, field, body, came), (field, getattr(body, field))
    for field, loss in losses[kind].items():
        value = getattr(body, field)
        if loss is Loss.WORDS and value not in (None, ()) and field != "text":
            assert words(value) in text, (field, words(value))


@given(st.sampled_from(BOTH), st.data())
def test_nothing_is_lost_that_is_not_declared(both, data):
    check(*both, data.draw(bodies(both[1])))


@pytest.mark.long
@pytest.mark.parametrize("both", BOTH)
@settings(max_examples=100)
@given(data=st.data())
def test_nothing_is_lost_that_is_not_declared_of_any_kind(both, data):
    check(*both, data.draw(bodies(both[1])))


@pytest.mark.parametrize(("name", "kind"), BOTH)
def test_nothing_is_declared_lost_that_is_not(name, kind):
    body = FULL[kind]
    assert all(getattr(body, field) not in (None, ()) for field in KINDS[kind].body.model_fields)
    _sent, back = there_and_back(name, kind, body)
    came = kept(kind, back)
    for field in FORMATS[name][kind]:
        if field in {"source", "target"} and kind == "link":
            continue  # the same records, called by what the file calls them
        assert not is_whole(kind, field, body, came), field


@pytest.mark.parametrize(("name", "kind"), BOTH)
def test_a_full_record_loses_what_is_declared(name, kind):
    check(name, kind, FULL[kind])


def test_every_kind_that_is_written_has_its_list():
    for losses in FORMATS.values():
        assert set(losses) == set(KINDS) - {"foreign"}
