"""Makes statements.json: values and their canonical bytes, moments, commitments, signatures."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from tocsin.core.statements import octets
from tocsin.core.statements.canonical import encode
from tocsin.core.statements.keys import SigningKey
from tocsin.core.statements.moments import stamp
from tocsin.core.statements.salted import commit
from tocsin.core.statements.signed import sign

HERE = Path(__file__).resolve().parent
KEY = SigningKey(bytes(range(32)))
RECORD, BUREAU, GROUP = (
    "0b6a4f3d-9a57-43c5-9d7b-9a028f2d4c1e",
    "8f2d4c1e-0b6a-4f3d-9a57-3c5e1d7b9a02",
    "5e1d7b9a-028f-4d4c-9e0b-6a4f3d9a573c",
)
AT = stamp(datetime(2026, 11, 21, 5, 28, tzinfo=UTC))

VALUES = [
    None, True, 0, -1, 2**53 - 1, 1 - 2**53, "", [], {}, [1, [2, []]],
    {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7},
    '\b\t\n\f\r\x00\x1f"\\/\x7f\u0080\u2028',
    {"composed": "\u00e9", "apart": "e\u0301"},
    {"names": ["Олександр Ковальчук", "محمد", "王伟"], "amount": "12.50"},
]  # fmt: skip

REFUSED = [
    ("a key stands twice", '{"a":1,"a":1}'),
    ("a float", "1.0"),
    ("an exponent", "1e2"),
    ("not a number", "NaN"),
    ("an integer of 2^53", "9007199254740992"),
    ("minus zero", "-0"),
    ("keys out of order", '{"b":1,"a":1}'),
    ("keys in the order of code points", '{"\ufb33":1,"\U0001f600":1}'),
    ("a space", '{"a": 1}'),
    ("a line end", "{}\n"),
    ("an escape without need", '"\\u0041"'),
    ("a capital in an escape", '"\\u001F"'),
    ("half of a surrogate pair", '"\\ud800"'),
    ("a byte order mark", "\ufeff{}"),
    ("nested 33 deep", "[" * 33 + "]" * 33),
]

STATEMENTS = [
    {
        "type": "record", "schema": "record@1", "id": RECORD, "kind": "person", "owner": BUREAU,
        "revision": 1, "state": "released", "strands": ["C", "N"], "at": AT,
        "label": {"tlp": "AMBER"}, "digest": commit(bytes(16), {"names": ["Jan Przykładowy"]}),
    },
    {
        "type": "membership", "schema": "membership@1", "group": GROUP, "owner": BUREAU,
        "name": "Eastern desk", "version": 2, "at": AT, "members": [BUREAU, RECORD],
    },
    {
        "type": "withdrawal", "schema": "withdrawal@1", "id": RECORD, "owner": BUREAU,
        "revision": 1, "at": AT, "reason": "mistaken identity",
    },
    {
        "type": "block", "schema": "block@1", "id": RECORD, "owner": BUREAU, "by": GROUP,
        "at": AT, "effect": "block",
    },
    {
        "type": "receipt", "schema": "receipt@1", "id": RECORD, "owner": BUREAU, "revision": 1,
        "holder": GROUP, "at": AT, "outcome": "purged",
    },
    {"type": "something-new", "schema": "notion@7", "at": AT, "unheard": ["of"]},
]  # fmt: skip


def main() -> None:
    eastern = timezone(timedelta(hours=2))
    moments = [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2026, 11, 21, 7, 28, tzinfo=eastern),
        datetime(2026, 2, 28, 23, 59, 59, 1_999, tzinfo=UTC),
    ]
    salts = [bytes(16), bytes(range(16)), bytes(range(32))]
    vectors = {
        "canonical": [encode(value).decode() for value in VALUES],
        "refused": [{"why": why, "text": ascii(text)[1:-1]} for why, text in REFUSED],
        "moments": [[at.isoformat(), stamp(at)] for at in moments],
        "commitments": [
            {"salt": salt.hex(), "value": value, "commitment": commit(salt, value)}
            for salt in salts
            for value in ("", "actor", {"b": 1, "a": [None]})
        ],
        "key": {
            "seed": KEY.bytes.hex(),
            "public": octets.to_text(KEY.public.bytes),
            "id": KEY.public.id,
        },
        "signed": [sign(statement, KEY).to_json() for statement in STATEMENTS],
    }
    text = json.dumps(vectors, ensure_ascii=True, indent=1) + "\n"
    (HERE / "statements.json").write_text(text)


if __name__ == "__main__":
    main()
