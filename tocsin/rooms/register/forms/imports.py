"""The form of ``import.start``: the file, where it comes from, what is done with its entries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds.words import Instruction
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import Upload


class ImportForm(forms.Form):
    """A file and what to do with it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "JSON lines, CSV, Parquet, FollowTheMoney, a STIX 2.1 bundle, a MISP event, or the"
            " consolidated list of the UN Security Council as XML. The format is told from the"
            " content."
        ),
    )
    source = forms.CharField(
        required=False,
        max_length=60,
        label=_("Source"),
        help_text=_(
            "The list, agency or file, always in the same words: the same number from the same"
            " source is the same record. Not needed for the list of the United Nations."
        ),
    )
    dry_run = forms.BooleanField(
        required=False,
        label=_("Only try it: say what would happen and write nothing"),
    )
    screened = forms.BooleanField(
        required=False,
        label=_("Screen travellers against these entries"),
        help_text=_("Each person and document gets a basis of class “list”."),
    )
    instruction = forms.ChoiceField(
        label=_("On a hit"),
        choices=[(one.value, _(one.wording)) for one in Instruction],
        initial=Instruction.CONTACT_OWNER.value,
    )

    def __init__(self, _reader: Reader, _target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        said = dict(self.cleaned_data)
        file = said.pop("file")
        return {**said, "file": Upload(name=file.name, data=file.file)}
