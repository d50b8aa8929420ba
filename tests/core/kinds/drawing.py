"""Random bodies of every kind, drawn from the fields themselves, so that no new field is missed."""

import types
import typing
from datetime import UTC, datetime
from uuid import UUID

from hypothesis import assume
from hypothesis import strategies as st
from pydantic import AfterValidator, BaseModel

from tests.core.kinds.examples import BODIES
from tocsin.core.errors import InvalidInput
from tocsin.core.identifiers import COUNTRIES
from tocsin.core.kinds import KINDS, PartialDate, instant_text, read
from tocsin.core.kinds.writing import check_line, check_text

_SIGNS = st.characters(
    codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u2028\u2029\ufeff"
)


def _clean(check):
    def passes(text):
        try:
            return bool(check(text))
        except ValueError:
            return False

    return passes


LINES = st.text(_SIGNS, min_size=1, max_size=30).filter(_clean(check_line))
SHORT = st.text(_SIGNS, min_size=1, max_size=12).filter(_clean(check_line))
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join).filter(_clean(check_text))
UUIDS = st.uuids(version=4).map(str)


@st.composite
def dates(draw):
    day = draw(
        st.dates(datetime(1850, 1, 1, tzinfo=UTC).date(), datetime(2100, 12, 31, tzinfo=UTC).date())
    )
    return day.isoformat()[: draw(st.sampled_from([4, 7, 10]))]


def _degrees(limit):
    return st.integers(-limit * 10**4, limit * 10**4).map(
        lambda n: f"{n / 10**4:.4f}".rstrip("0").rstrip(".")
    )


BY_RULE = {
    "_as_value": st.sampled_from(sorted(COUNTRIES)),
    "_record": UUIDS,
    "_case": st.from_regex(r"\A[A-Z]{2,8}-[0-9]{4}/[0-9]{1,6}\Z"),
    "_bureau": st.from_regex(r"\A[A-Z]{3}(-[A-Z0-9]{1,6})?\Z"),
    "_latitude": _degrees(90).filter(lambda text: text != "-0"),
    "_longitude": _degrees(180).filter(lambda text: text != "-0"),
    "_amount": st.decimals(0, 10**9, places=2).map(str),
    "_plate": st.sampled_from(["WX 12345", "AA 1234 BB"]),
    "_vin": st.sampled_from(["1M8GDM9AXKP042788"]),
    "_imo": st.sampled_from(["9074729"]),
    "_aircraft": st.sampled_from(["SP-ABC"]),
    "check_line": LINES,
    "check_text": TEXTS,
}
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda moment: instant_text(moment.replace(tzinfo=UTC))
)


def _constraints(metadata):
    found = {}
    for one in metadata:
        for name in ("pattern", "max_length", "min_length", "ge", "le"):
            value = getattr(one, name, None)
            if value is not None:
                found[name] = value
        if hasattr(one, "metadata"):
            found |= _constraints(one.metadata)
    return found


def _text(metadata):
    said = _constraints(metadata)
    for one in metadata:
        if isinstance(one, AfterValidator):
            short = said.get("max_length", 99) <= 64 and one.func.__name__ == "check_line"
            return SHORT if short else BY_RULE[one.func.__name__]
    if "pattern" in said:
        return st.from_regex(
            r"\A" + said["pattern"].strip("^$") + r"\Z", alphabet=st.characters(codec="ascii")
        )
    return LINES


def _value(annotation, metadata):
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _value(arguments[0], (*metadata, *annotation.__metadata__))
    if origin in {typing.Union, types.UnionType}:
        inner = [one for one in arguments if one is not type(None)]
        return _value(inner[0], metadata)
    if origin is tuple:
        least = _constraints(metadata).get("min_length", 0)
        return st.lists(_value(arguments[0], ()), min_size=least, max_size=2)
    return _leaf(annotation, metadata)


def _leaf(annotation, metadata):
    if annotation is PartialDate:
        return dates()
    if annotation is datetime:
        return MOMENTS
    if issubclass(annotation, BaseModel):
        return part(annotation)
    if annotation is str:
        return _text(metadata)
    if annotation is int:
        said = _constraints(metadata)
        return st.integers(said.get("ge", 0), said.get("le", 10**6))
    return st.sampled_from([word.value for word in annotation])


def part(model):
    """Draw the JSON form of a part: each field there or not."""
    required, optional = {}, {}
    for name, field in model.model_fields.items():
        strategy = _value(field.annotation, tuple(field.metadata))
        (required if field.is_required() else optional)[name] = strategy
    return st.fixed_dictionaries(required, optional=optional)


@st.composite
def bodies(draw, kind):
    """Draw a body of this kind, as its example with some fields drawn anew."""
    drawn = draw(part(KINDS[kind].body))
    names = draw(st.sets(st.sampled_from(sorted(drawn)))) if drawn else set()
    form = {**BODIES[kind], **{name: drawn[name] for name in names}}
    for name in draw(st.sets(st.sampled_from(sorted(form)))) - _required(kind):
        del form[name]
    try:
        return read(kind, form)
    except InvalidInput:
        assume(False)
        raise


def _required(kind):
    return {name for name, field in KINDS[kind].body.model_fields.items() if field.is_required()}


def any_id():
    """Draw an id of a record."""
    return st.uuids(version=4).map(lambda one: UUID(str(one)))
