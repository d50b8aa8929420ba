"""Proposing a change to a record that others see: for the draft one has seen, no later one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models import Draft


class AmendForm(forms.Form):
    """The draft as it was last saved, and a note for the second officer."""

    version = forms.CharField(widget=forms.HiddenInput)
    note = forms.CharField(required=False, max_length=300, label=_("Note"))

    def __init__(self, _reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        draft = Draft.of(target)
        initial = {"version": draft.edited.isoformat() if draft else ""}
        super().__init__(data, files, initial=initial)

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        return dict(self.cleaned_data)
