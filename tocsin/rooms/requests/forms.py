"""Forms of this room's verbs, and whom a request can go to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds.words import Asks
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.requests.actions.reached import reached_by
from tocsin.rooms.requests.rules import CLASSES, Urgency

LONG = forms.Textarea(attrs={"rows": 4})


def urgencies() -> list[tuple[str, Any]]:
    """Return the classes an officer chooses from; that of a blind match is set by confirming it."""
    return [(one.value, CLASSES[one].title) for one in CLASSES if one is not Urgency.MATCH]


class AskForm(forms.Form):
    """What is asked, how soon, in which words."""

    asks = forms.MultipleChoiceField(
        label=_("What is asked for"),
        choices=[(one.value, _(one.wording)) for one in Asks],
        widget=forms.CheckboxSelectMultiple,
    )
    urgency = forms.ChoiceField(label=_("Answer needed"), choices=urgencies)
    text = forms.CharField(required=False, max_length=4_000, label=_("In words"), widget=LONG)

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files, initial={"urgency": Urgency.ORDINARY.value})


class OpenForm(AskForm):
    """A new request: to whom, about what."""

    to = forms.ChoiceField(label=_("To"))
    headline = forms.CharField(min_length=3, max_length=200, label=_("Headline"))
    subject = forms.UUIDField(
        required=False,
        label=_("About the record"),
        help_text=_("Its number. The other bureau sees the record only if it is released to it."),
    )
    reference = forms.CharField(required=False, max_length=80, label=_("Our reference"))

    field_order = ("to", "headline", "asks", "urgency", "text", "subject", "reference")

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(reader, target, data, files)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(one.pk), f"{one.code} · {one.name}") for one in reached_by(reader)]


FORMS = {"request.open": OpenForm, "request.ask": AskForm}
