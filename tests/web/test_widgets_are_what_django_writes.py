"""Widgets written at once are what Django's templates make of them, line ends aside."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from tocsin.web.widgets import Renderer

TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12
) | st.sampled_from(
    ['"><script>', "O'Neil & <b>", mark_safe("<i>kept</i>"), gettext_lazy("Country"), ""]
)
VALUES = TEXTS | st.integers(-2, 12000) | st.none()
ATTRIBUTES = st.fixed_dictionaries({}, optional={"id": TEXTS, "class": TEXTS}) | st.dictionaries(
    st.sampled_from(["data-x", "rows", "hidden", "step"]),
    TEXTS | st.booleans() | st.integers(0, 9) | st.just(0.1),
    max_size=4,
)
OPTIONS = st.lists(st.tuples(VALUES, TEXTS | st.integers(0, 12000)), max_size=4)
CHOICES = st.lists(
    st.tuples(VALUES, TEXTS | st.integers(0, 5000)) | st.tuples(TEXTS, OPTIONS), max_size=5
)
PLAIN = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput,
    forms.HiddenInput, forms.DateInput, forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput,
    forms.Textarea,
]  # fmt: skip
CHOOSING = [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]


def both(widget: forms.Widget, value: object, attrs: dict[str, Any]) -> tuple[str, str]:
    ours = widget.render("a<b", value, attrs, Renderer())
    theirs = widget.render("a<b", value, attrs, DjangoTemplates())
    return _joined(ours), _joined(theirs)


def _joined(text: str) -> str:
    return text.replace("\n", "")


@given(widget=st.sampled_from(PLAIN), value=VALUES, attrs=ATTRIBUTES)
def test_an_input_is_written_as_its_template_does(
    widget: type[forms.Widget], value: object, attrs: dict[str, Any]
) -> None:
    ours, theirs = both(widget(), value, attrs)
    assert ours == theirs


@given(widget=st.sampled_from(CHOOSING), choices=CHOICES, value=VALUES, attrs=ATTRIBUTES)
def test_choices_are_written_as_their_templates_do(
    widget: type[forms.Select], choices: Any, value: object, attrs: dict[str, Any]
) -> None:
    ours, theirs = both(widget(choices=choices), value, attrs)
    assert ours == theirs


def test_a_whole_form_still_goes_through_its_template() -> None:
    class Asked(forms.Form):
        colour = forms.ChoiceField(choices=[("red", "Red <3")])

    ours, theirs = Asked(renderer=Renderer()), Asked(renderer=DjangoTemplates())
    assert _joined(str(ours)) == _joined(str(theirs))
    assert "Red &lt;3" in str(ours)
