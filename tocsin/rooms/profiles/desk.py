"""Frameworks and profiles as officers read them: lists, one framework, one profile."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import NotFound
from tocsin.core.kinds import Framework, Profile, read
from tocsin.core.kinds.profiling import STATED, Criterion, Holding
from tocsin.rooms.bureaus.models import Group, Proposal
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.bureaus.verb import look
from tocsin.rooms.profiles import agreeing
from tocsin.rooms.profiles.agreeing import Version
from tocsin.rooms.profiles.assessing import assess
from tocsin.rooms.profiles.rules import CHECKS
from tocsin.rooms.register import writing
from tocsin.rooms.register.dossier.doors import Door
from tocsin.rooms.register.dossier.doors import doors as ending
from tocsin.rooms.register.dossier.page import fetch as fetch_record
from tocsin.rooms.register.dossier.statements import draft_of
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.rooms.register.models import Attachment, Draft, Record, awaited_of, titles_for

PAGE = 50
ALIVE = [state.value for state in State if state not in FINAL]


@dataclass(frozen=True, slots=True)
class Ours:
    """A framework as its group sees it: the newest version, and the one in force."""

    record: Record
    group: str
    newest: Version
    in_force: Version | None
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One profile in a list, by what its owner has signed."""

    record: Record
    said: Profile
    framework: Ours | None
    lacking: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion on a profile's page."""

    wording: str
    how: str
    stated: bool
    needed: bool
    signed: bool
    now: bool | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that the owner says it keeps, and the file where it is here."""

    what: Holding
    digest: str
    file: Attachment | None


def listing(reader: Reader, page: str | None) -> dict[str, Any]:
    """Return the frameworks and a page of the profiles the reader sees, and journal the look."""
    reader.need(Power.RECORD_SEE)
    known = {one.record.pk: one for one in frameworks(reader)}
    rows = Record.few_of(reader, "profile").exclude(body={})
    rows = rows.select_related("owner", "release_class").order_by("-changed", "id")
    shown = Paginator(rows, PAGE).get_page(page)
    look(reader, "record.search", *(one.pk for one in shown), query={"profiles": shown.number})
    return {
        "page": shown,
        "rows": [_row(one, known) for one in shown],
        "frameworks": list(known.values()),
        "without": _without(reader, known.values()),
    }


def frameworks(reader: Reader) -> list[Ours]:
    """Return the frameworks the reader sees, with what their members say."""
    rows = Record.few_of(reader, "framework").filter(state__in=ALIVE)
    groups = dict(Group.visible_to(reader).values_list("pk", "name"))
    found = rows.exclude(body={}).select_related("owner", "release_class").order_by("title", "id")
    return [made for one in found if (made := _ours(reader, one, groups)) is not None]


def framework(reader: Reader, pk: UUID) -> dict[str, Any]:
    """Return the page of one framework: criteria, versions, who agreed, what may be said now."""
    record = _fetch(reader, pk, "framework")
    versions = agreeing.versions(reader, record)
    if not versions:
        raise NotFound("there is nothing here under this number for you")
    newest = versions[0]
    current = next((one for one in versions if one.is_agreed), None)
    standing = record.state == State.RELEASED
    profiles = Record.few_of(reader, "profile").filter(body__framework=str(pk))
    group = Group.visible_to(reader).filter(pk=UUID(newest.said.group)).first()
    return {
        "record": record,
        "group": group,
        "versions": versions,
        "newest": newest,
        "current": current if standing else None,
        "criteria": [(one, _criteria(one.said)) for one in versions],
        "label": record.release_class.read(),
        "profiles": profiles.select_related("owner", "release_class").order_by("-changed")[:PAGE],
        "doors": _framework_doors(reader, record, newest),
        "proposals": _proposals(reader, record),
    }


def profile(reader: Reader, pk: UUID) -> dict[str, Any]:
    """Return the page of one profile: what it meets, what is kept, what may be said of it now."""
    record = _fetch(reader, pk, "profile")
    own = record.owner_id == reader.bureau
    draft = Draft.of(record) if own else None
    said = _typed(draft.body if draft else record.body)
    found = Record.few_of(reader, "framework").filter(pk=UUID(said.framework)).first()
    version = agreeing.in_force(reader, found) if found else None
    live = assess(reader, record, said, timezone.now().date()) if own else None
    named = [UUID(one) for one in (said.person, *said.notices)]
    titles = titles_for(reader, named)
    return {
        "record": record,
        "own": own,
        "draft": draft,
        "said": said,
        "label": record.release_class.read(),
        "framework": found,
        "live": live,
        "lines": _lines(version, said, live.met if live else None),
        "lacking": _lacking(version, said, live.lacking if live else None),
        "person": (named[0], titles.get(named[0], "")),
        "notices": [(one, titles.get(one, "")) for one in named[1:]],
        "kept": _kept(reader, record, said),
        "awaited": awaited_of(reader, [record.pk]).get(record.pk, []),
        "doors": _profile_doors(reader, record, draft, qualifies=bool(live and live.qualifies))
        if own
        else [],
        "proposals": _proposals(reader, record) if own else [],
    }


def about(reader: Reader, person: UUID) -> list[Record]:
    """Return the profiles of a person that the reader sees."""
    rows = Record.few_of(reader, "profile").filter(body__person=str(person))
    return list(rows.select_related("owner", "release_class").order_by("-changed", "id")[:PAGE])


def told(reader: Reader, pk: UUID) -> dict[str, Any]:
    """Return one profile as data."""
    shown = profile(reader, pk)
    live, record = shown["live"], shown["record"]
    said: dict[str, Any] = record.summary()
    return said | {
        "body": record.body,
        "draft": draft_of(reader, record),
        "qualifies": live.qualifies if live else None,
        "met": [one.value for one in live.met] if live else list(shown["said"].met),
        "lacking": [one.value for one in shown["lacking"]],
        "bars": [str(one) for one in live.bars] if live else [],
        "kept": [
            {"what": one.what.value, "sha256": one.digest, "file": str(one.file.pk)}
            if one.file
            else {"what": one.what.value, "sha256": one.digest, "file": None}
            for one in shown["kept"]
        ],
    }


def told_framework(reader: Reader, pk: UUID) -> dict[str, Any]:
    """Return one framework as data, with each version and who agreed to it."""
    shown = framework(reader, pk)
    current, record = shown["current"], shown["record"]
    said: dict[str, Any] = record.summary()
    return said | {
        "body": record.body,
        "in_force": current.number if current else None,
        "versions": [
            {
                "version": one.number,
                "content": one.content,
                "agreed": list(one.agreed),
                "declined": list(one.declined),
                "waiting": list(one.waiting),
            }
            for one in shown["versions"]
        ],
    }


def _fetch(reader: Reader, pk: UUID, kind: str) -> Record:
    record = fetch_record(reader, pk)
    if record.kind != kind or not record.body:
        raise NotFound("there is nothing here under this number for you")
    return record


def _ours(reader: Reader, record: Record, groups: dict[UUID, str]) -> Ours | None:
    versions = agreeing.versions(reader, record)
    if not versions:
        return None
    newest = versions[0]
    standing = record.state == State.RELEASED
    current = next((one for one in versions if standing and one.is_agreed), None)
    name = groups.get(UUID(newest.said.group), "")
    asked = standing and reader.bureau_code in newest.waiting
    return Ours(record, name, newest, current, asked)


def _without(reader: Reader, known: Iterable[Ours]) -> list[Group]:
    """Return the reader's own groups that have no framework, if she may propose one."""
    if not reader.holds(Power.FRAMEWORK_PROPOSE):
        return []
    have = {UUID(one.newest.said.group) for one in known}
    return [
        one for one in Group.visible_to(reader).filter(owner_id=reader.bureau) if one.pk not in have
    ]


