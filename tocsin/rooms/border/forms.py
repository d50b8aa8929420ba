"""Forms of this room's verbs: the card and words of a station, and who answers for it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.border.actions.able import able
from tocsin.rooms.bureaus.reader import Reader
from tocsin.web.offering import offer


class RegisterForm(forms.Form):
    """A new station."""

    card = forms.CharField(
        max_length=4_096,
        label=_("Card"),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=_("What tocsin border create printed at the station."),
    )
    words = forms.CharField(
        max_length=160,
        label=_("The eight words you heard"),
        help_text=_("Read to you over the telephone by an officer at the station."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    officer = forms.ChoiceField(
        label=_("Who answers for it"),
        help_text=_("A copy holds whom this officer may screen for."),
    )
    hours = forms.IntegerField(
        min_value=1, max_value=168, initial=24, label=_("Hours a copy lasts")
    )

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files)
        found = able(reader, timezone.now())
        names = sorted(found, key=lambda pk: found[pk])
        offer(self, "officer", [(str(pk), found[pk]) for pk in names])


FORMS = {"station.register": RegisterForm}
