"""What every test of this room needs: a person wanted, a red diffusion about her, its life."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tocsin.core.labels import Label, Tlp

NAME = "Оксана Вигаданенко"
PERSON = {
    "names": [
        {"text": NAME, "script": "Cyrl"},
        {"text": "Oksana VYHADANENKO", "kind": "alias"},
    ],
    "births": [{"date": "1979-02-11"}],
    "nationalities": ["UTO"],
    "gender": "female",
    "documents": [{"number": "UT4455667", "type": "passport", "issuer": "UTO"}],
}
TRAVELLER = {"names": ["Oksana Vyhadanenko"], "dob": ["1979-02-11"], "nat": ["UTO"]}
CONTACT = {"bureau": "HOM", "desk": "duty_officer", "telephone": "+48220000000"}


def until(days: int = 700) -> str:
    return (timezone.now().date() + timedelta(days=days)).isoformat()


def red(subject: Any, **changes: Any) -> dict[str, Any]:
    """Return the body of a red diffusion that passes pre-flight."""
    body = {
        "form": "diffusion",
        "case": "HOM-2026/0042",
        "subjects": [{"record": str(subject), "status": "charged"}],
        "sought": ["arrest", "location"],
        "checked": ["article_2", "article_3", "accurate"],
        "instruction": "detain",
        "contact": CONTACT,
        "until": until(),
        "colour": "red",
        "headline": "Wanted for an invented theft",
        "facts": "On 4 April 2024 in Utopolis a thing that does not exist was taken away.",
        "offence": {
            "category": "trafficking",
            "charge": "Invented charge",
            "law": "Article 0 of a code that does not exist",
            "begins": "2024-04-04",
            "place": {"name": "Utopolis", "country": "UTO"},
            "maximum": 60,
        },
        "warrant": {
            "reference": "II K 0/24",
            "authority": "Invented court",
            "country": "UTO",
            "issued": "2024-05-01",
        },
        "assurances": ["extradition_sought", "judiciary_agreed"],
        "refuge": "none_known",
    }
    return body | changes


def to_ally(cast: Any) -> Label:
    return Label(bureaus=frozenset({cast.ally.bureau.id}), tlp=Tlp.AMBER)


def wanted(cast: Any, **changes: Any) -> Any:
    """Return a person in force of the home bureau."""
    from tocsin.rooms.register.actions import records

    home = cast.home.bureau_officer
    return records.submit(home, records.draft(home, kind="person", body={**PERSON, **changes}))


def drafted(cast: Any, person: Any, **changes: Any) -> Any:
    """Return the draft of a red diffusion to the ally."""
    from tocsin.rooms.notices.actions import notices

    body = red(person.pk, **changes)
    return notices.draft(cast.home.bureau_officer, kind="notice", body=body, label=to_ally(cast))


def version(notice: Any) -> str:
    from tocsin.rooms.notices.actions.passing import draft_of

    return draft_of(notice).edited.isoformat()


def approved(cast: Any, notice: Any) -> Any:
    """Submit and approve, by the drafter and the reviewer."""
    from tocsin.rooms.notices.actions import notices

    notices.submit(cast.home.bureau_officer, notice)
    notices.approve(cast.home.reviewer, fresh(notice), grounds="in order", version=version(notice))
    return fresh(notice)


def released(cast: Any, person: Any, **changes: Any) -> Any:
    """Return a red diffusion about this person, released to the ally."""
    from tocsin.rooms.notices.actions import notices

    notice = approved(cast, drafted(cast, person, **changes))
    notices.release(cast.home.bureau_officer, notice)
    return fresh(notice)


def two(cast: Any, verb: Any, notice: Any, **arguments: Any) -> Any:
    """Say a verb of two officers: proposed by the drafter, approved by the reviewer."""
    from tocsin.rooms.bureaus.actions import proposals

    proposal = verb(cast.home.bureau_officer, fresh(notice), **arguments)
    proposals.approve(cast.home.reviewer, proposal)
    return fresh(notice)


def fresh(notice: Any) -> Any:
    from tocsin.rooms.notices.models import Notice

    return Notice.unrestricted.select_related("record").get(pk=notice.pk)


def check(reader: Any, **said: Any) -> Any:
    from tocsin.rooms.hits.actions import checks

    return checks.run(reader, **(said or TRAVELLER))


def now() -> Any:
    return timezone.now()
