"""Profiles: draft, edit, attach, submit, release, amend. Ending one is a verb of the register."""

from datetime import UTC, datetime, time
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, NotAllowed, NotFound, Stale, WrongState
from tocsin.core.kinds import Profile, read
from tocsin.core.kinds.profiling import STATED, Criterion, Holding
from tocsin.core.labels import Label, Tlp, Use, read_label
from tocsin.core.sentences import say
from tocsin.rooms.bureaus.models import Group
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Realm
from tocsin.rooms.bureaus.verb import Act, Upload, verb, verb_of_two
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.profiles import agreeing
from tocsin.rooms.profiles.assessing import Assessment, assess, good_until
from tocsin.rooms.register import writing
from tocsin.rooms.register.actions import attachments
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.rooms.register.models import Draft, Record
from tocsin.rooms.release.models import allowed
from tocsin.rooms.release.why import as_bureau

Case = Annotated[str, StringConstraints(min_length=3, max_length=40, strip_whitespace=True)]
Edited = Annotated[str, StringConstraints(min_length=10, max_length=40)]
Stated = frozenset[Criterion]
Ids = frozenset[UUID]


@verb(Power.PROFILE_DRAFT)
def draft(
    act: Act,
    person: Record,
    *,
    framework: UUID,
    case: Case,
    stated: Stated = frozenset(),
    notices: Ids = frozenset(),
) -> Record:
    """Begin a person's profile for a working group.

    Nobody else sees it, and nobody is screened by it, now or later. Raises InvalidInput naming
    what does not fit: a framework without an agreed version, a criterion that is looked up and not
    stated, a notice that is not about the person.
    """
    if person.kind != "person" or person.state != State.RELEASED:
        raise NotFound("a profile is begun from the record of a person in force")
    found = Record.few_of(act.reader, "framework").filter(pk=framework).first()
    version = agreeing.in_force(act.reader, found) if found is not None else None
    if version is None:
        raise InvalidInput("choose a framework that its members have agreed", place="framework")
    record = writing.begin(act.reader, "profile", act.at)
    record.strands = person.strands
    body = {
        "framework": str(framework),
        "version": version.number,
        "person": str(person.pk),
        "case": case,
        **_said(act, person.pk, stated, notices),
        "reviewed": act.at.date().isoformat(),
    }
    writing.derive(record, writing.checked("profile", body))
    record.save()
    _keep(act, record, record.body)
    act.on(record.pk, person.pk)
    return record


@verb(Power.PROFILE_EDIT)
def edit(
    act: Act,
    profile: Record,
    *,
    case: Case,
    stated: Stated = frozenset(),
    notices: Ids = frozenset(),
) -> Record:
    """Change the draft of a profile, or begin one for its next revision."""
    _own(act, profile)
    before = _newest(profile)
    body = before | _said(act, UUID(before["person"]), stated, notices) | {"case": case}
    _store(act, profile, body)
    act.on(profile.pk)
    return profile


@verb(Power.PROFILE_ATTACH)
def attach(act: Act, profile: Record, *, holds: Holding, file: Upload) -> Record:
    """Keep a document or a biometric with the profile. It is seen with it and matched with nothing.

    Raises NotAllowed while others hold the profile, MalformedFile or TooLarge naming the file.
    """
    _own(act, profile)
    kept = attachments.keep(act, profile, file)
    body = _newest(profile)
    held = [*body.get("held", []), {"what": holds.value, "digest": kept.digest}]
    _store(act, profile, body | {"held": held})
    act.note(holds=holds.value)
    return profile


@verb(Power.PROFILE_SUBMIT)
def submit(act: Act, profile: Record) -> Record:
    """Assess the draft and sign it as the next revision, for the own bureau only.

    It may lack criteria still: what it lacks keeps it from the group, not from being kept.
    """
    _own(act, profile)
    if writing.reaches_others(profile):
        raise NotAllowed("others hold this profile: amend it, with a second officer")
    current = _draft_of(profile)
    _sign(act, profile, current.body)
    current.delete()
    act.on(profile.pk)
    return profile


@verb_of_two(Power.PROFILE_RELEASE)
def release(act: Act, profile: Record, *, tlp: Tlp = Tlp.AMBER) -> Record:
    """Assess the profile again and release it to its working group until the next review.

    Raises NotAllowed, naming what is lacking, when it does not qualify under the version in force,
    or when a member of the group may not see the person.
    """
    _own(act, profile)
    if State(profile.state) not in {State.RELEASED, State.SUSPENDED}:
        raise WrongState("submit it first; a {state} one cannot go out", state=say(profile.state))
    if Draft.of(profile) is not None:
        raise WrongState("there is a draft: submit or discard it first")
    found = _sign(act, profile, profile.body)
    _qualify(found)
    label = _label(act, profile, found, tlp)
    writing.rule(profile, "profile.release", at=act.at, state=State.RELEASED, label=label)
    act.on(profile.pk)
    act.note(label=label.plain())
    return profile


