"""A notice's page gathered for one reader: what it says, how it stands, what may happen next."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import NotFound
from tocsin.core.kinds import AnyNotice, read
from tocsin.core.kinds.colours import Ground
from tocsin.core.labels import read_label
from tocsin.rooms.bureaus.models import Bureau, Group, Proposal
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.notices.lifecycle import QUARANTINE, Stage, possible
from tocsin.rooms.notices.models import Deadline, Notice, Passage, Policy
from tocsin.rooms.notices.preparing import findings_of
from tocsin.rooms.notices.printed import is_printable
from tocsin.rooms.notices.timers import TIMERS
from tocsin.rooms.register.dossier.facts import content, references
from tocsin.rooms.register.dossier.past import lines
from tocsin.rooms.register.dossier.statements import draft_of
from tocsin.rooms.register.models import Draft, Record, Revision, titles_for
from tocsin.web.panels import Panel

# How each step looks as a door: its words, its icon, its tone; without a row it is no door.
LOOKS: dict[str, tuple[str | Promise, str, str]] = {
    "notice.edit": (_("Edit"), "edit", ""),
    "notice.submit": (_("Submit for review"), "check", "primary"),
    "notice.review": (_("Take up for review"), "eye", "primary"),
    "notice.approve": (_("Approve"), "check", "primary"),
    "notice.ask": (_("Ask for information"), "help", ""),
    "notice.answer": (_("Answer"), "check", "primary"),
    "notice.refuse": (_("Refuse"), "close", "danger"),
    "notice.release": (_("Release"), "globe", "primary"),
    "list.follow": (_("Released as listed"), "globe", ""),
    "notice.verify": (_("Verify"), "check", "primary"),
    "notice.amend": (_("Propose the change"), "check", "primary"),
    "notice.renew": (_("Renew"), "refresh", ""),
    "notice.rework": (_("Take back to rework"), "history", ""),
    "notice.send_unverified": (_("Send unverified"), "warning", ""),
    "notice.add_addendum": (_("Add an addendum"), "plus", ""),
    "notice.change_status": (_("Change a status"), "user", ""),
    "notice.suspend": (_("Suspend"), "eye-off", ""),
    "notice.resume": (_("Put in force again"), "refresh", ""),
    "notice.block": (_("Block"), "lock", "danger"),
    "notice.unblock": (_("End the block"), "refresh", ""),
    "notice.withdraw": (_("Withdraw"), "close", "danger"),
    "notice.cancel": (_("Cancel"), "close", "danger"),
    "notice.discard": (_("Discard the draft"), "trash", "danger"),
    "notice.delete": (_("Erase"), "trash", "danger"),
}
MAIN = 3  # doors that stand open on the page; the rest are under "More"


@dataclass(frozen=True, slots=True)
class Door:
    """A step that this reader may take now."""

    verb: str
    label: str | Promise
    icon: str
    tone: str
    url: str
    officers: int


@dataclass(frozen=True, slots=True)
class Took:
    """One passage, as a line of the notice's life."""

    title: str | Promise
    passage: Passage
    grounds: str


def fetch(reader: Reader, pk: UUID) -> Notice:
    """Journal the look and return the notice; absent and hidden raise the same NotFound."""
    look(reader, "record.see", pk)
    found = (
        Notice.visible_to(reader)
        .filter(pk=pk)
        .select_related("record__owner", "record__release_class", "drafter", "reviewer", "approver")
        .first()
    )
    if found is None:
        raise NotFound("there is no notice under this number for you")
    return found


def dossier(reader: Reader, notice: Notice) -> dict[str, Any]:
    """Return the context of a notice's page; what is local is told to its own bureau alone."""
    record = notice.record
    said = read(record.kind, record.body) if record.body else None
    titles = titles_for(reader, references(said)) if said else {}
    context: dict[str, Any] = {
        "notice": notice,
        "record": record,
        "said": said,
        "content": content(said, titles) if said else None,
        "own": record.owner_id == reader.bureau,
        "paper": f"/notices/{notice.pk}/paper" if is_printable(reader, notice) else "",
    }
    context["label"] = read_label(notice.label) if context["own"] else record.release_class.read()
    return context | (_local(reader, notice, said) if context["own"] else {})


def told(reader: Reader, notice: Notice) -> dict[str, Any]:
    """Return a notice as data; its own bureau also learns the draft, and when it was last saved."""
    record = notice.record
    known = {"owner": record.owner.code, "body": record.body, "draft": draft_of(reader, record)}
    return notice.summary() | known


