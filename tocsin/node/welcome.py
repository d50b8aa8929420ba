"""What each role does first, for a first page that would otherwise be empty."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: the power it needs, where, what it is called and why."""

    power: Power
    url_name: str
    title: str | Promise
    sentence: str | Promise

    @property
    def url(self) -> str:
        return reverse(self.url_name)


STEPS = (
    Step(
        Power.CHECK_RUN,
        "hits:desk",
        _("Check a traveller"),
        _("Type a name or scan the passport zone; the answer says why."),
    ),
    Step(
        Power.MANIFEST_UPLOAD,
        "hits:manifests",
        _("Drop a passenger list"),
        _("CSV or Parquet. Progress is live; nothing is kept of those who are clear."),
    ),
    Step(
        Power.RECORD_DRAFT,
        "register:kinds",
        _("Draft a record"),
        _("A person, a document, a report. It is yours alone until you submit it."),
    ),
    Step(
        Power.RECORD_SEE,
        "register:records",
        _("Search the register"),
        _("Names are found across scripts. Press / on any page."),
    ),
    Step(
        Power.OFFICER_ADD,
        "bureaus:officers",
        _("Add officers"),
        _("Grant each the roles her work needs, for good or until a day."),
    ),
    Step(
        Power.AUDIT_SEE,
        "oversight:looks",
        _("See who looked"),
        _("By record or by officer, with the purpose each of them stated."),
    ),
    Step(
        Power.PROPOSAL_APPROVE,
        "bureaus:proposals",
        _("Be the second pair of eyes"),
        _("What a colleague proposed waits for another officer."),
    ),
)
FEW = 4


def steps(who: Reader) -> list[Step]:
    """Return the first few things this reader can do."""
    return [step for step in STEPS if who.holds(step.power)][:FEW]
