"""One thing of home's for every verb: what ally sees by its label or shares in, stranger does not."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from tests.core.kinds.examples import BODIES
from tests.doors.ownership.rule import Actor, Whose
from tests.rooms.exchange.abroad import Abroad, Spoken, taken
from tests.rooms.hits.watched import BODY, TRAVELLER
from tests.rooms.missions.test_a_mission_runs_its_course import asked as support
from tests.rooms.notices.alerts import released as alert
from tests.rooms.notices.alerts import wanted
from tests.rooms.profiles import agreed
from tests.rooms.requests.asking import asked
from tocsin.core.labels import Label, Tlp
from tocsin.rooms.bureaus.verb import Upload


@dataclass
class World:
    """Things of home's by class or by the noun of a verb, and what verbs are said with."""

    cast: Any
    things: dict[str, Any] = field(default_factory=dict)
    owner_s: dict[str, Any] = field(default_factory=dict)  # in the state the verb needs
    known: dict[str, Any] = field(default_factory=dict)

    def thing(self, verb: Any, actor: Actor) -> Any:
        """Return what this verb is said of; KeyError where nobody thought of one."""
        if verb.target is None:
            return None
        if actor is Actor.OWNER and verb.name in self.owner_s:
            return self.owner_s[verb.name]
        return self.things.get(verb.name) or self.things.get(verb.noun) or self.of(verb)

    def of(self, verb: Any) -> Any:
        """Return the thing of the verb's class, in its room if the name is taken twice."""
        name = verb.target.__name__
        return (
            self.things.get(f"{verb.target.__module__.split('.')[2]}.{name}") or self.things[name]
        )

    def known_for(self, verb: Any, actor: Any) -> dict[str, Any]:
        """Return values for its arguments: those of this verb before those that many share."""
        known = self.known | self.known.get(verb.name, {})
        if verb.name == "request.open" and actor is Actor.STRANGER:
            known["to"] = str(self.cast.home.bureau.pk)
        return known


def built(cast: Any) -> World:
    """Build the world; each thing by the verbs that make it, or as the row that would come of it."""
    world = World(cast)
    _records(world)
    _persons_of_the_bureau(world)
    _shared(world)
    _peers(world)
    _desk(world)
    _words(world)
    return world


def to_ally(world: World, record: Any) -> Any:
    """Release a record of home's to the ally."""
    from tocsin.rooms.register import writing

    label = Label(bureaus=frozenset({world.cast.ally.bureau.id}), tlp=Tlp.AMBER)
    writing.rule(record, "record.widen", at=timezone.now(), label=label, reason="in this world")
    return record


def _records(world: World) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.register.actions import attachments, bases, links, records
    from tocsin.rooms.register.models import Draft

    cast, home = world.cast, world.cast.home.bureau_officer
    other = to_ally(world, cast.person(home, "Other Invented"))
    person = cast.person(home, "Invented Person", births=[{"date": "1971-03-05"}])
    file = attachments.add(home, person, file=Upload("note.txt", b"Invented."))
    person = to_ally(world, person)
    link = to_ally(world, links.add(home, person, to=other.id, relation="associate_of"))
    basis = to_ally(world, bases.add(home, other, reference="CASE 1"))
    records.edit(home, other, body=BODIES["person"])
    edited = Draft.unrestricted.get(record=other).edited
    world.things |= {
        "Record": person, "Attachment": file, "link": person, "basis.end": basis, "basis.add": person, "hanging": link,
        "record.discard": other, "record.amend": other,
    }  # fmt: skip
    alone = cast.person(home, "Alone Invented")
    records.edit(home, alone, body=BODIES["person"])
    paused = to_ally(world, cast.person(home, "Paused Invented"))
    gone = cast.person(home, "Gone Invented")
    two = cast.home.reader("bureau_officer", 2)
    proposals.approve(two, records.withdraw(home, gone, reason="in this world"))
    world.owner_s |= {
        "record.submit": alone, "attachment.add": alone, "record.delete": gone,
        "record.resume": records.suspend(home, paused, reason="in this world"),
    }  # fmt: skip
    world.known |= {
        "always": set(), "to": str(other.id), "kind": "person", "body": BODIES["person"],
        "record": str(person.id), "version": edited.isoformat(), "relation": "associate_of",
    }  # fmt: skip


