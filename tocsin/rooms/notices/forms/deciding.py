"""Forms of verbs that decide about what was read: they carry the version that was shown."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.core.kinds.words import PersonStatus
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.following import batch
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.register.models import Draft, titles_for
from tocsin.web.offering import offer


class ApproveForm(forms.Form):
    """Grounds, and the draft as it was when the page was opened."""

    version = forms.CharField(widget=forms.HiddenInput)
    grounds = forms.CharField(
        min_length=3,
        max_length=300,
        label=gettext_lazy("Grounds"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, _reader: Reader, target: Notice, data: Any = None, files: Any = None
    ) -> None:
        draft = Draft.of(target.record)
        initial = {"version": draft.edited.isoformat() if draft else "none"}
        super().__init__(data, files, initial=initial)

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        return dict(self.cleaned_data)


class AmendForm(ApproveForm):
    """The same for the next version of a notice in force."""

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        said = self.cleaned_data
        return {"version": said["version"], "note": said["grounds"]}


class FollowForm(forms.Form):
    """The batch as it stands, and whom to call about a hit."""

    version = forms.CharField(widget=forms.HiddenInput)
    telephone = forms.RegexField(
        regex=r"^\+[0-9]{6,15}$",
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("Whom to ask, day and night."),
    )

    def __init__(self, reader: Reader, _target: None, data: Any = None, files: Any = None) -> None:
        self.batch = batch(reader, timezone.now())
        super().__init__(data, files, initial={"version": self.batch.version})

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        return dict(self.cleaned_data)


class StatusForm(forms.Form):
    """Which subject, and what the person is in this matter from now on."""

    subject = forms.ChoiceField(label=gettext_lazy("Subject"))
    status = forms.ChoiceField(label=gettext_lazy("Status"))
    reason = forms.CharField(min_length=3, max_length=300, label=gettext_lazy("Reason"))

    def __init__(self, reader: Reader, target: Notice, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        ids = [UUID(one["record"]) for one in target.record.body.get("subjects", ())]
        titles = titles_for(reader, ids)
        offer(self, "subject", [(str(pk), titles.get(pk, str(pk))) for pk in ids])
        offer(self, "status", [(one.value, _(one.wording)) for one in PersonStatus])

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        return dict(self.cleaned_data)
