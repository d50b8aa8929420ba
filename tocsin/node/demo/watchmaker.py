"""The working group's catalogue, framework and profiles, agreed and kept by those who would."""

import io
from datetime import timedelta
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw

from tocsin.core.kinds.profiling import Criterion, Holding
from tocsin.core.labels import Label, Tlp
from tocsin.node.demo.staff import Cast
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.bureaus.models import Group
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.profiles.actions import frameworks, profiles
from tocsin.rooms.register.actions import records
from tocsin.rooms.register.models import Record

ASKED = {
    "every": frozenset({Criterion.BIRTH_DATE, Criterion.DOCUMENT}),
    "any_of": frozenset(
        {
            Criterion.CONVICTED,
            Criterion.CHARGED,
            Criterion.WANTED,
            Criterion.SUSPECT,
            Criterion.FACE,
        }
    ),
    "at_least": 2,
    "review_months": 12,
}
CASES = (
    ("marek", "halina", "explosive", "eastern_europe", ("case_open", "cross_border"), 1),
    ("marek", "halina", "chemical", "eastern_europe", ("series_suspected", "case_open"), 3),
    ("elena", "vasile", "radiological", "eastern_europe", ("persons_unknown",), 4),
    ("elena", "vasile", "hoax", "western_asia", ("case_closed",), 7),
    ("olena", "nadia", "explosive", "eastern_europe", ("series_suspected", "cross_border"), 2),
    ("olena", "nadia", "pyrotechnic", "central_asia", ("laboratory_report",), 2),
    ("olena", "nadia", "explosive", "western_asia", ("series_suspected",), 9),
)


def file(cast: Cast, group: Any) -> None:
    """File device references of three bureaus, so that regions can be compared."""
    shared = Label(groups=frozenset({group}), tlp=Tlp.GREEN)
    for number, (first, second, category, region, tags, months) in enumerate(CASES, 301):
        reader = cast.reader(first)
        recorded = (timezone.now() - timedelta(days=30 * months)).date()
        body = {
            "case": f"{reader.bureau_code}-2026/0{number}",
            "category": category,
            "region": region,
            "tags": list(tags),
            "recorded": recorded.isoformat(),
            "contact": {"bureau": reader.bureau_code, "desk": "duty_officer"},
        }
        drafted = records.draft(reader, kind="device_reference", body=body, strands="E")
        made = records.submit(reader, drafted)
        reason = "for the catalogue of the group"
        _by_two(cast, (first, second), records.widen, made, label=shared, reason=reason)


def agree(cast: Cast, persons: list[Record], group: Any) -> None:
    """Agree on a framework, propose its next version, and keep two profiles and a draft."""
    framework = _by_two(
        cast,
        ("marek", "halina"),
        frameworks.propose,
        Group.visible_to(cast.reader("marek")).get(pk=group),
        name="Framework of the regional group (demo)",
        **ASKED,
    )
    for pair in (("elena", "vasile"), ("olena", "nadia")):
        _by_two(cast, pair, frameworks.agree, _again(cast, "marek", framework), version=1)
    for person, case, stated in (
        (persons[0], "POL-2026/0201", Criterion.SUSPECT),
        (persons[2], "POL-2026/0202", Criterion.CHARGED),
    ):
        _keep(cast, person, framework, case, stated)
    profiles.draft(
        cast.reader("marek"),
        persons[1],
        framework=framework.pk,
        case="POL-2026/0203",
        stated=frozenset({Criterion.CONVICTED}),
    )
    _by_two(
        cast,
        ("marek", "halina"),
        frameworks.change,
        _again(cast, "marek", framework),
        version=1,
        name=framework.title,
        **{**ASKED, "at_least": 3, "review_months": 6},
    )
    newer = _again(cast, "marek", framework)
    _by_two(cast, ("elena", "vasile"), frameworks.agree, newer, version=2)


def _keep(cast: Cast, person: Record, framework: Record, case: str, stated: Criterion) -> None:
    marek = cast.reader("marek")
    about = Notice.visible_to(marek).about(person.pk).values_list("pk", flat=True)
    profile = profiles.draft(
        marek,
        person,
        framework=framework.pk,
        case=case,
        stated=frozenset({stated}),
        notices=frozenset(about),
    )
    profiles.attach(marek, profile, holds=Holding.FACE, file=_face(case))
    profile = profiles.submit(marek, _again(cast, "marek", profile))
    _by_two(cast, ("marek", "halina"), profiles.release, profile)


def _face(case: str) -> Upload:
    """Return a drawing in place of a photograph: nobody is shown."""
    image = Image.new("RGB", (240, 300), "#cfd8d8")
    draw = ImageDraw.Draw(image)
    draw.ellipse((70, 50, 170, 180), fill="#8fa3a3")
    draw.ellipse((30, 190, 210, 420), fill="#8fa3a3")
    draw.text((12, 280), f"{case} invented", fill="#12201f")
    data = io.BytesIO()
    image.save(data, format="PNG")
    data.seek(0)
    return Upload(name=f"{case.replace('/', '-')}.png", data=data)


def _again(cast: Cast, login: str, record: Record) -> Record:
    return Record.visible_to(cast.reader(login)).get(pk=record.pk)


def _by_two(cast: Cast, pair: tuple[str, str], verb: Any, target: Any, **said: Any) -> Any:
    proposal = verb(cast.reader(pair[0]), target, **said)
    return proposals.approve(cast.reader(pair[1]), proposal)
