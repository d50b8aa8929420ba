"""One click stops every record a petition names; ending the block needs two; police cannot undo it."""

import pytest

from tests.rooms.oversight.petitions import named, opened, person
from tocsin.core.errors import Conflict, WrongState
from tocsin.rooms.bureaus.actions import proposals
from tocsin.rooms.hits.actions import checks
from tocsin.rooms.oversight.actions import petitions
from tocsin.rooms.register.actions import bases, records
from tocsin.rooms.register.models import Ruling


def _blocked(cast):
    petition = named(cast)
    record = petition.named.get().record
    petitions.block(cast.home.oversight, petition, reason="urgent: she is held at a border")
    record.refresh_from_db()
    return petition, record


def _unblock(cast, petition):
    proposal = petitions.unblock(cast.home.oversight, petition, reason="nothing was wrong")
    proposals.approve(cast.home.reader("oversight", 2), proposal)


def test_the_record_is_blocked_by_one_officer(cast) -> None:
    _, record = _blocked(cast)
    assert record.state == "blocked"


def test_its_owner_s_officers_cannot_make_it_act_again(cast) -> None:
    _, record = _blocked(cast)
    with pytest.raises(WrongState):
        records.resume(cast.home.bureau_officer, record, reason="we need it")


def test_a_check_that_hit_is_clear_after_the_block(cast) -> None:
    petition = named(cast)
    record = petition.named.get().record
    bases.add(cast.home.bureau_officer, record, reference="UTO-1")
    officer = cast.home.reader("border_officer", purpose="border_control")
    asked = {"names": ["Zofia Wymyslna"], "dob": ["1980-04-11"]}
    assert checks.run(officer, **asked).count == 1
    petitions.block(cast.home.oversight, petition, reason="urgent")
    assert checks.run(officer, **asked).count == 0


def test_two_officers_end_it_and_it_acts_as_before(cast) -> None:
    petition, record = _blocked(cast)
    _unblock(cast, petition)
    record.refresh_from_db()
    assert record.state == "released"


def test_what_was_suspended_is_suspended_again(cast) -> None:
    petition = named(cast)
    record = petition.named.get().record
    records.suspend(cast.home.bureau_officer, record, reason="being checked")
    petitions.block(cast.home.oversight, petition, reason="urgent")
    _unblock(cast, petition)
    record.refresh_from_db()
    assert record.state == "suspended"


def test_what_two_petitions_block_stays_blocked_until_both_end_it(cast) -> None:
    record = person(cast.home)
    both = [opened(cast), opened(cast)]
    for petition in both:
        petitions.name(cast.home.oversight, petition, record=record.pk)
        petitions.block(cast.home.oversight, petition, reason="urgent")
    for petition, state in zip(both, ("blocked", "released"), strict=True):
        _unblock(cast, petition)
        record.refresh_from_db()
        assert record.state == state


def test_the_file_s_words_stay_out_of_the_police_file(cast) -> None:
    _, record = _blocked(cast)
    told = Ruling.of(record)
    assert "border" not in "".join(one.reason for one in told)
    assert "Zofia" not in "".join(one.reason for one in told)
    page = cast.client(cast.home, "bureau_officer").get(f"/records/{record.pk}/history")
    assert "held at a border" not in page.content.decode()


def test_a_petition_that_names_nothing_blocks_nothing(cast) -> None:
    with pytest.raises(Conflict, match="names no record"):
        petitions.block(cast.home.oversight, opened(cast), reason="urgent")
