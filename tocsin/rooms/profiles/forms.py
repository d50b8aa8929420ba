"""Forms of this room's verbs: criteria ticked from closed words, what was looked at kept hidden."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds.profiling import STATED, Criterion, Holding
from tocsin.core.labels import Tlp
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.profiles import agreeing
from tocsin.rooms.register.models import Draft, Record
from tocsin.web.offering import offer

TICKED = forms.CheckboxSelectMultiple


def _words(among: Any) -> list[tuple[str, Any]]:
    return [(one.value, _(one.wording)) for one in among]


class FrameworkForm(forms.Form):
    """What a framework asks."""

    name = forms.CharField(min_length=3, max_length=200, label=_("Name"))
    every = forms.MultipleChoiceField(
        required=False, label=_("Each of these"), choices=_words(Criterion), widget=TICKED
    )
    any_of = forms.MultipleChoiceField(
        required=False, label=_("Any of these"), choices=_words(Criterion), widget=TICKED
    )
    at_least = forms.IntegerField(
        required=False, min_value=1, max_value=50, label=_("At least so many of them")
    )
    review_months = forms.IntegerField(
        min_value=1, max_value=60, initial=12, label=_("Months until a profile is reviewed")
    )

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files, initial=self.begun(target))

    def begun(self, target: Any) -> dict[str, Any]:
        """Return what the form shows at first."""
        return {"name": target.name}


class ChangeForm(FrameworkForm):
    """The next version, begun from the newest."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def begun(self, target: Record) -> dict[str, Any]:
        return dict(target.body) | {"version": target.revision}


class StanceForm(forms.Form):
    """A word on the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, reader: Reader, target: Record, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files, initial={"version": target.revision})


class EditForm(forms.Form):
    """What the owner answers for, and the notices about the person."""

    case = forms.CharField(max_length=40, label=_("Our case reference"))
    stated = forms.MultipleChoiceField(
        required=False,
        label=_("We state, under this case"),
        choices=_words(one for one in Criterion if one in STATED),
        widget=TICKED,
        help_text=_("All other criteria are looked up when the profile is assessed."),
    )
    notices = forms.MultipleChoiceField(required=False, label=_("Notices"), widget=TICKED)

    def __init__(self, reader: Reader, target: Record, data: Any = None, files: Any = None) -> None:
        draft = Draft.of(target) if target.kind == "profile" else None
        body = draft.body if draft else target.body if target.kind == "profile" else {}
        super().__init__(data, files, initial=body)
        person = UUID(body["person"]) if body else target.pk
        found = Notice.visible_to(reader).about(person).select_related("record")
        offered = [(str(one.pk), one.title) for one in found]
        offer(self, "notices", offered)
        if not offered:
            del self.fields["notices"]


class DraftForm(EditForm):
    """A new profile: for which group as well."""

    framework = forms.ChoiceField(label=_("Framework"))
    field_order = ("framework", "case", "stated", "notices")

    def __init__(self, reader: Reader, target: Record, data: Any = None, files: Any = None) -> None:
        super().__init__(reader, target, data, files)
        offer(self, "framework", [(str(one.pk), one.title) for one in agreed(reader)])


class AttachForm(forms.Form):
    """A file, and what it is."""

    holds = forms.ChoiceField(label=_("What it is"), choices=_words(Holding))
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A picture, a PDF or a text. It is kept with the profile, matched with nothing."
        ),
    )

    def __init__(self, reader: Reader, target: Record, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files)


class ReleaseForm(forms.Form):
    """Under which marking it goes to the group."""

    tlp = forms.ChoiceField(
        label=_("Marking"),
        choices=[(one.value, one.value) for one in (Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT)],
        initial=Tlp.AMBER.value,
    )

    def __init__(self, reader: Reader, target: Record, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files)


class AmendForm(forms.Form):
    """The draft that was looked at."""

    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, reader: Reader, target: Record, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        draft = Draft.of(target)
        super().__init__(
            data, files, initial={"version": draft.edited.isoformat() if draft else ""}
        )


def agreed(reader: Reader) -> list[Record]:
    """Return the frameworks by which this reader's bureau may keep profiles."""
    rows = Record.few_of(reader, "framework").filter(state="released")
    return [one for one in rows.select_related("owner") if agreeing.in_force(reader, one)]


FORMS = {
    "framework.propose": FrameworkForm,
    "framework.change": ChangeForm,
    "framework.agree": StanceForm,
    "framework.decline": StanceForm,
    "profile.draft": DraftForm,
    "profile.edit": EditForm,
    "profile.attach": AttachForm,
    "profile.amend": AmendForm,
    "profile.release": ReleaseForm,
}
