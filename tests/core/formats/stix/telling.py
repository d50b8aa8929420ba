"""What the tests of STIX share: records told as one of our nodes would, signed for real."""

import json
from datetime import UTC, datetime
from uuid import UUID

from tests.core.kinds.examples import BODIES, ONE, TWO
from tocsin.core.formats import stix
from tocsin.core.formats.limits import Limits
from tocsin.core.kinds import KINDS, dump, read
from tocsin.core.labels import Label
from tocsin.core.statements.envelope import Envelope
from tocsin.core.statements.keys import SigningKey
from tocsin.core.statements.signed import sign

AT = datetime(2031, 5, 4, 10, 0, 0, 123000, UTC)
KEY = SigningKey.from_bytes(b"k" * 32)
POLAND = stix.Author(UUID("33333333-3333-4333-8333-333333333333"), "POL", "Bureau at Nowhere", AT)
KNOWN = {ONE: "person", TWO: "organisation"}
TOLD = sorted(set(KINDS) - {"foreign"})


def told(kind, body=None, *, number=1, label=None, kinds=KNOWN, gone=False, **more):
    content = BODIES[kind] if body is None else dump(body)
    label = label or Label()
    record = UUID(int=number, version=4)
    envelope = Envelope(record, f"{kind}@1", POLAND.id, 1, "released", "CR", label, AT)
    said = envelope.statement(salt=b"s" * 16, label_salt=b"l" * 16, body=content)
    return stix.Told(
        record, kind, POLAND, AT, AT, label, None if gone else content, "CR",
        (sign(said, KEY),), b"s" * 16, kinds, **more,
    )  # fmt: skip


def everything():
    """One record of every kind, the invented examples."""
    return [told(kind, number=number) for number, kind in enumerate(TOLD, 1)]


def found(data):
    """Return the objects of a bundle by id."""
    value = json.loads(data)
    return {one["id"]: one for one in value["objects"]}


def items(data):
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    return list(stix.read_stix(data, Limits()))


def bundled(*objects):
    return {"type": "bundle", "id": f"bundle--{ONE}", "objects": list(objects)}


def body(kind):
    return read(kind, BODIES[kind])