@verb_of_two(Power.PROFILE_AMEND)
def amend(act: Act, profile: Record, *, version: Edited) -> Record:
    """Sign the draft of a profile that others hold. Two officers.

    ``version`` is when the draft was last saved; raises Stale if it was changed since, NotAllowed
    if the profile would no longer qualify: withdraw it then.
    """
    _own(act, profile)
    current = _draft_of(profile)
    if current.edited.isoformat() != version:
        raise Stale("the draft was changed after it was proposed; look at it and propose it again")
    _qualify(_sign(act, profile, current.body))
    current.delete()
    act.on(profile.pk)
    return profile


def _said(act: Act, person: UUID, stated: Stated, notices: Ids) -> dict[str, Any]:
    if looked_up := sorted(stated - STATED):
        wording = say(looked_up[0].wording)
        raise InvalidInput(
            "{criterion}: is looked up, not stated", criterion=wording, place="stated"
        )
    about = Notice.visible_to(act.reader).about(person).filter(pk__in=notices)
    known = set(about.values_list("pk", flat=True))
    if known != notices:
        raise InvalidInput("name notices about this person that you see", place="notices")
    return {
        "stated": [one.value for one in Criterion if one in stated],
        "notices": sorted(str(one) for one in notices),
    }


def _sign(act: Act, profile: Record, body: dict[str, Any]) -> Assessment:
    """Write what the profile meets today into its next revision; return what was found."""
    today = act.at.date()
    said = _typed(body)
    found = assess(act.reader, profile, said, today)
    assessed = body | {
        "met": [one.value for one in found.met],
        "version": found.version.number if found.version else said.version,
        "reviewed": today.isoformat(),
    }
    checked = writing.checked("profile", assessed)
    new = writing.revise(
        profile, checked, officer=act.reader.officer, at=act.at, strands=profile.strands
    )
    act.note(revision=profile.revision, new=new, lacking=[one.value for one in found.lacking])
    return found


def _qualify(found: Assessment) -> None:
    if found.version is None:
        raise NotAllowed("no version of the framework is agreed by its members")
    for bar in found.bars:
        raise NotAllowed("{reason}", reason=say(bar))
    if found.lacking:
        raise NotAllowed(
            "it does not qualify under version {number}; it lacks: {first}",
            number=found.version.number,
            first=say(found.lacking[0].wording),
        )


def _label(act: Act, profile: Record, found: Assessment, tlp: Tlp) -> Label:
    assert found.version is not None
    said = _typed(profile.body)
    group = Group.visible_to(act.reader).filter(pk=UUID(found.version.said.group)).first()
    if group is None:
        raise NotAllowed("your bureau is no member of the framework's group")
    _everybody_sees(act, UUID(said.person), group)
    until = datetime.combine(good_until(said, found.version), time(), UTC)
    return read_label({"groups": [group.pk], "tlp": tlp, "until": until})


def _everybody_sees(act: Act, person: UUID, group: Group) -> None:
    """Refuse to show a group a profile of somebody whose record a member may not see."""
    for member in group.members.all():
        asked = as_bureau(member, realm=Realm(act.reader.realm), purpose=act.reader.purpose)
        classes = allowed(asked, Use.SEE, act.at)
        if not Record.unrestricted.with_classes(classes).filter(pk=person).exists():
            raise NotAllowed(
                "the person is not released to {code}: release the record to the group first",
                code=member.code,
            )


def _newest(profile: Record) -> dict[str, Any]:
    current = Draft.of(profile)
    body: dict[str, Any] = current.body if current else profile.body
    return body


def _store(act: Act, profile: Record, body: dict[str, Any]) -> None:
    checked = writing.checked("profile", body)
    if profile.state == State.DRAFT:
        writing.derive(profile, checked)
        profile.changed = act.at
        profile.save()
    _keep(act, profile, checked)


def _keep(act: Act, profile: Record, body: dict[str, Any]) -> None:
    said = {"body": body, "officer_id": act.reader.officer, "edited": act.at}
    Draft.unrestricted.update_or_create(record=profile, defaults=said)


def _draft_of(profile: Record) -> Draft:
    current = Draft.of(profile)
    if current is None:
        raise WrongState("there is no draft; edit the profile first")
    return current


def _own(act: Act, profile: Record) -> None:
    if profile.kind != "profile":
        raise NotFound("there is no profile under this number for you")
    if profile.owner_id != act.reader.bureau:
        raise NotAllowed("only the bureau that owns this profile can do that")
    if State(profile.state) in FINAL:
        raise WrongState("a {state} record is never changed", state=say(profile.state))


def _typed(body: dict[str, Any]) -> Profile:
    said = read("profile", body)
    assert isinstance(said, Profile)
    return said
