"""The label as people choose it on a page: audience, marking, purposes, handling, end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.core.labels import (
    Handling,
    InformationEvaluation,
    Label,
    Purpose,
    SourceEvaluation,
    Tlp,
    read_label,
)
from tocsin.rooms.bureaus.login.purposes import PURPOSES
from tocsin.rooms.bureaus.models import Bureau, Group
from tocsin.rooms.bureaus.reader import Reader
from tocsin.web.offering import offer

HANDLING = {
    Handling.H0: _("H0: to prevent and combat crime"),
    Handling.H1: _("H1: no judicial use without permission"),
    Handling.H2: _("H2: no dissemination without permission"),
    Handling.H3: _("H3: other restriction, see the note"),
}


def _blank(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", "—"), *choices]


class LabelForm(forms.Form):
    """A label and the reason for giving it, for ``record.narrow`` and ``record.widen``."""

    everyone = forms.BooleanField(required=False, label=_("All members"))
    bureaus = forms.MultipleChoiceField(
        required=False, label=_("Named bureaus"), widget=forms.CheckboxSelectMultiple
    )
    groups = forms.MultipleChoiceField(
        required=False, label=_("Working groups"), widget=forms.CheckboxSelectMultiple
    )
    exclude = forms.MultipleChoiceField(
        required=False, label=_("Never to"), widget=forms.CheckboxSelectMultiple
    )
    tlp = forms.ChoiceField(label=_("Marking"), choices=[(one.value, one.value) for one in Tlp])
    purposes = forms.MultipleChoiceField(
        required=False,
        label=_("Only for these purposes"),
        choices=[(one.value, PURPOSES[one]) for one in Purpose],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: for any lawful purpose."),
    )
    handling = forms.MultipleChoiceField(
        required=False,
        label=_("Handling codes"),
        choices=[(one.value, HANDLING[one]) for one in Handling],
        widget=forms.CheckboxSelectMultiple,
    )
    handling_note = forms.CharField(required=False, max_length=300, label=_("Handling note"))
    source = forms.ChoiceField(
        required=False,
        label=_("Source evaluation"),
        choices=_blank([(one.value, one.value) for one in SourceEvaluation]),
    )
    information = forms.ChoiceField(
        required=False,
        label=_("Information evaluation"),
        choices=_blank([(one.value, one.value) for one in InformationEvaluation]),
    )
    forward = forms.BooleanField(required=False, label=_("Receivers may pass it on"))
    until = forms.DateTimeField(
        required=False,
        label=_("Released until (UTC)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(min_length=3, max_length=300, label=_("Reason"))

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        label: Label = target.release_class.read()
        initial = {**label.model_dump(mode="json"), "until": label.until}
        super().__init__(data, files, initial=initial)
        bureaus = [(str(one.pk), f"{one.code}  {one.name}") for one in _others(reader)]
        groups = [(str(one.pk), one.name) for one in Group.visible_to(reader)]
        offer(self, "bureaus", bureaus)
        offer(self, "exclude", bureaus)
        offer(self, "groups", groups)

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments; raises InvalidLabel naming the field."""
        said = dict(self.cleaned_data)
        reason = said.pop("reason")
        plain = {name: value for name, value in said.items() if value not in (None, "", [], False)}
        return {"label": read_label(plain), "reason": reason}


def _others(reader: Reader) -> list[Bureau]:
    return list(Bureau.visible_to(reader).exclude(pk=reader.bureau))


class WidenForm(LabelForm):
    """A wider label, for the revision that the officer has before her and no later one."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(reader, target, data, files)
        self.initial["revision"] = target.revision

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments; raises InvalidLabel naming the field."""
        revision = self.cleaned_data.pop("revision")
        return {**super().arguments(), "revision": revision}


FORMS = {"record.narrow": LabelForm, "record.widen": WidenForm}
