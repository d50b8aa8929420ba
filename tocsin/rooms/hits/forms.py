"""What officers type here: the desk's fields, a disposition, a clearance, a manifest's file."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.hits.models import Disposition
from tocsin.rooms.hits.traveller.zone import looks_like_zone

_QUIET = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}

# A date, or a year alone, among the words of a name: whoever types fast types it there.
_DATED = re.compile(
    r"(?<!\S)(?:\d{4}-\d{2}(?:-\d{2})?|\d{1,2}\.\d{1,2}\.\d{4}|(?:19|20)\d{2}),?(?!\S)"
)


class DeskForm(forms.Form):
    """One field for a name or a passport zone, and small ones for what else is known."""

    line = forms.CharField(
        label=_("Name or passport zone"),
        required=False,
        max_length=400,
        strip=False,
        widget=forms.Textarea(attrs={**_QUIET, "rows": 2, "autofocus": True, "dir": "auto"}),
    )
    dob = forms.CharField(
        label=_("Date of birth"),
        required=False,
        max_length=60,
        help_text=_("1971-03-05, 5.3.1971 or 1971"),
        widget=forms.TextInput(attrs=_QUIET),
    )
    nat = forms.CharField(
        label=_("Nationality"),
        required=False,
        max_length=60,
        help_text=_("POL or PL"),
        widget=forms.TextInput(attrs=_QUIET),
    )
    docs = forms.CharField(
        label=_("Document number"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_QUIET),
    )
    gender = forms.ChoiceField(
        label=_("Gender"),
        required=False,
        choices=[("", "—"), ("female", _("Female")), ("male", _("Male"))],
    )

    def __init__(
        self, _reader: Reader, _target: object = None, data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``check.run``; what was left empty is left out."""
        said = self.cleaned_data
        line = said["line"].strip()
        found: dict[str, Any] = {}
        for name in ("dob", "nat", "docs"):
            found[name] = [part.strip() for part in said[name].split(";") if part.strip()]
        if looks_like_zone(line):
            found["mrz"] = line
        else:
            found["dob"] += [date.rstrip(",") for date in _DATED.findall(line)]
            names = _DATED.sub(" ", line).splitlines()
            found["names"] = [part.strip(" ,") for part in names if part.strip(" ,")]
        if said["gender"]:
            found["gender"] = said["gender"]
        return {name: value for name, value in found.items() if value}


class DispositionForm(forms.Form):
    """What comparing came to, and why."""

    disposition = forms.ChoiceField(
        label=_("Finding"),
        choices=[one for one in Disposition.choices if one[0] != Disposition.OPEN],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), min_length=3, max_length=300)

    def __init__(
        self, _reader: Reader, _target: object = None, data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``check.dispose``."""
        return dict(self.cleaned_data)


class ManifestForm(forms.Form):
    """A table of travellers."""

    file = forms.FileField(
        label=_("Passenger manifest"),
        help_text=_("CSV, JSON lines or Parquet, up to 1 GB. Only a column of names is needed."),
    )
    where = forms.CharField(label=_("Flight, ship or crossing"), required=False, max_length=120)

    def __init__(
        self, _reader: Reader, _target: object = None, data: Any = None, files: Any = None
    ) -> None:
        super().__init__(data, files)

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of ``manifest.upload``."""
        file = self.cleaned_data["file"]
        said = {"file": Upload(name=file.name, data=file.file)}
        where = self.cleaned_data["where"]
        return {**said, "where": where} if where else said


FORMS = {
    "check.run": DeskForm,
    "check.dispose": DispositionForm,
    "manifest.upload": ManifestForm,
}