def _row(record: Record, known: dict[UUID, Ours]) -> Row:
    said = _typed(record.body)
    framework = known.get(UUID(said.framework))
    version = framework.in_force if framework else None
    lacking = len(version.said.lacking(frozenset(said.met))) if version else None
    return Row(record, said, framework, lacking)


def _criteria(said: Framework) -> list[tuple[Criterion, bool]]:
    return [(one, True) for one in said.every] + [(one, False) for one in said.any_of]


def _lines(
    version: Version | None, said: Profile, live: tuple[Criterion, ...] | None
) -> list[Line]:
    if version is None:
        return []
    how = {check.criterion: check.how for check in CHECKS}
    return [
        Line(
            one.wording,
            how[one],
            one in STATED,
            needed,
            one in said.met,
            one in live if live is not None else None,
        )
        for one, needed in _criteria(version.said)
    ]


def _lacking(
    version: Version | None, said: Profile, live: tuple[Criterion, ...] | None
) -> tuple[Criterion, ...]:
    if live is not None or version is None:
        return live or ()
    return version.said.lacking(frozenset(said.met))


def _kept(reader: Reader, record: Record, said: Profile) -> list[Kept]:
    here = {one.digest: one for one in Attachment.visible_to(reader).filter(record=record)}
    return [Kept(one.what, one.digest, here.get(one.digest)) for one in said.held]