def _persons_of_the_bureau(world: World) -> None:
    from tocsin.rooms.bureaus.actions import tokens, units
    from tocsin.rooms.bureaus.models import Post, Proposal, Token, Unit
    from tocsin.rooms.register.actions import records, searches

    cast, home = world.cast, world.cast.home.bureau_officer
    officer = cast.home.account("analyst", 3)
    records.withdraw(home, world.things["Record"], reason="proposed in this world")
    tokens.create(home, name="another", powers=["record.see"])
    searches.save(home, name="Mine", query="Invented")
    world.things |= {
        "Officer": officer, "Bureau": cast.home.bureau,
        "Post": Post.unrestricted.get(officer=officer),
        "Token": Token.unrestricted.get(name="another"),
        "Proposal": Proposal.unrestricted.get(target=world.things["Record"].pk),
        "Unit": units.add(cast.home.administrator, name="Unit", kind=Unit.Kind.AGENCY),
        "SavedSearch": searches.SavedSearch.unrestricted.get(),
    }  # fmt: skip
    world.known |= {"officer": str(officer.pk), "role": "analyst", "username": "new.officer"}


def _shared(world: World) -> None:
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import policies
    from tocsin.rooms.profiles.actions import profiles

    cast = world.cast
    group = agreed.group_of(cast)
    framework = agreed.agreed(cast, agreed.proposed(cast, group))
    subject = agreed.person(cast, group)
    profile = profiles.draft(
        cast.home.bureau_officer, subject, framework=framework.pk, case="HOM-1", stated=["charged"]
    )
    profile = to_ally(world, profiles.submit(cast.home.bureau_officer, profile))
    alone = profiles.draft(
        cast.home.bureau_officer, agreed.person(cast, group), framework=framework.pk,
        case="HOM-2", stated=["charged", "convicted"],
    )  # fmt: skip
    world.owner_s |= dict.fromkeys(("profile.attach", "profile.submit", "profile.release"), alone)
    compliance = cast.home.reader("reviewer", 2)
    policy = policies.allow_unverified(cast.home.reviewer, reason="in this world")
    proposals.approve(compliance, policy)
    notice = alert(cast, to_ally(world, wanted(cast)))
    world.things |= {
        "Group": group, "framework.propose": group, "framework": framework,
        "profile.draft": subject, "profile": profile, "Notice": notice,
        "Request": asked(cast), "Mission": support(cast, to=[cast.ally.bureau.pk]),
    }  # fmt: skip
    world.known |= {"bureau": str(cast.stranger.bureau.pk), "framework": str(framework.pk)}


def _peers(world: World) -> None:
    from tocsin.rooms.blind.models import Arrangement, Finding, Match
    from tocsin.rooms.exchange.models import Copy, Quarantined

    cast, now = world.cast, timezone.now()
    far = Abroad().meet(cast.home.administrator)
    spoken = Spoken(far)
    assert taken(far.peer, spoken.offer()) == [""]
    assert taken(far.peer, Spoken(far).offer(key=Abroad().key)) == ["key"]
    copy = Copy.unrestricted.get(bureau=cast.home.bureau)
    arrangement = Arrangement.unrestricted.create(
        peer=far.peer, bureau=cast.home.bureau, quota=10, opened=now
    )
    match = Match.unrestricted.create(
        bureau=cast.home.bureau, peer=far.peer, officer=cast.home.account("analyst"), asked=now,
        keys=1, elements=64, table=1,
    )  # fmt: skip
    subject = world.things["Record"].pk
    finding = Finding.unrestricted.create(match=match, record=subject, witness="ab" * 24)
    world.things |= {
        "Peer": far.peer, "exchange.Copy": copy, "Quarantined": Quarantined.unrestricted.get(),
        "Arrangement": arrangement, "blind.Finding": finding, "copied": copy.record,
    }  # fmt: skip
    world.known |= {"peer": str(far.peer.pk)}


