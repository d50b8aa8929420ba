"""Forms and choices for verbs whose arguments need more than their signature says."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.core.statements.cards import decode
from tocsin.rooms.bureaus.models import Bureau, Unit
from tocsin.rooms.bureaus.powers import ROLE_TITLES, ROLES, Power, Role
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.reading.posts import reader_of
from tocsin.web.offering import offer

Choice = tuple[str, Any]


class TokenForm(forms.Form):
    """A token's name, its powers out of those its officer holds, and how long it lasts."""

    name = forms.CharField(
        max_length=80, label=_("Name"), help_text=_("What it is for, as in “watch-list import”.")
    )
    days = forms.IntegerField(min_value=1, max_value=365, initial=90, label=_("Days it lasts"))
    powers = forms.MultipleChoiceField(
        label=_("Powers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("As few as the work needs. It never holds more than its officer does."),
    )

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        powers = reader.powers
        if target is not None:
            theirs = reader_of(target.id, reader.bureau, at=timezone.now())
            powers = theirs.powers if theirs is not None else frozenset()
        offer(self, "powers", [(power.value, power.value) for power in Power if power in powers])

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class GrantForm(forms.Form):
    """A role, for good or for a while, and why."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, ROLE_TITLES[role]) for role in ROLES]
    )
    until = forms.DateTimeField(
        required=False,
        label=_("Until (UTC)"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Empty: until somebody ends it. An observer's access must have an end."),
    )
    reason = forms.CharField(min_length=3, max_length=300, label=_("Reason"))

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files)

    def clean(self) -> dict[str, Any] | None:
        said = super().clean()
        if said and said.get("role") == Role.OBSERVER and not said.get("until"):
            self.add_error("until", _("An observer's access must have an end: that of the visit."))
        return said

    def arguments(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value}


def _bureaus(reader: Reader) -> list[Choice]:
    known = Bureau.visible_to(reader).exclude(pk=reader.bureau)
    return [(str(one.pk), f"{one.code} · {one.name}") for one in known]


def _units(reader: Reader) -> list[Choice]:
    return [(str(one.pk), one.name) for one in Unit.visible_to(reader).filter(ended__isnull=True)]


def _keys(reader: Reader) -> list[Choice]:
    card = decode(Bureau.visible_to(reader).get(pk=reader.bureau).card.encode())
    return [(node.signing.id, node.signing.id) for node in reversed(card.nodes)]


FORMS: dict[str, type[forms.Form]] = {
    Power.ROLE_GRANT: GrantForm,
    Power.TOKEN_CREATE: TokenForm,
    Power.TOKEN_MINT: TokenForm,
}
CHOICES: dict[str, dict[str, Callable[[Reader], list[Choice]]]] = {
    Power.BUREAU_REVOKE_KEY: {"key": _keys},
    Power.GROUP_ADD_MEMBER: {"bureau": _bureaus},
    Power.GROUP_REMOVE_MEMBER: {"bureau": _bureaus},
    Power.UNIT_ADD: {"parent": _units},
}
