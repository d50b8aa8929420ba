"""The search folds scripts, narrows by filters, pages by keyset, journals itself, and hides."""

import pytest

from tests.cast import Cast
from tocsin.core.errors import InvalidInput
from tocsin.core.labels import Label, Tlp
from tocsin.rooms.journal.models import Entry
from tocsin.rooms.register.searching import PAGE, Query, search


def titles(cast: Cast, query: Query, house: str = "home") -> list[str]:
    reader = getattr(cast, house).bureau_officer
    return [one.title for one in search(reader, query).rows]


def test_a_name_is_found_in_another_script(cast: Cast) -> None:
    cast.person(cast.home.bureau_officer, "Олена Тестенко")
    assert titles(cast, Query(words="olena test")) == ["Олена Тестенко"]
    assert titles(cast, Query(words="Тестенко")) == ["Олена Тестенко"]


def test_every_word_must_begin_some_word_of_the_record(cast: Cast) -> None:
    cast.person(cast.home.bureau_officer, "Olena Testenko")
    cast.person(cast.home.bureau_officer, "Olena Probova")
    assert titles(cast, Query(words="ole prob")) == ["Olena Probova"]
    assert titles(cast, Query(words="ole nobody")) == []
    assert titles(cast, Query(words="***")) == []


def test_filters_narrow(cast: Cast) -> None:
    reader = cast.home.bureau_officer
    cast.person(reader, "Olena Testenko")
    full = {
        "births": [{"date": "1980-01-01"}],
        "nationalities": ["POL"],
        "gender": "female",
        "documents": [{"number": "UT1"}],
    }
    from tocsin.rooms.register.actions import records

    body = {"names": [{"text": "Vera Fullova"}], **full}
    records.submit(reader, records.draft(reader, kind="person", body=body, strands="NC"))
    assert titles(cast, Query(weak=True)) == ["Olena Testenko"]
    assert titles(cast, Query(strand="N")) == ["Vera Fullova"]
    assert titles(cast, Query(country="POL")) == ["Vera Fullova"]
    assert titles(cast, Query(kind="vehicle")) == []
    assert titles(cast, Query(state="suspended")) == []
    assert len(titles(cast, Query(owner="HOM"))) == 2
    assert titles(cast, Query(owner="ALY")) == []


def test_pages_follow_one_another_without_gap_or_repetition(cast: Cast) -> None:
    reader = cast.home.bureau_officer
    made = {str(cast.person(reader, f"Testa Nova{n}").pk) for n in range(PAGE + 7)}
    first = search(reader, Query())
    second = search(reader, Query(after=first.following))
    assert first.count == PAGE + 7
    assert (len(first.rows), len(second.rows), second.following) == (PAGE, 7, "")
    assert {str(one.pk) for one in first.rows + second.rows} == made


def test_a_broken_place_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput):
        search(cast.home.bureau_officer, Query(after="nonsense"))


def test_only_what_is_released_is_found_by_others(cast: Cast) -> None:
    shown = cast.person(cast.home.bureau_officer, "Olena Testenko")
    cast.person(cast.home.bureau_officer, "Olena Secretova")
    cast.release(shown, Label(bureaus=frozenset({cast.ally.bureau.pk}), tlp=Tlp.AMBER))
    assert titles(cast, Query(words="olena"), "ally") == ["Olena Testenko"]
    assert titles(cast, Query(words="secretova"), "ally") == []
    assert titles(cast, Query(), "stranger") == []


def test_every_search_is_journalled_with_its_query(cast: Cast) -> None:
    search(cast.home.bureau_officer, Query(words="olena", kind="person"))
    entry = Entry.unrestricted.filter(verb="record.search").get()
    assert "olena" in entry.parts["query"][1]
    assert entry.actor == cast.home.bureau_officer.officer
