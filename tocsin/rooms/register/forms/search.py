"""The search form: words and filters from an address, as a query."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tocsin.core.errors import InvalidInput
from tocsin.core.identifiers import country
from tocsin.core.kinds import KINDS
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.lifecycle import State
from tocsin.rooms.register.searching import Query

STRANDS = {
    "C": _("Chemical"),
    "B": _("Biological"),
    "R": _("Radiological"),
    "N": _("Nuclear"),
    "E": _("Explosive"),
    "P": _("Pyrotechnic"),
}
STATES = {
    State.DRAFT: _("Draft"),
    State.RELEASED: _("In force"),
    State.SUSPENDED: _("Suspended"),
    State.BLOCKED: _("Blocked"),
    State.WITHDRAWN: _("Withdrawn"),
    State.EXPIRED: _("Expired"),
}


def _any(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", _("Any")), *choices]


class SearchForm(forms.Form):
    """Filters of the register; what is wrong with one is said beside it, the rest still works."""

    q = forms.CharField(required=False, max_length=200, label=_("Words"), strip=True)
    kind = forms.ChoiceField(
        required=False,
        label=_("Kind"),
        choices=_any([(kind.name, _(kind.title)) for kind in KINDS.values()]),
    )
    strand = forms.ChoiceField(
        required=False,
        label=_("Threat strand"),
        choices=_any(list(STRANDS.items())),
    )
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=_any([(state.value, title) for state, title in STATES.items()]),
    )
    owner = forms.ChoiceField(required=False, label=_("Owner"))
    country = forms.CharField(required=False, max_length=60, label=_("Country"))
    since = forms.DateField(
        required=False,
        label=_("Changed since"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    weak = forms.BooleanField(required=False, label=_("Weak for screening"))
    after = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, reader: Reader, data: Any) -> None:
        super().__init__(data)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        codes = Bureau.visible_to(reader).values_list("code", flat=True)
        owner.choices = _any([(code, code) for code in codes])
        self.fields["country"].widget.attrs["list"] = "countries"

    @classmethod
    def strict(cls, reader: Reader, data: Any) -> "SearchForm":
        """Return the form for a script: what cannot be understood raises InvalidInput."""
        with override("en"):
            form = cls(reader, data)
            for place, problems in form.errors.items():
                said = " ".join(str(one) for one in problems)
                raise InvalidInput("{said}", said=said, place=place)
        return form

    def clean_country(self) -> str:
        given = str(self.cleaned_data["country"])
        if not given:
            return ""
        try:
            return country(given)
        except InvalidInput as error:
            raise forms.ValidationError(_("is not a country")) from error

    def query(self) -> Query:
        """Return what is asked, leaving out what could not be understood."""
        self.is_valid()
        said = self.cleaned_data
        return Query(
            words=said.get("q", ""),
            kind=said.get("kind", ""),
            strand=said.get("strand", ""),
            state=said.get("state", ""),
            owner=said.get("owner", ""),
            country=said.get("country", ""),
            weak=bool(said.get("weak")),
            since=said.get("since"),
            after=said.get("after", ""),
        )

    def filters(self) -> int:
        """Return how many filters besides the words are set."""
        return sum(bool(value) for value in self.query().plain()) - bool(self.query().words)
