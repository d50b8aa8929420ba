"""The form of ``link.add``: the other end once it is chosen, and only the relations that fit."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds import relations_between
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.models import Record


class LinkForm(forms.Form):
    """A relation from ``target`` to another record the reader sees."""

    to = forms.UUIDField(widget=forms.HiddenInput)
    relation = forms.ChoiceField(label=_("Relation"))
    since = forms.DateField(
        required=False, label=_("Since"), widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        required=False, label=_("Until"), widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(required=False, max_length=300, label=_("Note"))

    def __init__(
        self, reader: Reader, target: Record, data: Any = None, _files: Any = None
    ) -> None:
        super().__init__(data)
        self.other = _end(reader, data.get("to")) if data else None
        self.offer(target, self.other)

    @classmethod
    def leading(cls, reader: Reader, target: Record, to: str) -> "LinkForm":
        """Return the empty form from this record to that one."""
        form = cls(reader, target)
        form.other = _end(reader, to)
        form.initial["to"] = form.other.pk if form.other else None
        form.offer(target, form.other)
        return form

    def offer(self, target: Record, other: Record | None) -> None:
        """Offer the relations that may lead from the one to the other."""
        relation = self.fields["relation"]
        assert isinstance(relation, forms.ChoiceField)
        fitting = relations_between(target.kind, other.kind) if other else ()
        relation.choices = [(one.value, _(one.wording)) for one in fitting]

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def _end(reader: Reader, text: Any) -> Record | None:
    try:
        pk = UUID(str(text))
    except ValueError:
        return None
    return Record.visible_to(reader).filter(pk=pk).first()
