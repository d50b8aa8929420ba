"""What every test of this room needs: a group of two bureaus, its framework, a person, a profile."""

import io
from typing import Any

from tests.rooms.notices.alerts import PERSON
from tocsin.core.labels import Label, Tlp

ASKED = {
    "every": frozenset({"birth_date", "document"}),
    "any_of": frozenset({"charged", "convicted", "face"}),
    "at_least": 2,
}


def by_two(cast: Any, house: Any, verb: Any, *target: Any, **said: Any) -> Any:
    """Propose by the bureau officer, approve by the reviewer of the same house."""
    from tocsin.rooms.bureaus.actions import proposals

    return proposals.approve(house.reviewer, verb(house.bureau_officer, *target, **said))


def group_of(cast: Any) -> Any:
    """Return a group of home's with ally in it."""
    from tocsin.rooms.bureaus.actions import groups

    group = groups.create(cast.home.administrator, name="Invented group")
    groups.add_member(cast.home.administrator, group, bureau=cast.ally.bureau.id)
    return group


def proposed(cast: Any, group: Any, **changes: Any) -> Any:
    """Return the group's framework, signed by home and not yet agreed by ally."""
    from tocsin.rooms.profiles.actions import frameworks

    said = {"name": "Invented framework", "review_months": 12, **ASKED, **changes}
    return by_two(cast, cast.home, frameworks.propose, group, **said)


def agreed(cast: Any, framework: Any) -> Any:
    """Let ally agree to the newest version."""
    from tocsin.rooms.profiles.actions import frameworks

    framework.refresh_from_db()
    by_two(cast, cast.ally, frameworks.agree, framework, version=framework.revision)
    return framework


def person(cast: Any, group: Any | None, **changes: Any) -> Any:
    """Return a person of home's, released to the group if one is given."""
    from tocsin.rooms.register.actions import records

    body = {**PERSON, **changes}
    made = records.draft(cast.home.bureau_officer, kind="person", body=body, strands="RN")
    made = records.submit(cast.home.bureau_officer, made)
    if group is not None:
        made = cast.release(made, Label(groups=frozenset({group.pk}), tlp=Tlp.AMBER))
    return made


def picture(name: str = "face.png", colour: str = "#884422") -> Any:
    """Return an upload of a small picture of nobody."""
    from PIL import Image

    from tocsin.rooms.bureaus.verb import Upload

    data = io.BytesIO()
    Image.new("RGB", (32, 40), colour).save(data, format="PNG")
    data.seek(0)
    return Upload(name=name, data=data)


def drafted(cast: Any, subject: Any, framework: Any, **changes: Any) -> Any:
    """Return a draft of home's that states a charge."""
    from tocsin.rooms.profiles.actions import profiles

    said = {"case": "HOM-2026/0042", "stated": frozenset({"charged"}), **changes}
    return profiles.draft(cast.home.bureau_officer, subject, framework=framework.pk, **said)


def kept(cast: Any, subject: Any, framework: Any) -> Any:
    """Return a submitted profile with a face beside it: it qualifies."""
    from tocsin.rooms.profiles.actions import profiles

    made = drafted(cast, subject, framework)
    profiles.attach(cast.home.bureau_officer, made, holds="face", file=picture())
    made.refresh_from_db()
    return profiles.submit(cast.home.bureau_officer, made)


def released(cast: Any) -> Any:
    """Return a profile that ally sees."""
    from tocsin.rooms.profiles.actions import profiles

    group = group_of(cast)
    framework = agreed(cast, proposed(cast, group))
    profile = kept(cast, person(cast, group), framework)
    return by_two(cast, cast.home, profiles.release, profile)
