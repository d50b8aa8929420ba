"""Forms of this room's verbs that need more than their signature says."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.core.statements.introductions import LIMIT
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.exchange.models import Peer


class IntroductionForm(forms.Form):
    """The introduction a partner handed over, pasted as text."""

    introduction = forms.CharField(
        max_length=LIMIT,
        label=_("Introduction"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_("The text of the file that the partner downloaded as its introduction."),
    )

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files)


class WordsForm(forms.Form):
    """The ten words as they were heard."""

    words = forms.CharField(
        max_length=200,
        label=_("The ten words you heard"),
        help_text=_("Read to you over the telephone by somebody of that bureau you know."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files)


def _hubs(reader: Reader) -> list[tuple[str, Any]]:
    near = Peer.visible_to(reader).open().filter(via=None).select_related("partner")
    return [(str(one.pk), one.title) for one in near]


CHOICES = {"peer.route": {"through": _hubs}}
FORMS = {"peer.add": IntroductionForm, "peer.accept": WordsForm}
