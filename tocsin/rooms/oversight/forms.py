"""Parsing what oversight typed: an id, a link or a period."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.login.standing import PURPOSES
from tocsin.rooms.bureaus.models import Officer
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.oversight.audit import Sought, verbs

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
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), *choices]

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
