"""Forms of this room's verbs: which bureau, and about which records."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.blind import desk
from tocsin.rooms.bureaus.reader import Reader
from tocsin.web.offering import offer


def _peers(reader: Reader) -> list[tuple[str, Any]]:
    return [(str(one.pk), one.title) for one in desk.peers(reader)]


class AskForm(forms.Form):
    """A bureau, and all own records that are watched for, or one by its number."""

    peer = forms.ChoiceField(label=_("Bureau"))
    watched = forms.BooleanField(
        required=False,
        label=_("Every record of ours that is screened for"),
    )
    record = forms.UUIDField(
        required=False,
        label=_("Or one record"),
        help_text=_("Its number. The other bureau does not learn which it is, nor what is in it."),
    )

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files)
        offer(self, "peer", _peers(reader))

    def arguments(self) -> dict[str, Any]:
        """Return what the form says as the verb's arguments."""
        said = self.cleaned_data
        one = [said["record"]] if said["record"] and not said["watched"] else []
        return {"peer": said["peer"], "watched": said["watched"], "records": one}


FORMS = {"match.ask": AskForm}
CHOICES = {"arrangement.open": {"peer": _peers}}
