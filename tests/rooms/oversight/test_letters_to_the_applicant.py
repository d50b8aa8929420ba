"""A letter exists once its step was taken, gives the reasons in the file, in her language."""

import pytest

from tests.rooms.oversight.petitions import decided, named, opened
from tocsin.rooms.oversight.actions import petitions
from tocsin.rooms.oversight.actions.petitions import Language


def _letter(cast, petition, which):
    address = f"{petition.get_absolute_url()}letters/{which}/"
    return cast.client(cast.home, "oversight").get(address)


def test_the_receipt_names_the_day_and_the_number(cast) -> None:
    petition = opened(cast)
    page = _letter(cast, petition, "receipt").content.decode()
    assert petition.number in page
    assert "Zofia Wymyślna" in page


def test_a_decision_gives_the_reasons_it_was_made_with(cast) -> None:
    page = _letter(cast, decided(cast, named(cast)), "granted").content.decode()
    assert "the purpose is achieved" in page


@pytest.mark.parametrize("which", ["granted", "refused", "implemented", "nonsense"])
def test_there_is_no_letter_before_its_step(cast, which) -> None:
    assert _letter(cast, opened(cast), which).status_code == 404


def test_it_is_written_in_the_applicant_s_language_whatever_the_officer_reads(cast) -> None:
    petition = opened(cast, language=Language.POLISH)
    assert 'lang="pl"' in _letter(cast, petition, "receipt").content.decode()
    assert "Potwierdzenie" in _letter(cast, petition, "receipt").content.decode()


def test_a_refusal_tells_why(cast) -> None:
    petition = opened(cast)
    petitions.dismiss(cast.home.oversight, petition, reason="no proof of identity was sent")
    petition.refresh_from_db()
    assert "no proof of identity" in _letter(cast, petition, "dismissed").content.decode()
