"""A notice at its pages: typed with pre-flight beside it, reviewed, released, seen by the receiver."""

import pytest

from tests.rooms.notices.alerts import CONTACT, approved, drafted, fresh, released, until, wanted

pytestmark = pytest.mark.django_db


def typed(cast, person, **changes):
    """Return the inputs of a red sheet as a browser would send them."""
    return {
        "colour": "red",
        "body.form": "diffusion",
        "body.case": "HOM-2026/0077",
        "body.headline": "Wanted for an invented theft",
        "body.until": until(),
        "body.instruction": "detain",
        "body.subjects[0].record": str(person.pk),
        "body.subjects[0].status": "charged",
        "body.sought": ["arrest"],
        "body.checked": ["article_2", "article_3"],
        "body.contact.bureau": CONTACT["bureau"],
        "body.contact.desk": CONTACT["desk"],
        "body.contact.telephone": CONTACT["telephone"],
        "body.facts": "On 4 April 2024 in Utopolis a thing that does not exist was taken.",
        "body.offence.category": "trafficking",
        "body.offence.charge": "Invented charge",
        "body.offence.law": "Article 0",
        "body.offence.begins": "2024-04-04",
        "body.offence.place.name": "Utopolis",
        "body.offence.maximum": "60",
        "body.warrant.reference": "II K 0/24",
        "body.warrant.authority": "Invented court",
        "body.warrant.issued": "2024-05-01",
        "body.assurances": ["extradition_sought", "judiciary_agreed"],
        "body.refuge": "none_known",
        "bureaus": [str(cast.ally.bureau.id)],
        "tlp": "TLP:AMBER",
        **changes,
    }


def test_the_sheet_of_each_colour_opens(cast) -> None:
    from tocsin.core.kinds.colours import Hue

    client = cast.client(cast.home, "bureau_officer")
    assert client.get("/notices/new").status_code == 200
    for hue in Hue:
        page = client.get(f"/notices/new/{hue.value}").content.decode()
        assert ("body.offence.charge" in page) == (hue in {"red", "blue", "green", "silver"}), hue
        assert ("body.facts" in page) == (hue != "purple")


def test_what_is_typed_becomes_a_draft_that_passes_pre_flight(cast) -> None:
    from tocsin.rooms.notices.models import Notice

    person = wanted(cast)
    client = cast.client(cast.home, "bureau_officer")
    flown = client.post("/notices/preflight", typed(cast, person)).content.decode()
    assert "Pre-flight clear" in flown
    answer = client.post("/notices/draft", typed(cast, person))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    notice = Notice.unrestricted.get()
    assert notice.colour == "red"
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "Submit for review" in page
    assert "Pre-flight clear" in page


def test_pre_flight_names_the_article_while_one_types(cast) -> None:
    person = wanted(cast)
    client = cast.client(cast.home, "bureau_officer")
    said = typed(
        cast, person, **{"body.offence.maximum": "12", "body.warrant.issued": "2023-01-01"}
    )
    flown = client.post("/notices/preflight", said).content.decode()
    assert "The warrant is older than the offence." in flown
    assert "24 months or more" in flown
    assert flown.count("RPD 83") == 2


def test_a_row_is_added_and_nothing_typed_is_lost(cast) -> None:
    person = wanted(cast)
    client = cast.client(cast.home, "bureau_officer")
    said = typed(cast, person, grow="body.subjects")
    grown = client.post("/notices/sheet", said).content.decode()
    assert "body.subjects[1].record" in grown
    assert "Wanted for an invented theft" in grown
    assert str(person.pk) in grown


def test_a_wrong_field_is_named_at_its_input_and_nothing_is_kept(cast) -> None:
    from tocsin.rooms.notices.models import Notice

    client = cast.client(cast.home, "bureau_officer")
    said = typed(cast, wanted(cast), **{"body.until": "tomorrow"})
    answer = client.post("/notices/draft", said)
    assert answer.status_code == 422
    assert "is not a date" in answer.content.decode()
    assert not Notice.unrestricted.exists()


def test_the_reviewer_finds_it_at_the_desk_and_approves_what_she_read(cast) -> None:
    from tocsin.rooms.notices.actions import notices

    notice = drafted(cast, wanted(cast))
    notices.submit(cast.home.bureau_officer, notice)
    client = cast.client(cast.home, "reviewer")
    assert notice.case in client.get("/notices/desk").content.decode()
    where = f"/notices/{notice.pk}/approve"
    form = client.get(where).context["form"]
    said = {"version": form.initial["version"], "grounds": "complete and lawful"}
    assert client.post(where, said).status_code == 302
    assert fresh(notice).stage == "approved"


def test_the_receiver_sees_the_notice_and_nothing_of_how_it_came_about(cast) -> None:
    notice = released(cast, wanted(cast))
    ally = cast.client(cast.ally, "bureau_officer")
    page = ally.get(notice.get_absolute_url())
    assert page.status_code == 200
    text = page.content.decode()
    assert "Wanted for an invented theft" in text
    assert "Reviewer 1 of HOM" not in text
    assert "Drafted by" not in text
    stranger = cast.client(cast.stranger, "bureau_officer")
    assert stranger.get(notice.get_absolute_url()).status_code == 404
    assert notice.case not in stranger.get("/notices/").content.decode()


def test_lists_due_and_conditions_open_for_everyone_who_reads(cast) -> None:
    notice = approved(cast, drafted(cast, wanted(cast)))
    client = cast.client(cast.home, "bureau_officer")
    for where in ("/notices/", "/notices/?show=drafts", "/notices/due", "/notices/conditions"):
        assert client.get(where).status_code == 200
    assert notice.case in client.get("/notices/?show=drafts").content.decode()
    assert notice.case not in client.get("/notices/?show=over").content.decode()


def test_a_person_s_page_leads_to_the_notices_about_her(cast) -> None:
    person = wanted(cast)
    notice = released(cast, person)
    page = cast.client(cast.home, "bureau_officer").get(person.get_absolute_url())
    assert notice.get_absolute_url() in page.content.decode()
    own = cast.client(cast.home, "bureau_officer").get(f"/records/{notice.pk}/")
    assert "Open the notice" in own.content.decode()


def test_the_calendar_holds_every_running_clock(cast) -> None:
    released(cast, wanted(cast))
    text = cast.client(cast.home, "bureau_officer").get("/notices/due.ics").content
    assert text.startswith(b"BEGIN:VCALENDAR\r\n")
    assert text.count(b"BEGIN:VEVENT") == 2
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
