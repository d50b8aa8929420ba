from datetime import UTC, datetime

import pytest

from tests.core.kinds.examples import BODIES, ONE
from tocsin.core.errors import InvalidInput
from tocsin.core.kinds import (
    KINDS,
    Relation,
    check_ends,
    completeness,
    inverse_wording,
    person_to_screening,
    read,
    relations_between,
)
from tocsin.core.kinds.links import PAIRINGS


def refused(kind, **changes):
    with pytest.raises(InvalidInput) as problem:
        read(kind, {**BODIES[kind], **changes})
    return problem.value.sentence


def test_dates_that_contradict_each_other_are_refused():
    assert "before they begin" in refused("travel_document", issued="2035", expires="2030")
    assert "before they begin" in refused("event", begins="2031-03-02", ends="2031-03-01")
    assert "before they begin" in refused("link", since="2031", until="2030")
    assert "would end before" in refused("basis", until="2031-05-04T10:00:00.000Z")


def test_a_span_of_birth_needs_the_quality_between():
    births = [{"date": "1970", "until": "1972"}]
    assert "quality 'between'" in refused("person", births=births)


def test_a_place_says_something_and_has_both_coordinates_or_none():
    assert "says nothing" in refused("location", place={})
    assert "come together" in refused("location", place={"latitude": "1"})
    assert "decimal degrees" in refused("location", place={"latitude": "91", "longitude": "0"})
    assert "decimal degrees" in refused("location", place={"latitude": "1e1", "longitude": "0"})


def test_a_value_needs_its_currency():
    assert "currency" in refused("asset", currency=None)


def test_a_list_entry_names_its_list_and_nothing_else_does():
    assert "names its list" in refused("basis", list_name=None)
    assert "names its list" in refused("basis", basis="watch")


def test_a_basis_counts_from_its_beginning_to_before_its_end():
    basis = read("basis", BODIES["basis"])
    begin, end = datetime(2031, 5, 4, 10, tzinfo=UTC), datetime(2032, 5, 4, 10, tzinfo=UTC)
    assert basis.is_in_force(begin)
    assert not basis.is_in_force(begin.replace(hour=9))
    assert not basis.is_in_force(end)


def test_a_photograph_is_a_picture():
    assert "not a PDF" in refused("photograph", media="application/pdf")


def test_a_vehicle_says_something():
    assert "says nothing" in refused("vehicle", names=[], imo=None)
    assert "check digit" in refused("vehicle", imo="9074728")


def test_a_record_is_not_linked_to_itself():
    assert "itself" in refused("link", target=ONE)


def test_every_relation_names_known_kinds_and_reads_both_ways():
    for relation in Relation:
        pairing = PAIRINGS[relation]
        assert pairing.sources | pairing.targets <= set(KINDS)
        assert pairing.sources
        assert inverse_wording(relation)


def test_a_relation_joins_only_the_kinds_it_is_made_for():
    assert Relation.HOLDS in relations_between("person", "travel_document")
    assert Relation.HOLDS not in relations_between("travel_document", "person")
    assert relations_between("thread", "thread") == (Relation.EXTRACT_OF,)
    link = read("link", BODIES["link"])
    check_ends(link, "person", "organisation")
    with pytest.raises(InvalidInput, match="cannot lead"):
        check_ends(link, "person", "vehicle")


def test_what_makes_a_person_weak_for_screening_is_said():
    weak = read("person", {"names": [{"text": "Аnna"}]})
    codes = [weakness.code for weakness in completeness(weak)]
    assert codes == [
        "one-word", "no-birth", "no-nationality", "no-gender", "no-document", "mixed-scripts",
    ]  # fmt: skip
    assert completeness(read("person", BODIES["person"])) == []
    assert completeness(read("report", BODIES["report"])) == []


def test_screening_gets_plain_facts():
    facts = person_to_screening(read("person", BODIES["person"]))
    assert facts == {
        "names": ["Олександр Вербицький-Тест", "Oleksandr VERBYTSKYI-TEST"],
        "dob": ["1971-03-05", "1970", "1971", "1972"],
        "nat": ["UTO", "UKR"],
        "gender": "male",
        "docs": ["UT 123456"],
    }
