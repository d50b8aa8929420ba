"""The arithmetic agrees with the published vectors: blinding, evaluation, proof and output."""

import json

import pytest

from tests.house.tree import ROOT
from tocsin.core.blind import oprf
from tocsin.core.blind.oprf import KeyPair, Mode

SAID = json.loads((ROOT / "tests" / "vectors" / "oprf.json").read_text())
CASES = [(mode, vector) for mode in Mode for vector in SAID[mode.name.lower()]["vectors"]]


def unhex(texts: list[str]) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts]


def key(mode: Mode) -> KeyPair:
    return KeyPair.derive(bytes.fromhex(SAID["seed"]), bytes.fromhex(SAID["info"]), mode)


@pytest.mark.parametrize("mode", list(Mode))
def test_a_key_comes_of_its_seed_as_published(mode) -> None:
    made, said = key(mode), SAID[mode.name.lower()]
    assert made.secret.hex() == said["secret"]
    assert made.public.hex() == said.get("public", made.public.hex())


@pytest.mark.parametrize(("mode", "vector"), CASES)
def test_each_step_gives_the_published_bytes(mode, vector) -> None:
    inputs, scalars = unhex(vector["input"]), unhex(vector["blind"])
    blinded = [oprf.blind(*pair, mode) for pair in zip(inputs, scalars, strict=True)]
    assert [one.hex() for one in blinded] == vector["blinded"]
    evaluated = [oprf.evaluate(key(mode), one) for one in blinded]
    assert [one.hex() for one in evaluated] == vector["evaluated"]
    found = [oprf.finalize(*one) for one in zip(inputs, scalars, evaluated, strict=True)]
    assert [one.hex() for one in found] == vector["output"]
    assert [oprf.output(key(mode), one, mode) for one in inputs] == found


@pytest.mark.parametrize("vector", SAID["verifiable"]["vectors"])
def test_the_proof_is_the_published_one(vector) -> None:
    made = key(Mode.VERIFIABLE)
    blinded, evaluated = unhex(vector["blinded"]), unhex(vector["evaluated"])
    nonce = bytes.fromhex(vector["nonce"])
    proof = oprf.prove(made, blinded, evaluated, lambda size: nonce.ljust(size, b"\0"))
    assert proof.hex() == vector["proof"]
    oprf.verify(made.public, blinded, evaluated, proof)
