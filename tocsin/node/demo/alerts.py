"""Notices of the invented consortium, one at each place of their life; said by those who would."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from tocsin.core.labels import Label, Tlp
from tocsin.node.demo.staff import Cast
from tocsin.rooms.notices.actions import notices
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.register.actions import records
from tocsin.rooms.register.models import Draft, Record

CONTACT = {"bureau": "POL", "desk": "duty_officer", "telephone": "+48220000000"}
CHECKED = ["article_2", "article_3", "accurate"]


def _until(days: int) -> str:
    return (timezone.now().date() + timedelta(days=days)).isoformat()


def _begins(form: str, case: str, colour: str, headline: str, days: int) -> dict[str, Any]:
    return {
        "form": form,
        "case": case,
        "colour": colour,
        "headline": headline,
        "checked": CHECKED,
        "contact": CONTACT,
        "until": _until(days),
        "refuge": "none_known",
    }


def warn(cast: Cast, persons: list[Record], group: Any) -> None:
    """Draft, review and release: a red diffusion, a green notice in review, a yellow draft."""
    neighbours = [cast.bureaus[code].id for code in ("MDA", "UKR")]
    chosen = Label(bureaus=frozenset(neighbours), tlp=Tlp.AMBER)
    everyone = Label(groups=frozenset({group}), tlp=Tlp.AMBER)
    _identify(cast, persons[1])
    red = _draft(cast, _red(persons[1]), chosen)
    _approve(cast, red)
    notices.release(cast.reader("marek"), _again(red))
    green = _draft(cast, _green(persons[2]), everyone)
    notices.submit(cast.reader("marek"), green)
    late = _draft(cast, _blue(persons[0]), chosen)
    _approve(cast, late)
    _draft(cast, _yellow(persons[4]), everyone)


def _identify(cast: Cast, person: Record) -> None:
    """Complete the record of who is wanted, as pre-flight asks."""
    marek = cast.reader("marek")
    said = {
        "description": {"height": 181, "eyes": "grey", "marks": "a scar that nobody ever saw"},
        "documents": [{"type": "passport", "number": "UT3344556", "issuer": "UTO"}],
    }
    records.edit(marek, person, body={**person.body, **said})
    records.submit(marek, Record.visible_to(marek).get(pk=person.pk))


def _draft(cast: Cast, body: dict[str, Any], label: Label) -> Notice:
    made: Notice = notices.draft(cast.reader("marek"), kind="notice", body=body, label=label)
    return made


def _approve(cast: Cast, notice: Notice) -> None:
    notices.submit(cast.reader("marek"), notice)
    halina = cast.reader("halina")
    notices.review(halina, _again(notice))
    draft = Draft.of(notice.record)
    assert draft is not None
    version = draft.edited.isoformat()
    notices.approve(halina, _again(notice), grounds="complete, lawful, needed", version=version)


def _again(notice: Notice) -> Notice:
    return Notice.unrestricted.select_related("record").get(pk=notice.pk)


def _red(person: Record) -> dict[str, Any]:
    return _begins("diffusion", "POL-2026/0117", "red", "Wanted for an invented smuggling", 900) | {
        "subjects": [{"record": str(person.pk), "status": "convicted"}],
        "sought": ["arrest", "location"],
        "instruction": "detain",
        "facts": "In May 2023, in a town that does not exist, a sealed container was taken across a"
        " border without papers. It held nothing. All of this is invented.",
        "offence": {
            "category": "trafficking",
            "charge": "Smuggling of a container that does not exist",
            "law": "Article 0 of an invented code",
            "begins": "2023-05",
            "place": {"name": "Utopolis", "country": "UTO"},
            "sentence": 30,
        },
        "warrant": {
            "reference": "II K 0/24",
            "authority": "Court of a town that does not exist",
            "country": "POL",
            "issued": date(2024, 2, 5).isoformat(),
        },
        "assurances": ["extradition_sought", "judiciary_agreed"],
    }


def _green(person: Record) -> dict[str, Any]:
    return _begins(
        "notice", "POL-2026/0118", "green", "May approach sites that sell nothing", 500
    ) | {
        "subjects": [{"record": str(person.pk), "status": "possible_threat"}],
        "sought": ["vigilance", "movements"],
        "threat": {
            "assessed_by": "Invented threat assessment centre",
            "assessed": "2026-01-15",
            "grounds": "reasonable_grounds",
        },
    }


def _blue(person: Record) -> dict[str, Any]:
    return _begins(
        "diffusion", "POL-2026/0119", "blue", "Where does he stay, which papers?", 400
    ) | {
        "subjects": [{"record": str(person.pk), "status": "suspect"}],
        "sought": ["location", "movements"],
        "instruction": "locate_discreetly",
    }


def _yellow(person: Record) -> dict[str, Any]:
    return _begins(
        "notice", "POL-2026/0120", "yellow", "Missing since a day nobody recalls", 300
    ) | {
        "subjects": [{"record": str(person.pk), "status": "missing"}],
        "sought": ["safety", "location"],
        "instruction": "protect",
        "checked": [*CHECKED, "privacy_allows"],
    }