def _local(reader: Reader, notice: Notice, said: Any) -> dict[str, Any]:
    draft = Draft.of(notice.record)
    at = timezone.now()
    found = doors(reader, notice, draft)
    findings = []
    if said is not None and (draft is not None or Stage(notice.stage) in QUARANTINE):
        body = read(notice.record.kind, draft.body) if draft else said
        assert isinstance(body, AnyNotice)
        findings = findings_of(reader, body, read_label(notice.label), at.date())
    return {
        "draft": draft,
        "findings": findings,
        "doors": found,
        "rest": found[MAIN:] + [door for door in found[:MAIN] if door.tone == "danger"],
        "passages": passages(notice),
        "deadlines": running(reader, notice.pk),
        "audience": audience(reader, notice),
        "differences": differences(notice.record, draft),
        "proposals": list(
            Proposal.visible_to(reader)
            .filter(target=notice.pk, state=Proposal.State.OPEN)
            .select_related("proposer")
        ),
        "is_mine": str(reader.officer) in notice.hands,
    }


def is_anothers(panel: Panel) -> bool:
    """Say whether a panel of a record's page is another room's: this page says the rest itself."""
    return not panel.template.startswith("notices/")


def doors(reader: Reader, notice: Notice, draft: Draft | None) -> list[Door]:
    """Return the steps that this reader may take now, those for others left out."""
    found = []
    order = list(LOOKS)
    wrote = str(reader.officer) in notice.hands
    for step in possible(notice.stage):
        if step.verb not in LOOKS or not step.verb.startswith("notice."):
            continue
        if not reader.holds(Power(step.verb)):
            continue
        if (step.independent and wrote) or not _fits(step.verb, notice, draft, reader):
            continue
        label, icon, tone = LOOKS[step.verb]
        url = f"/notices/{notice.pk}/{step.verb.partition('.')[2]}"
        found.append(Door(step.verb, label, icon, tone, url, step.officers))
    # What ends something stands last, whatever comes before it in a life.
    return sorted(found, key=lambda door: (door.tone == "danger", order.index(door.verb)))


def _fits(verb: str, notice: Notice, draft: Draft | None, reader: Reader) -> bool:
    in_quarantine = Stage(notice.stage) in QUARANTINE
    if verb == "notice.amend":
        return draft is not None
    if verb == "notice.discard":
        return notice.submitted is None if in_quarantine else draft is not None
    if verb == "notice.send_unverified":
        return Policy.allows_unverified(reader.bureau)
    return not (verb == "notice.delete" and notice.submitted is None)


def passages(notice: Notice) -> list[Took]:
    """Return what happened to a notice of the reader's own bureau, newest first."""
    words = {ground.value: ground for ground in Ground}
    took = []
    for passage in Passage.of(notice).order_by("-at", "-id"):
        look_of = LOOKS.get(passage.verb)
        title = look_of[0] if look_of else passage.verb
        named = [words[one].wording for one in passage.grounds if one in words]
        took.append(Took(title, passage, named[0] if named else ""))
    return took


def running(reader: Reader, subject: UUID) -> list[tuple[Any, Deadline]]:
    """Return the running clocks of one notice with what they are called."""
    rows = Deadline.visible_to(reader).open().filter(subject=subject)
    return [(TIMERS[row.clock], row) for row in rows if row.clock in TIMERS]


def audience(reader: Reader, notice: Notice) -> list[str]:
    """Return in words to whom the notice goes or is to go."""
    label = read_label(notice.label)
    words = [str(_("All members"))] if label.everyone else []
    words += [one.name for one in Group.visible_to(reader).filter(pk__in=label.groups)]
    words += [one.code for one in Bureau.visible_to(reader).filter(pk__in=label.bureaus)]
    return words or [str(_("Nobody yet"))]


def differences(record: Record, draft: Draft | None) -> dict[str, list[str]] | None:
    """Return both sides of the comparison with the version before; None without one."""
    if draft is not None and record.revision:
        return {"before": list(lines(record.body)), "after": list(lines(draft.body))}
    past = Revision.of(record)[:2]
    if draft is None and len(past) > 1 and past[0].body and past[1].body:
        return {"before": list(lines(past[1].body)), "after": list(lines(past[0].body))}
    return None
