"""Forms of this room's verbs: whom to ask, and which offer is meant."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.core.identifiers.countries import COUNTRIES
from tocsin.core.kinds.closed import Desk
from tocsin.core.kinds.missions import Need, Step
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.missions import desk
from tocsin.rooms.missions.rules import CLASSES, Pace
from tocsin.rooms.requests.actions.reached import reached_by
from tocsin.web.offering import offer
from tocsin.web.telling import told

DAY = forms.DateInput(attrs={"type": "date"})
SEVERAL = forms.CheckboxSelectMultiple


class ContactForm(forms.Form):
    """From which day to which, and whom to ring."""

    since = forms.DateField(label=_("From"), widget=DAY)
    until = forms.DateField(label=_("Until"), widget=DAY)
    desk = forms.ChoiceField(label=_("Desk"), choices=[(one.value, _(one.wording)) for one in Desk])
    telephone = forms.RegexField(
        r"^\+[0-9]{6,15}$", label=_("Telephone"), help_text=_("As +48220000000.")
    )

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files)


class OpenForm(ContactForm):
    """A new mission: of whom, what, where and how soon."""

    to = forms.MultipleChoiceField(label=_("Of whom"), widget=SEVERAL)
    needs = forms.MultipleChoiceField(
        label=_("What is needed"),
        choices=[(one.value, _(one.wording)) for one in Need],
        widget=SEVERAL,
    )
    case = forms.CharField(min_length=3, max_length=40, label=_("Our case"))
    country = forms.ChoiceField(label=_("In the state"))
    pace = forms.ChoiceField(
        label=_("Offer needed"),
        choices=[(one.value, CLASSES[one].title) for one in Pace],
        initial=Pace.SOON.value,
    )

    field_order = ("to", "needs", "pace", "country", "since", "until", "case", "desk", "telephone")

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(reader, target, data, files)
        reached = [(str(one.pk), f"{one.code} · {one.name}") for one in reached_by(reader)]
        offer(self, "to", reached)
        states = sorted((told(one.name), one.alpha3) for one in COUNTRIES.values())
        offer(self, "country", [("", "—"), *((code, name) for name, code in states)])
        self.initial["country"] = reader.bureau_code


class OfferForm(ContactForm):
    """An offer: what of that which was asked for."""

    gives = forms.MultipleChoiceField(label=_("What we give"), widget=SEVERAL)

    field_order = ("gives", "since", "until", "desk", "telephone")

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(reader, target, data, files)
        asked = target.record.body.get("needs", ())
        offer(self, "gives", [(one.value, _(one.wording)) for one in Need if one in asked])


class AcceptForm(forms.Form):
    """Which offer is accepted."""

    after = Step.ACCEPTED
    offer = forms.ChoiceField(label=_("Offer"), widget=forms.RadioSelect)

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        offers = desk.open_offers(reader, target)
        rows = [
            (str(one.id), f"{one.author} · {_needs(one.body.gives)} · {one.body.days()}")
            for one in offers
            if one.decided is not self.after
        ]
        offer(self, "offer", rows)


class DeclineForm(AcceptForm):
    """Which offer is declined."""

    after = Step.DECLINED


def _needs(needs: Any) -> str:
    return ", ".join(str(_(one.wording)) for one in needs)


FORMS = {
    "mission.open": OpenForm,
    "mission.offer": OfferForm,
    "mission.accept": AcceptForm,
    "mission.decline": DeclineForm,
    "mission.deploy": ContactForm,
}
