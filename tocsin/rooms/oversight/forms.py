"""Parsing what oversight typed: an id, a link or a period; a petition as it came."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.login.purposes import PURPOSES
from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.oversight.audit import Sought, verbs
from tocsin.rooms.oversight.lifecycle import WISHES, Wish
from tocsin.rooms.oversight.models.petitions import LANGUAGES
from tocsin.web.offering import offer

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
MONTH = timedelta(days=31)


class SoughtForm(forms.Form):
    """Subject or officer, verb, purpose, period: every field narrows."""

    subject = forms.CharField(
        required=False,
        max_length=300,
        label=_("Subject"),
        help_text=_("A record's number, or its link pasted whole."),
    )
    officer = forms.ChoiceField(required=False, label=_("Officer"))
    verb = forms.ChoiceField(required=False, label=_("Verb"))
    purpose = forms.ChoiceField(required=False, label=_("Purpose"))
    since = forms.DateField(
        required=False, label=_("From"), widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        required=False, label=_("To"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, who: Reader, data: Any = None) -> None:
        super().__init__(data)
        officers = Officer.visible_to(who).values_list("pk", "name")
        self._offer("officer", [(str(pk), name) for pk, name in officers])
        self._offer("verb", [(name, name) for name in verbs()])
        self._offer("purpose", [(one.value, title) for one, title in PURPOSES.items()])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        offer(self, name, [("", _("any")), *choices])

    def clean_subject(self) -> UUID | None:
        text = self.cleaned_data["subject"].strip()
        if not text:
            return None
        found = _ID.search(text)
        if found is None:
            raise forms.ValidationError(_("No number in this; copy the record's link whole."))
        return UUID(found[0])

    def sought(self) -> Sought:
        """Return what a valid form asks for; the last day counts whole.

        Without a subject, an officer or a first day it is the last month: a log may be very long.
        """
        said = self.cleaned_data
        if not (said["subject"] or said["officer"] or said["since"]):
            said["since"] = (said["until"] or timezone.now().date()) - MONTH
        return Sought(
            subject=said["subject"],
            officer=UUID(said["officer"]) if said["officer"] else None,
            verb=said["verb"],
            purpose=said["purpose"],
            since=_midnight(said["since"], 0),
            until=_midnight(said["until"], 1),
        )


def _midnight(day: Any, later: int) -> datetime | None:
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(days=later)


class PetitionForm(forms.Form):
    """What came by letter: what is asked, by whom, when it came, in which language to answer."""

    wish = forms.ChoiceField(label=_("Asks for"), choices=[(w.value, WISHES[w]) for w in Wish])
    applicant = forms.CharField(
        label=_("Applicant"), max_length=200, help_text=_("As the letter gives the name.")
    )
    contact = forms.CharField(
        label=_("Contact"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where the answer goes."),
    )
    received = forms.DateField(
        label=_("Received"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The clock starts on this day. Empty: today."),
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=LANGUAGES)
    text = forms.CharField(
        label=_("What is asked"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, _reader: Reader, _target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)

    def arguments(self) -> dict[str, Any]:
        """Return what the verb takes; what was left empty is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value}


FORMS = {"petition.open": PetitionForm}
