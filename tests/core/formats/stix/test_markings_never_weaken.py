import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.formats.stix.telling import AT, bundled, found, items, told
from tests.core.kinds.examples import ONE
from tocsin.core.formats import stix
from tocsin.core.formats.rows import Remark, Row
from tocsin.core.formats.stix.markings import TLP_REFS, tlp_object
from tocsin.core.labels import (
    Handling,
    InformationEvaluation,
    Label,
    Purpose,
    SourceEvaluation,
    Tlp,
)

STATED = "marking-definition--22222222-2222-4222-8222-222222222222"
TLP_1 = {
    "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": Tlp.CLEAR,
    "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": Tlp.GREEN,
    "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": Tlp.AMBER,
    "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": Tlp.RED,
}


def person(*refs, **more):
    return {
        "type": "identity", "spec_version": "2.1", "id": f"identity--{ONE}",
        "created": "2031-05-04T10:00:00.000Z", "modified": "2031-05-04T10:00:00.000Z",
        "name": "Invented Person", "identity_class": "individual",
        **({"object_marking_refs": list(refs)} if refs else {}), **more,
    }  # fmt: skip


def row(*objects):
    (found,) = [item for item in items(bundled(*objects)) if isinstance(item, Row)]
    return found


def statement(text):
    return {
        "type": "marking-definition", "spec_version": "2.1", "id": STATED,
        "created": "2031-05-04T10:00:00.000Z", "definition_type": "statement",
        "definition": {"statement": text},
    }  # fmt: skip


labels = st.builds(
    Label,
    tlp=st.sampled_from(Tlp),
    purposes=st.frozensets(st.sampled_from(Purpose), max_size=3),
    handling=st.frozensets(st.sampled_from(Handling)),
    handling_note=st.text(
        st.characters(codec="ascii", categories=("L", "N")), min_size=1, max_size=40
    ),
    source=st.none() | st.sampled_from(SourceEvaluation),
    information=st.none() | st.sampled_from(InformationEvaluation),
    forward=st.booleans(),
    until=st.none() | st.just(AT),
)


@pytest.mark.parametrize("tlp", Tlp)
def test_each_colour_is_the_marking_definition_that_was_published(tlp):
    published = {
        Tlp.CLEAR: ("94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
        Tlp.GREEN: ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "green"),
        Tlp.AMBER: ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", "amber"),
        Tlp.AMBER_STRICT: ("939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
        Tlp.RED: ("e828b379-4e03-4974-9ac4-e53a884c97c1", "red"),
    }
    uuid, word = published[tlp]
    assert tlp_object(tlp) == {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{uuid}",
        "created": "2022-10-01T00:00:00.000Z",
        "name": tlp.value,
        "extensions": {
            "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
                "extension_type": "property-extension",
                "tlp_2_0": word,
            }
        },
    }


@given(labels)
def test_what_a_label_demands_comes_back_or_is_stricter(label):
    (back,) = [
        item for item in items(stix.bundle([told("person", label=label)])) if isinstance(item, Row)
    ]
    assert back.label.is_own_bureau_only
    assert back.label.tlp.rank >= label.tlp.rank
    assert back.label.handling - {Handling.H0} >= label.handling - {Handling.H0}
    assert label.handling_note in back.label.handling_note or Handling.H3 not in label.handling
    assert not label.purposes or back.label.purposes == label.purposes
    assert not back.label.forward


@given(labels)
def test_whom_else_it_was_given_to_is_never_written(label):
    named = label.model_copy(update={"bureaus": frozenset({told("person").id})})
    text = json.dumps(stix.context([told("person", label=named)]))
    assert text == json.dumps(stix.context([told("person", label=label)]))


def test_every_marking_an_object_bears_stands_in_its_bundle():
    label = Label(tlp=Tlp.RED, handling=frozenset({Handling.H1}), until=AT)
    objects = found(stix.bundle([told("person", label=label)]))
    refs = next(one for one in objects.values() if one.get("labels"))["object_marking_refs"]
    assert refs[0] == TLP_REFS[Tlp.RED]
    said = objects[refs[1]]["definition"]["statement"]
    assert "H1: no judicial use" in said
    assert "released until 2031-05-04T10:00:00.123Z" in said
    assert "not to be passed on" in said


def test_an_object_without_a_marking_is_for_the_own_bureau_alone():
    assert row(person()).label == Label()


@pytest.mark.parametrize(("ref", "tlp"), TLP_1.items())
def test_the_colours_of_the_older_protocol_are_known(ref, tlp):
    assert row(person(ref)).label == Label(tlp=tlp)


@given(st.lists(st.sampled_from(Tlp), min_size=1, max_size=5))
def test_of_several_colours_the_strictest_holds(colours):
    label = row(person(*(TLP_REFS[tlp] for tlp in colours))).label
    assert label.tlp is max(colours, key=lambda tlp: tlp.rank)


def test_the_colour_of_a_part_holds_for_the_whole():
    part = {"marking_ref": TLP_REFS[Tlp.RED], "selectors": ["name"]}
    one = person(TLP_REFS[Tlp.CLEAR], granular_markings=[part])
    assert row(one).label.tlp is Tlp.RED


@pytest.mark.parametrize("order", [1, -1])
def test_a_statement_becomes_a_restriction_wherever_it_stands_in_the_file(order):
    objects = [person(TLP_REFS[Tlp.GREEN], STATED), statement("Only for the desk in Utoport")]
    label = row(*objects[::order]).label
    assert (label.tlp, label.handling) == (Tlp.GREEN, frozenset({Handling.H3}))
    assert label.handling_note == "Only for the desk in Utoport"


def test_a_marking_that_the_file_does_not_define_closes_the_record_and_is_said():
    said = items(bundled(person(TLP_REFS[Tlp.CLEAR], STATED)))
    (one,) = [item for item in said if isinstance(item, Row)]
    assert one.label.tlp is Tlp.AMBER_STRICT
    assert one.label.handling_note == STATED
    assert any(
        "not known" in remark.sentence for remark in one.remarks if isinstance(remark, Remark)
    )


def test_a_long_statement_is_cut_but_the_restriction_stays():
    label = row(person(STATED), statement("word " * 200)).label
    assert Handling.H3 in label.handling
    assert len(label.handling_note) == 300
    assert label.handling_note.endswith("…")
