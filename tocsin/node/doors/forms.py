"""A form for any verb, made from its arguments; a room may put its own in ``FORMS`` instead.

A room's ``forms.py`` may also list ``CHOICES``: for a verb's argument, the options a reader has.
"""

import types
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic.fields import FieldInfo

from tocsin.node import rooms
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import Upload, Verb

LONG_TEXT = 120
Made = tuple[type[forms.Field], dict[str, Any]]


def form_for(
    verb: Verb[Any, Any], reader: Reader, target: Any, data: Any = None, files: Any = None
) -> forms.Form:
    """Return the verb's form, bound when data is given; ``arguments(form)`` reads it."""
    for module in rooms.modules("forms"):
        own = getattr(module, "FORMS", {}).get(verb.name)
        if own is not None:
            made: forms.Form = own(reader, target, data, files)
            return made
    fields = {
        name: _field(verb.name, name, info, reader)
        for name, info in verb.arguments.model_fields.items()
    }
    form_class: type[forms.Form] = type(f"{verb.arguments.__name__}Form", (forms.Form,), fields)
    return form_class(data, files)


def arguments(form: forms.Form) -> dict[str, Any]:
    """Return what the form says as the verb's arguments; what was left empty is left out."""
    own: Callable[[], dict[str, Any]] | None = getattr(form, "arguments", None)
    if own is not None:
        return own()
    said = {}
    for name, value in form.cleaned_data.items():
        if hasattr(value, "chunks"):
            said[name] = Upload(name=value.name, data=value.file)
        elif value not in (None, "", []):
            said[name] = value
    return said


def _field(verb: str, name: str, info: FieldInfo, reader: Reader) -> forms.Field:
    options: dict[str, Any] = {
        "required": info.is_required(),
        "label": _(name.replace("_", " ").capitalize()),
    }
    if not info.is_required() and info.default not in (None, ""):
        options["initial"] = info.default
    choices = _choices(verb, name)
    if choices is not None:
        offered = choices(reader)
        if not info.is_required():
            offered = [("", "—"), *offered]
        return forms.ChoiceField(choices=offered, **options)
    made, more = _kind(_bare(info.annotation), info)
    return made(**options, **more)


def _choices(verb: str, name: str) -> Callable[[Reader], list[tuple[str, Any]]] | None:
    for module in rooms.modules("forms"):
        found: Callable[[Reader], list[tuple[str, Any]]] | None = (
            getattr(module, "CHOICES", {}).get(verb, {}).get(name)
        )
        if found is not None:
            return found
    return None


def _bare(annotation: Any) -> Any:
    """Return the type behind ``X | None``, without its constraints."""
    if get_origin(annotation) in {Union, types.UnionType}:
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return _bare(inner[0])
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _kind(annotation: Any, info: FieldInfo) -> Made:
    if get_origin(annotation) in {list, frozenset, set}:
        offered = _options(get_args(annotation)[0])
        return forms.MultipleChoiceField, {
            "choices": offered,
            "widget": forms.CheckboxSelectMultiple,
        }
    if isinstance(annotation, type):
        if issubclass(annotation, Enum):
            return forms.ChoiceField, {"choices": _options(annotation)}
        plain = _PLAIN.get(annotation)
        if plain is not None:
            return plain
    longest = _longest(info)
    widget = forms.Textarea(attrs={"rows": 3}) if longest and longest > LONG_TEXT else None
    return forms.CharField, {"max_length": longest, **({"widget": widget} if widget else {})}


_PLAIN: dict[type, Made] = {
    bool: (forms.BooleanField, {}),
    int: (forms.IntegerField, {}),
    UUID: (forms.UUIDField, {}),
    Upload: (forms.FileField, {}),
    datetime: (
        forms.DateTimeField,
        {"widget": forms.DateTimeInput(attrs={"type": "datetime-local"})},
    ),
    date: (forms.DateField, {"widget": forms.DateInput(attrs={"type": "date"})}),
}


def _options(annotation: Any) -> list[tuple[str, Any]]:
    labels = getattr(annotation, "choices", None)
    if labels is not None:
        return list(labels)
    return [(one.value, _(getattr(one, "wording", one.value))) for one in annotation]


def _longest(info: FieldInfo) -> int | None:
    for constraint in info.metadata:
        longest: int | None = getattr(constraint, "max_length", None)
        if longest is not None:
            return longest
    return None