def _words(world: World) -> None:
    """What verbs are said with, where not any value of its type will do."""
    cast, day = world.cast, timezone.now().date() + timedelta(days=1)
    framework = {"every": ["birth_date"], "any_of": ["face"], "at_least": 1, "review_months": 12}
    needs = {"needs": ["expert"], "gives": ["expert"], "country": "POL", "case": "HOM-2031/7"}
    world.known |= {
        "notice.ask": {"until": (timezone.now() + timedelta(days=3)).isoformat()},
        "unit.add": {"kind": "agency"}, "bureau": str(cast.stranger.bureau.pk),
        "telephone": "+48220000000", "month": "2031-04", "until": str(day + timedelta(days=800)),
        "framework.propose": framework, "framework.change": framework | {"version": 1, "always": set(framework)},
        "framework.agree": {"version": 1}, "framework.decline": {"version": 1},
        "request.open": {"to": str(cast.stranger.bureau.pk)}, "request.pass_on": {"to": str(cast.stranger.bureau.pk)},
        "mission.open": {"to": [str(cast.stranger.bureau.pk)], "until": str(day)},
        "mission.offer": {"until": str(day)}, "mission.deploy": {"until": str(day)},
    } | needs  # fmt: skip


def _desk(world: World) -> None:
    from tocsin.rooms.border.models import Station
    from tocsin.rooms.catalogue.models import MonthlyDigest
    from tocsin.rooms.hits.actions import checks, clearances, manifests
    from tocsin.rooms.hits.models import Disposition
    from tocsin.rooms.oversight.actions import petitions
    from tocsin.rooms.register.actions import bases, imports, records

    cast, home = world.cast, world.cast.home.bureau_officer
    watched = records.submit(home, records.draft(home, kind="person", body=BODY))
    bases.add(home, watched, reference="HOM-1")
    first = checks.run(home, **TRAVELLER).results.get()
    told = {"disposition": Disposition.NO_MATCH, "reason": "somebody else"}
    second = checks.dispose(home, checks.run(home, **TRAVELLER).results.get(), **told)
    now = timezone.now()
    petition = petitions.open(cast.home.oversight, wish="deletion", applicant="Zofia")
    petitions.name(cast.home.oversight, petition, record=world.things["Record"].pk)
    world.things |= {
        "CheckResult": first,
        "Clearance": clearances.grant(home, second, reason="compared"),
        "Manifest": manifests.upload(home, file=Upload("list.csv", b"id,names\n1,Invented\n")),
        "Import": imports.start(
            home, source="made", file=Upload("l.csv", b"id,names\n1,Invented\n")
        ),
        "MonthlyDigest": MonthlyDigest.unrestricted.create(
            bureau=cast.home.bureau, realm="live", month=now.date().replace(day=1), opened=now
        ),
        "Petition": petition,
        "Station": Station.unrestricted.create(
            id=uuid4(),
            bureau=cast.home.bureau,
            officer=cast.home.account("border_officer"),
            name="Crossing",
            card="",
            hours=24,
            registered=now,
        ),
    }


def whose_records(world: World) -> dict[Whose, Any]:
    """Return one record of each sort, as home's officers see it."""
    from tocsin.rooms.register import writing
    from tocsin.rooms.register.actions import records

    cast, home = world.cast, world.cast.home.bureau_officer
    other = cast.person(cast.ally.bureau_officer, "Their Invented")
    label = Label(everyone=True, tlp=Tlp.GREEN)
    writing.rule(other, "record.widen", at=timezone.now(), label=label, reason="in this world")
    return {
        Whose.OWN: of_the_kind(world, "person"),
        Whose.SUSPENDED: records.suspend(home, of_the_kind(world, "person"), reason="a doubt"),
        Whose.WITHDRAWN: world.owner_s["record.delete"],
        Whose.HERE: other,
        Whose.COPY: world.things["copied"],
        Whose.FOREIGN: of_the_kind(world, "foreign"),
    }


def of_the_kind(world: World, kind: str) -> Any:
    """Return a record of home's of this kind, in force, with a draft of its next revision."""
    from tocsin.rooms.register import writing
    from tocsin.rooms.register.models import Draft

    home, at = world.cast.home.bureau_officer, timezone.now()
    record = writing.begin(home, kind, at)
    body = writing.checked(kind, BODIES[kind])
    writing.derive(record, body)
    record.save()
    writing.revise(record, body, officer=home.officer, at=at)
    Draft.unrestricted.create(record=record, body=body, officer_id=home.officer, edited=at)
    return record


def words_for(record: Any) -> dict[str, Any]:
    """Return what verbs of this record are said with: a body of its kind, the draft it has."""
    from tocsin.rooms.register.models import Draft

    draft = Draft.unrestricted.filter(record=record).first()
    said = {"body": BODIES[record.kind]}
    return said if draft is None else said | {"version": draft.edited.isoformat()}
