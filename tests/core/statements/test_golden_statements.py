"""The golden statements and cards read today as on the day they were made, for ever."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from tocsin.core.errors import InvalidStatement
from tocsin.core.statements import cards, octets
from tocsin.core.statements.canonical import decode, encode
from tocsin.core.statements.keys import SigningKey
from tocsin.core.statements.moments import moment, stamp
from tocsin.core.statements.salted import commit
from tocsin.core.statements.signed import Signed, read

FOLDER = Path(__file__).resolve().parents[2] / "vectors"
STATEMENTS = json.loads((FOLDER / "statements.json").read_text())
CARDS = json.loads((FOLDER / "cards.json").read_text())
KEY = SigningKey(bytes.fromhex(STATEMENTS["key"]["seed"]))


@pytest.mark.parametrize("text", STATEMENTS["canonical"])
def test_a_canonical_value_keeps_its_bytes(text) -> None:
    assert encode(decode(text.encode())) == text.encode()


@pytest.mark.parametrize("vector", STATEMENTS["refused"], ids=lambda vector: vector["why"])
def test_another_spelling_stays_refused(vector) -> None:
    text = vector["text"].encode().decode("unicode_escape")
    with pytest.raises(InvalidStatement):
        decode(text.encode())


@pytest.mark.parametrize("vector", STATEMENTS["moments"], ids=lambda vector: vector[1])
def test_a_moment_keeps_its_text(vector) -> None:
    at, text = vector
    assert stamp(datetime.fromisoformat(at)) == text
    assert stamp(moment(text)) == text


@pytest.mark.parametrize("vector", STATEMENTS["commitments"])
def test_a_commitment_stays_the_same(vector) -> None:
    assert commit(bytes.fromhex(vector["salt"]), vector["value"]) == vector["commitment"]


def test_a_key_keeps_its_id() -> None:
    assert KEY.public.id == STATEMENTS["key"]["id"]
    assert octets.to_text(KEY.public.bytes) == STATEMENTS["key"]["public"]


@pytest.mark.parametrize(
    "vector", STATEMENTS["signed"], ids=lambda vector: vector["statement"][:40]
)
def test_a_signed_statement_verifies(vector) -> None:
    said = read(Signed.from_json(vector), {KEY.public.id: KEY.public})
    assert said.known is (said.type != "something-new")


def test_a_card_and_its_successor_read_as_they_did() -> None:
    card, successor = (cards.decode(CARDS[name].encode()) for name in ("card", "successor"))
    successor.replaces(card)
    assert " ".join(card.words()) == CARDS["words"] == " ".join(successor.words())
    for at, keys in CARDS["keys"].items():
        assert sorted(successor.keys(datetime.fromisoformat(at))) == keys