def _proposals(reader: Reader, record: Record) -> list[Proposal]:
    rows = Proposal.visible_to(reader).filter(target=record.pk, state=Proposal.State.OPEN)
    return list(rows.select_related("proposer"))


def _framework_doors(reader: Reader, record: Record, newest: Version) -> list[Door]:
    own = record.owner_id == reader.bureau
    alive = State(record.state) not in FINAL
    asked = record.state == State.RELEASED and reader.bureau_code in newest.said.members and not own
    found: list[tuple[Power, str | Promise, str, str, bool]] = [
        (
            Power.FRAMEWORK_AGREE,
            _("Agree"),
            "check",
            "primary",
            asked and reader.bureau_code not in newest.agreed,
        ),
        (
            Power.FRAMEWORK_DECLINE,
            _("Decline"),
            "close",
            "",
            asked and reader.bureau_code not in newest.declined,
        ),
        (Power.FRAMEWORK_CHANGE, _("Propose a change"), "edit", "", own and alive),
    ]
    return _opened(reader, record, "frameworks", found) + ending(reader, record, None)


def _profile_doors(
    reader: Reader, record: Record, draft: Draft | None, *, qualifies: bool
) -> list[Door]:
    alive = State(record.state) not in FINAL
    others = writing.reaches_others(record)
    out = record.state in {State.RELEASED, State.SUSPENDED} and draft is None
    found: list[tuple[Power, str | Promise, str, str, bool]] = [
        (Power.PROFILE_SUBMIT, _("Submit"), "check", "primary", draft is not None and not others),
        (
            Power.PROFILE_AMEND,
            _("Propose the change"),
            "check",
            "primary",
            draft is not None and others,
        ),
        (
            Power.PROFILE_RELEASE,
            _("Assess and release again") if others else _("Release to the group"),
            "globe",
            "" if others else "primary",
            out and qualifies,
        ),
        (Power.PROFILE_EDIT, _("Edit"), "edit", "", alive),
        (Power.PROFILE_ATTACH, _("Attach a file"), "attachment", "", alive and not others),
    ]
    return _opened(reader, record, "profiles", found) + ending(reader, record, draft)


def _opened(
    reader: Reader,
    record: Record,
    plural: str,
    found: list[tuple[Power, str | Promise, str, str, bool]],
) -> list[Door]:
    here = f"/{plural}/{record.pk}/"
    return [
        Door(power, label, icon, f"{here}{power.value.split('.')[1]}?next={here}", tone, "main")
        for power, label, icon, tone, fits in found
        if fits and reader.holds(power)
    ]


def _typed(body: dict[str, Any]) -> Profile:
    said = read("profile", body)
    assert isinstance(said, Profile)
    return said
