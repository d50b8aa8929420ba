"""An export holds what may be exported, is safe to open, and is journalled record by record."""

from typing import Any

from tests.cast import Cast
from tocsin.core.labels import Handling, Label, Tlp
from tocsin.rooms.journal.models import Entry, EntryObject


def export(cast: Cast, house: Any, role: str = "bureau_officer") -> str:
    answer = cast.client(house, role).get("/records/export.csv")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode()


def to_ally(cast: Cast, **more: Any) -> Label:
    return Label(bureaus=frozenset({cast.ally.bureau.pk}), **{"tlp": Tlp.AMBER, **more})


def test_what_others_marked_h2_or_red_stays(cast: Cast) -> None:
    home = cast.home.bureau_officer
    cast.release(cast.person(home, "Olena Openova"), to_ally(cast))
    h2 = to_ally(cast, handling=frozenset({Handling.H2}))
    cast.release(cast.person(home, "Olena Secondova"), h2)
    cast.release(cast.person(home, "Olena Redova"), to_ally(cast, tlp=Tlp.RED))
    seen = cast.client(cast.ally, "bureau_officer").get("/records/").content.decode()
    assert all(name in seen for name in ("Openova", "Secondova", "Redova"))
    text = export(cast, cast.ally)
    assert "Openova" in text
    assert "Secondova" not in text
    assert "Redova" not in text


def test_the_owner_may_export_her_own(cast: Cast) -> None:
    cast.person(cast.home.bureau_officer, "Olena Testenko")
    assert "Testenko" in export(cast, cast.home)


def test_a_name_that_looks_like_a_formula_is_made_safe(cast: Cast) -> None:
    cast.person(cast.home.bureau_officer, "=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in export(cast, cast.home)


def test_each_exported_record_is_named_in_the_journal(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    export(cast, cast.home)
    entry = Entry.unrestricted.filter(verb="record.export").get()
    assert EntryObject.unrestricted.filter(entry=entry, object=record.pk).exists()


def test_without_the_power_nothing_is_exported(cast: Cast) -> None:
    answer = cast.client(cast.home, "border_officer").get("/records/export.csv")
    assert answer.status_code == 403
