"""stix2-validator 3.2.0 finds nothing that the standard forbids in anything we write."""

import json
import re

from hypothesis import HealthCheck, Phase, given, settings

from tests.conformance.running import run
from tests.core.formats.stix.telling import AT, TOLD, everything, told
from tests.core.kinds.drawing import bodies
from tocsin.core.formats import stix
from tocsin.core.labels import Handling, Label, Purpose, Tlp

# What the validator only advises against, with our reason.
ADVICE = {
    "201",  # a country that is no state: a specimen document's
    "202",  # a relation between persons for which the standard suggests no word
    "210",  # a word that is not in an open vocabulary
    "223",  # a region told in words, because neither state nor coordinates are known
}


def of_caseless_letters(warning):
    """Whether it asks for lowercase where a script has no case, which no writing of ours can mend."""
    value = re.search(r"\{111\} Open vocabulary value '(.*)' should be all lowercase", warning)
    return value is not None and value[1] == value[1].lower() and not set(value[1]) & set("_ ")


def judged(tmp_path, **bundles):
    names = {}
    for name, data in bundles.items():
        path = tmp_path / f"{name}.json"
        path.write_bytes(data)
        names[str(path)] = name
    said = run("validator", "validate.py", *names)
    return {names[path]: verdict for path, verdict in said.items()}


def drawn(kind, count):
    found = []

    @settings(
        max_examples=count, database=None, derandomize=True, deadline=None,
        phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(bodies(kind))
    def draw(body):
        found.append(body)

    draw()
    return found


def test_every_kind_every_marking_and_every_stub(tmp_path):
    labels = [Label(tlp=tlp, handling=frozenset(codes), handling_note="why", purposes=purposes, until=AT)
              for tlp, codes, purposes in zip(Tlp, [{Handling.H1}, {Handling.H2}, {Handling.H3}, {Handling.H0}, set(Handling)], [frozenset(), frozenset(Purpose), frozenset(), frozenset(), frozenset()], strict=True)]  # fmt: skip
    said = judged(
        tmp_path,
        whole=stix.bundle(everything()),
        stubs=stix.bundle([told(kind, number=n, gone=True) for n, kind in enumerate(TOLD, 1)]),
        unknown=stix.bundle([told(kind, number=n, kinds={}) for n, kind in enumerate(TOLD, 1)]),
        marked=stix.bundle(
            [told("person", number=n, label=one) for n, one in enumerate(labels, 1)]
        ),
        drawn=stix.bundle(
            [
                told(kind, body, number=100 * n + m)
                for n, kind in enumerate(TOLD, 1)
                for m, body in enumerate(drawn(kind, 12))
            ]
        ),
    )
    for name, verdict in said.items():
        assert verdict["valid"], (name, verdict["errors"])
        unmet = [one for one in verdict["warnings"] if not of_caseless_letters(one)]
        codes = {code for one in unmet for code in re.findall(r"\{(\d+)\}", one)}
        assert codes <= ADVICE, [one for one in unmet if not any(c in one for c in ADVICE)]


def test_the_validator_does_find_faults(tmp_path):
    good = json.loads(stix.bundle([told("report")]))
    del good["objects"][-1]["published"]
    lame = json.loads(stix.bundle([told("person")]))
    lame["objects"][-1]["modified"] = "yesterday"
    said = judged(tmp_path, good=json.dumps(good).encode(), lame=json.dumps(lame).encode())
    assert not said["good"]["valid"]
    assert not said["lame"]["valid"]
