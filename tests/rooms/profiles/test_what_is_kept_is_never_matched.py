"""Documents and biometrics are kept and seen with the profile; nobody is screened by any of it."""

import pytest
from django.test import Client

from tests.rooms.notices.alerts import TRAVELLER, check
from tests.rooms.profiles.agreed import (
    agreed,
    by_two,
    drafted,
    group_of,
    kept,
    person,
    picture,
    proposed,
    released,
)
from tocsin.core.errors import Conflict, InvalidInput, MalformedFile, NotAllowed
from tocsin.core.kinds import KINDS

pytestmark = pytest.mark.django_db


def test_nobody_is_screened_by_a_profile(cast) -> None:
    from tocsin.rooms.register.actions import bases

    profile = released(cast)
    for house in (cast.home, cast.ally):
        assert check(house.border_officer).results.count() == 0, TRAVELLER
    with pytest.raises(InvalidInput, match="only persons and documents"):
        bases.add(cast.home.bureau_officer, profile, reference="HOM-2026/0042")
    assert not any(KINDS[kind].screened for kind in ("framework", "agreement", "profile"))


def test_a_file_is_what_its_bytes_say_and_is_named_by_what_it_is(cast) -> None:
    from tocsin.rooms.bureaus.verb import Upload
    from tocsin.rooms.profiles.actions import profiles
    from tocsin.rooms.register.actions import attachments

    group = group_of(cast)
    profile = drafted(cast, person(cast, group), agreed(cast, proposed(cast, group)))
    home = cast.home.bureau_officer
    import io

    archive = Upload(name="face.jpg", data=io.BytesIO(b"PK\x03\x04\x00" + b"\0" * 90))
    with pytest.raises(MalformedFile, match="only JPEG, PNG"):
        profiles.attach(home, profile, holds="face", file=archive)
    profiles.attach(home, profile, holds="face", file=picture())
    with pytest.raises(Conflict, match="the very same file"):
        profiles.attach(home, profile, holds="face", file=picture())
    with pytest.raises(NotAllowed, match="what the file is"):
        attachments.add(home, profile, file=picture(colour="#111111"))
    with pytest.raises(InvalidInput, match="holds"):
        profiles.attach(home, profile, holds="gait", file=picture(colour="#222222"))


def test_a_file_that_is_removed_counts_no_more(cast) -> None:
    from tocsin.rooms.profiles.actions import profiles
    from tocsin.rooms.register.actions import attachments
    from tocsin.rooms.register.models import Attachment

    group = group_of(cast)
    profile = kept(cast, person(cast, group), agreed(cast, proposed(cast, group)))
    file = Attachment.visible_to(cast.home.bureau_officer).get(record=profile)
    attachments.remove(cast.home.bureau_officer, file, reason="of somebody else")
    with pytest.raises(NotAllowed, match="it lacks"):
        by_two(cast, cast.home, profiles.release, profile)


def test_the_pages_say_what_it_meets_to_whom_it_reached(cast) -> None:
    profile = released(cast)
    home, ally = (cast.client(house, "bureau_officer") for house in (cast.home, cast.ally))
    where = f"/profiles/{profile.pk}/"
    for client in (home, ally):
        page = client.get(where).content.decode()
        for said in (
            "Kept, never matched",
            "Facial photograph",
            "Charged with such",
            "Вигаданенко",
        ):
            assert said in page
        assert "HOM-2026/0042" in client.get("/profiles/").content.decode()
        assert "Version 1 is in force" in client.get(_framework(profile)).content.decode()
        assert where in client.get(f"/records/{profile.pk}/").content.decode()
        about = client.get(f"/records/{profile.body['person']}/").content.decode()
        assert where in about
    stranger = cast.client(cast.stranger, "bureau_officer")
    assert stranger.get(where).status_code == 404
    assert stranger.get(_framework(profile)).status_code == 404
    assert "HOM-2026" not in stranger.get("/profiles/").content.decode()


def test_the_api_reads_the_same(cast) -> None:
    profile = released(cast)
    token = cast.token(cast.ally, "analyst")
    machine = Client(HTTP_HOST="localhost", headers={"Authorization": f"Bearer {token}"})
    one = machine.get(f"/api/profiles/{profile.pk}").json()
    assert one["met"] == profile.body["met"]
    assert (one["lacking"], one["qualifies"]) == ([], None), "only its owner looks it up anew"
    framework = machine.get(f"/api{_framework(profile).rstrip('/')}").json()
    assert framework["in_force"] == 1
    assert framework["versions"][0]["agreed"] == ["ALY", "HOM"]
    assert [row["id"] for row in machine.get("/api/profiles").json()["items"]] == [str(profile.pk)]


def test_a_profile_is_begun_edited_and_given_a_file_in_the_browser(cast) -> None:
    from tocsin.rooms.register.models import Record

    group = group_of(cast)
    framework = agreed(cast, proposed(cast, group))
    somebody = person(cast, group)
    home = cast.client(cast.home, "bureau_officer")
    form = home.get(f"/profiles/{somebody.pk}/draft").content.decode()
    assert "Invented framework" in form
    said = {"framework": str(framework.pk), "case": "HOM-2026/0042", "stated": ["charged"]}
    assert home.post(f"/profiles/{somebody.pk}/draft", said).status_code == 302
    profile = Record.visible_to(cast.home.bureau_officer).of_kind("profile").get()
    where = f"/profiles/{profile.pk}/"
    assert "Nothing is kept." in home.get(where).content.decode()
    answer = home.post(f"{where}attach", {"holds": "face", "file": picture().open()})
    assert answer.status_code == 302
    page = home.get(where).content.decode()
    assert "Nothing is kept." not in page
    assert "<span>Facial photograph</span>" in page
    assert home.post(f"{where}submit").status_code == 302
    page = home.get(where).content.decode()
    assert "Qualifies" in page
    assert "Release to the group" in page
    refused = home.post(f"{where}edit", {"case": "what?"})
    assert refused.status_code == 422


def _framework(profile) -> str:
    return f"/frameworks/{profile.body['framework']}/"
