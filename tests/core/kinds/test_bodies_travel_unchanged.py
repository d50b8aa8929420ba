import json
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.core.kinds.examples import BODIES
from tocsin.core.errors import InvalidInput
from tocsin.core.kinds import KINDS, Body, dump, findings, kind_of, read


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_body_that_is_read_is_written_back_as_it_was(kind):
    body = read(kind, BODIES[kind])
    assert dump(body) == BODIES[kind]
    assert read(kind, dump(body)) == body
    assert kind_of(body).name == kind


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_written_form_does_not_depend_on_the_order_of_the_fields_given(kind):
    turned = dict(reversed(BODIES[kind].items()))
    assert json.dumps(dump(read(kind, turned))) == json.dumps(dump(read(kind, BODIES[kind])))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_body_says_in_a_line_what_it_is_about(kind):
    body = read(kind, BODIES[kind])
    assert body.title().strip()
    assert "\n" not in body.title()
    assert all(isinstance(text, str) for text in body.search_texts() + body.all_names())
    assert all(wording and text for wording, text in body.summary())
    assert all(spot.text for spot in body.places())
    assert all(dated.date for dated in body.dates())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_field_that_the_kind_does_not_know_is_refused_by_name(kind):
    assert ("shoe_size", "is not a known field") in findings(
        kind, {**BODIES[kind], "shoe_size": "44"}
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_body_cannot_be_changed_after_it_was_read(kind):
    body = read(kind, BODIES[kind])
    field = next(iter(type(body).model_fields))
    with pytest.raises(ValueError, match="frozen"):
        setattr(body, field, getattr(body, field))


def _parts(model, seen=None):
    seen = set() if seen is None else seen
    if model in seen:
        return seen
    seen.add(model)
    for field in model.model_fields.values():
        for inner in _models_in(field.annotation):
            _parts(inner, seen)
    return seen


def _models_in(annotation):
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from _models_in(inner)


def _types_in(annotation):
    arguments = typing.get_args(annotation)
    if not arguments:
        yield annotation
    for inner in arguments:
        yield from _types_in(inner)


ALL_PARTS = sorted(
    {part for kind in KINDS.values() for part in _parts(kind.body)}, key=lambda part: part.__name__
)


@pytest.mark.parametrize("part", ALL_PARTS)
def test_no_field_holds_a_float_and_every_field_has_a_title_and_a_description(part):
    for name, field in part.model_fields.items():
        assert float not in _types_in(field.annotation), name
        assert typing.Any not in _types_in(field.annotation), name
        assert field.title, name
        assert field.description, name


def test_bodies_are_strict_frozen_and_closed_to_unknown_fields():
    for part in ALL_PARTS:
        assert part.model_config["strict"] is True
        assert part.model_config["frozen"] is True
        assert part.model_config["extra"] == "forbid"


@pytest.mark.parametrize(
    ("path", "value"),
    [("names", "Anna"), ("names", [{"text": 5}]), ("gender", True), ("births", [{"date": 1971}])],
)
def test_types_are_never_bent(path, value):
    with pytest.raises(InvalidInput) as refused:
        read("person", {**BODIES["person"], path: value})
    assert refused.value.place.startswith(path)


def test_an_unknown_kind_is_refused():
    with pytest.raises(InvalidInput, match="not a kind"):
        read("rumour", {})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_whatever_is_put_into_a_field_it_is_read_or_refused_with_a_sentence(kind, data):
    field = data.draw(st.sampled_from(sorted(KINDS[kind].body.model_fields)))
    changed = {**BODIES[kind], field: data.draw(json_values)}
    wrong = findings(kind, changed)
    assert all(finding.sentence for finding in wrong)
    if not wrong:
        body = read(kind, changed)
        assert isinstance(body, Body)
        assert read(kind, dump(body)) == body
