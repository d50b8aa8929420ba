"""Forms of this room's verbs, and whom a request can go to."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tocsin.core.identifiers.countries import COUNTRIES
from tocsin.core.kinds.threads import ANSWERED_IN
from tocsin.core.kinds.words import (
    AnswerStatus,
    Asks,
    SaidForce,
    SaidHelp,
    SaidIdentity,
    SaidPaper,
    Word,
)
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.requests.actions.reached import reached_by
from tocsin.rooms.requests.desk import newest_question
from tocsin.rooms.requests.models import who_may
from tocsin.rooms.requests.rules import CLASSES, Urgency
from tocsin.web.offering import offer
from tocsin.web.telling import told

LONG = forms.Textarea(attrs={"rows": 4})


def _closed(asks: Asks, words: type[Word]) -> forms.ChoiceField:
    """Return the field in which one thing that was asked for is answered."""
    offered = [("", "—"), *((one.value, _(one.wording)) for one in words)]
    return forms.ChoiceField(required=False, label=_(asks.wording), choices=offered)


def urgencies() -> list[tuple[str, Any]]:
    """Return the classes an officer chooses from; that of a blind match is set by confirming it."""
    return [(one.value, CLASSES[one].title) for one in CLASSES if one is not Urgency.MATCH]


class AskForm(forms.Form):
    """What is asked, how soon, in which words."""

    asks = forms.MultipleChoiceField(
        label=_("What is asked for"),
        choices=[(one.value, _(one.wording)) for one in Asks],
        widget=forms.CheckboxSelectMultiple,
    )
    urgency = forms.ChoiceField(label=_("Answer needed"), choices=urgencies)
    text = forms.CharField(required=False, max_length=4_000, label=_("In words"), widget=LONG)

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:  # noqa: ARG002
        super().__init__(data, files, initial={"urgency": Urgency.ORDINARY.value})


class OpenForm(AskForm):
    """A new request: to whom, about what."""

    to = forms.ChoiceField(label=_("To"))
    headline = forms.CharField(min_length=3, max_length=200, label=_("Headline"))
    subject = forms.UUIDField(
        required=False,
        label=_("About the record"),
        help_text=_("Its number. The other bureau sees the record only if it is released to it."),
    )
    reference = forms.CharField(required=False, max_length=80, label=_("Our reference"))

    field_order = ("to", "headline", "asks", "urgency", "text", "subject", "reference")

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(reader, target, data, files)
        offer(self, "to", [(str(one.pk), f"{one.code} · {one.name}") for one in reached_by(reader)])


class AnswerForm(forms.Form):
    """An answer: how far, in closed words to each thing that was asked for, then in words."""

    status = forms.ChoiceField(
        label=_("How far it is answered"),
        choices=[(one.value, _(one.wording)) for one in AnswerStatus],
    )
    identity = _closed(Asks.CONFIRM_IDENTITY, SaidIdentity)
    force = _closed(Asks.STILL_IN_FORCE, SaidForce)
    paper = _closed(Asks.DOCUMENT_STATUS, SaidPaper)
    seen_in = forms.ChoiceField(required=False, label=_("Last known to be in the state"))
    seen_at = forms.CharField(
        required=False,
        max_length=200,
        label=_("Last known place"),
        help_text=_("Town or crossing."),
    )
    seen_on = forms.DateField(
        required=False, label=_("On the day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    help = _closed(Asks.ASSISTANCE, SaidHelp)
    text = forms.CharField(required=False, max_length=4_000, label=_("In words"), widget=LONG)
    record = forms.UUIDField(
        required=False,
        label=_("Send a record along"),
        help_text=_("Its number, once it is released to the asking bureau. Files come after."),
    )
    refers_to = forms.ChoiceField(
        required=False,
        label=_("Bureau that can answer"),
        help_text=_("Only with the status that says so. The asking bureau hands it over itself."),
    )

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        asked = newest_question(reader, target).get("asks", ())
        kept = {name for one, names in ANSWERED_IN.items() if one in asked for name in names}
        kept |= {"seen_in", "seen_at"} if "seen" in kept else set()
        for name in {"identity", "force", "paper", "seen_in", "seen_at", "seen_on", "help"} - kept:
            del self.fields[name]
        if "seen_in" in kept:
            states = sorted((told(one.name), one.alpha3) for one in COUNTRIES.values())
            offer(self, "seen_in", [("", "—"), *((code, name) for name, code in states)])
        others = reached_by(reader).exclude(pk=target.asker_id)
        rows = [(one.code, f"{one.code} · {one.name}") for one in others]
        offer(self, "refers_to", [("", "—"), *rows])


class PassOnForm(forms.Form):
    """To which other bureau a request of ours goes."""

    to = forms.ChoiceField(label=_("To"))
    note = forms.CharField(
        required=False,
        max_length=4_000,
        label=_("Why"),
        widget=LONG,
        help_text=_("Said to the bureau that was asked until now, not to the other."),
    )

    def __init__(self, reader: Reader, target: Any, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        others = reached_by(reader).exclude(pk=target.asked_id)
        offer(self, "to", [(str(one.pk), f"{one.code} · {one.name}") for one in others])


def _colleagues(reader: Reader) -> list[tuple[str, Any]]:
    found = {post.officer_id: post.officer.name for post in who_may(reader, timezone.now())}
    return [(str(pk), name) for pk, name in found.items()]


CHOICES = {"request.assign": {"officer": _colleagues}}
FORMS = {
    "request.open": OpenForm,
    "request.ask": AskForm,
    "request.answer": AnswerForm,
    "request.pass_on": PassOnForm,
}
