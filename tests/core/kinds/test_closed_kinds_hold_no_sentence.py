"""The boundary: what devices and materials are filed under cannot carry prose."""

import re
import typing

import pytest
from pydantic import BaseModel

from tests.core.kinds.examples import BODIES
from tocsin.core.errors import InvalidInput
from tocsin.core.kinds import KINDS, PartialDate, read
from tocsin.core.kinds.words import Word

CLOSED = sorted(name for name, kind in KINDS.items() if kind.closed)
# Text fields are allowed by name of their pattern only.
PATTERNED = {"case", "country", "bureau", "telephone", "email", "record"}


def _leaves(model):
    for name, field in model.model_fields.items():
        for leaf in _types(field.annotation):
            if isinstance(leaf, type) and issubclass(leaf, BaseModel):
                yield from _leaves(leaf)
            else:
                yield name, leaf


def _types(annotation):
    arguments = [inner for inner in typing.get_args(annotation) if inner is not Ellipsis]
    if typing.get_origin(annotation) is typing.Annotated:
        arguments = arguments[:1]
    if not arguments:
        yield annotation
    for inner in arguments:
        yield from _types(inner)


def test_devices_and_materials_are_closed():
    assert CLOSED == ["device_reference", "material_reference", "purple_notice"]


@pytest.mark.parametrize("kind", CLOSED)
def test_every_field_is_a_word_a_date_or_a_short_pattern(kind):
    for name, leaf in _leaves(KINDS[kind].body):
        if leaf is str:
            assert name in PATTERNED, f"{kind}.{name} could hold free text"
        elif leaf not in (type(None), PartialDate):
            assert issubclass(leaf, Word), f"{kind}.{name} is {leaf}"


PROSE = [("case", "case"), ("country", "country"), ("contact", "contact.bureau")]


@pytest.mark.parametrize(
    ("kind", "field", "place"),
    [(k, f, p) for k in CLOSED for f, p in PROSE if f in KINDS[k].body.model_fields],
)
def test_prose_is_refused_wherever_it_is_put(kind, field, place):
    prose = "a sentence, however short, is refused"
    value = {"bureau": prose, "desk": "duty_officer"} if field == "contact" else prose
    with pytest.raises(InvalidInput) as refused:
        read(kind, {**BODIES[kind], field: value})
    assert refused.value.place == place


@pytest.mark.parametrize("kind", CLOSED)
def test_words_of_closed_kinds_name_no_amount(kind):
    for _, leaf in _leaves(KINDS[kind].body):
        if isinstance(leaf, type) and issubclass(leaf, Word):
            for word in leaf:
                assert re.search(r"\d\s*(g|kg|mg|ml|l|%|bq|ci)\b", word.wording.lower()) is None


def test_a_case_cannot_be_open_and_closed():
    with pytest.raises(InvalidInput, match="both"):
        read(
            "device_reference",
            {**BODIES["device_reference"], "tags": ["case_open", "case_closed"]},
        )
