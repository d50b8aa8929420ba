"""A record's page shows links, bases and the past only as far as the reader sees them."""

import re
from typing import Any

from django.utils import timezone

from tests.cast import Cast
from tocsin.core.labels import Label, Tlp
from tocsin.rooms.bureaus import founding
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.register.actions import bases, links, records
from tocsin.rooms.register.models import Record


def to_ally(cast: Cast) -> Label:
    return Label(bureaus=frozenset({cast.ally.bureau.pk}), tlp=Tlp.AMBER)


def page(cast: Cast, house: Any, path: str, role: str = "bureau_officer") -> str:
    answer = cast.client(house, role).get(path)
    assert answer.status_code == 200, answer.status_code
    text: str = answer.content.decode()
    return text


def masked(answer: Any, pk: object) -> str:
    """Return a page without its own number and its one-time token."""
    text = answer.content.decode().replace(str(pk), "")
    return re.sub(r'(name="csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", text)


def test_a_link_is_shown_only_with_both_its_ends(cast: Cast) -> None:
    home = cast.home.bureau_officer
    shown, hidden = cast.person(home, "Olena Shownova"), cast.person(home, "Piotr Hiddenski")
    link = links.add(home, shown, to=hidden.pk, relation="associate_of")
    cast.release(shown, to_ally(cast))
    cast.release(link, to_ally(cast))
    assert "Hiddenski" in page(cast, cast.home, f"/records/{shown.pk}/")
    seen = page(cast, cast.ally, f"/records/{shown.pk}/")
    assert "Shownova" in seen
    assert "Hiddenski" not in seen
    assert "is an associate of" not in seen
    cast.release(hidden, to_ally(cast))
    assert "Hiddenski" in page(cast, cast.ally, f"/records/{shown.pk}/")


def test_absent_and_hidden_look_the_same(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer)
    client = cast.client(cast.stranger, "bureau_officer")
    absent = "00000000-0000-4000-8000-000000000000"
    for path in ("", "history", "audience", "edit", "preview/hom", "link"):
        hidden = client.get(f"/records/{record.pk}/{path}")
        nothing = client.get(f"/records/{absent}/{path}")
        assert hidden.status_code == nothing.status_code == 404
        assert masked(hidden, record.pk) == masked(nothing, absent)


def test_a_foreign_basis_is_not_shown(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record = cast.person(home)
    bases.add(home, record, reference="HOM-7")
    cast.release(record, to_ally(cast))
    assert "HOM-7" in page(cast, cast.home, f"/records/{record.pk}/")
    assert "HOM-7" not in page(cast, cast.ally, f"/records/{record.pk}/")


def test_the_history_shows_both_sides_of_a_change(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record = cast.person(home, "Olena Testenko", births=[{"date": "1980-01-01"}])
    body = {**record.body, "births": [{"date": "1981-01-01"}]}
    records.submit(home, records.edit(home, record, body=body), note="corrected")
    seen = page(cast, cast.home, f"/records/{record.pk}/history")
    assert "births / 1 / date" in re.sub("<[^>]+>", "", seen)
    assert "1980" in seen
    assert "1981" in seen
    assert "corrected" in seen
    assert "signature intact" in seen
    assert cast.home.account("bureau_officer").name in seen


def test_others_are_not_told_what_was_written_before_the_release(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record = cast.person(home, "Olena Testenko", note="a secret source")
    body = {name: value for name, value in record.body.items() if name != "note"}
    record = records.submit(home, records.edit(home, record, body=body), note="cleaned")
    cast.release(record, to_ally(cast))
    seen = page(cast, cast.ally, f"/records/{record.pk}/history")
    assert "secret source" not in seen
    assert "cleaned" not in seen
    assert cast.home.account("bureau_officer").name not in seen
    assert "secret source" in page(cast, cast.home, f"/records/{record.pk}/history")


def test_only_the_owner_is_told_who_else_sees_it(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer)
    cast.release(record, to_ally(cast))
    whole = page(cast, cast.home, f"/records/{record.pk}/audience")
    assert "Strangers" in whole
    assert "is named in the label" in whole
    mine = page(cast, cast.ally, f"/records/{record.pk}/audience")
    assert "is named in the label" in mine
    assert "Strangers" not in mine


def test_bureaus_that_are_told_the_same_are_one_row(cast: Cast) -> None:
    for number in range(9):
        founding.found(f"QB{number}", f"Bureau {number}", at=timezone.now())
    record = cast.person(cast.home.bureau_officer)
    cast.release(record, to_ally(cast))
    whole = page(cast, cast.home, f"/records/{record.pk}/audience")
    assert whole.count('<th scope="row">') == 3  # the owner, the ally, and all the others alike
    assert "10 bureaus alike" in whole
    assert f"/records/{record.pk}/preview/QB7" in whole


def test_a_map_marks_the_states_whose_officers_see_it_for_the_owner_alone(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer)
    Bureau.unrestricted.filter(pk=cast.ally.bureau.pk).update(code="MDA")
    assert "world.svg" not in page(cast, cast.home, f"/records/{record.pk}/audience")
    cast.release(record, to_ally(cast))
    whole = page(cast, cast.home, f"/records/{record.pk}/audience")
    assert "world.svg#MDA" in whole
    assert "world.svg" not in page(cast, cast.ally, f"/records/{record.pk}/audience")


def test_a_preview_shows_what_the_other_bureau_would_find(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record, other = cast.person(home, "Olena Testenko"), cast.person(home, "Piotr Hiddenski")
    links.add(home, record, to=other.pk, relation="associate_of")
    cast.release(record, to_ally(cast))
    seen = page(cast, cast.home, f"/records/{record.pk}/preview/aly")
    assert "would see this page" in seen
    assert "Hiddenski" not in seen
    nothing = page(cast, cast.home, f"/records/{record.pk}/preview/str")
    assert "would find nothing here" in nothing


def test_a_preview_shows_the_owner_nothing_that_she_does_not_see(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer, "Olena Testenko")
    cast.release(record, to_ally(cast))
    ally = cast.ally.bureau_officer
    theirs = cast.person(ally, "Piotr Allyski")
    links.add(ally, Record.visible_to(ally).get(pk=record.pk), to=theirs.pk, relation="contact_of")
    assert "Allyski" in page(cast, cast.ally, f"/records/{record.pk}/")
    assert "Allyski" not in page(cast, cast.home, f"/records/{record.pk}/")
    assert "Allyski" not in page(cast, cast.home, f"/records/{record.pk}/preview/aly")


def test_buttons_are_offered_by_state_and_power(cast: Cast) -> None:
    record = cast.person(cast.home.bureau_officer)
    mine = page(cast, cast.home, f"/records/{record.pk}/")
    assert f"/records/{record.pk}/widen" in mine
    assert f"/records/{record.pk}/resume" not in mine
    border = page(cast, cast.home, f"/records/{record.pk}/", "border_officer")
    assert f"/records/{record.pk}/edit" not in border
    cast.release(record, to_ally(cast))
    assert f"/records/{record.pk}/widen" not in page(cast, cast.ally, f"/records/{record.pk}/")


def test_the_other_end_of_a_link_is_searched_among_what_is_seen(cast: Cast) -> None:
    home = cast.home.bureau_officer
    record, other = cast.person(home, "Olena Testenko"), cast.person(home, "Piotr Otherski")
    cast.person(cast.stranger.bureau_officer, "Piotr Strangerski")
    found = page(cast, cast.home, f"/records/{record.pk}/link?q=pio")
    assert "Otherski" in found
    assert "Strangerski" not in found
    form = page(cast, cast.home, f"/records/{record.pk}/link?to={other.pk}")
    assert "family_of" in form
    assert "located_at" not in form
    client = cast.client(cast.home, "bureau_officer")
    said = {"to": str(other.pk), "relation": "family_of"}
    assert client.post(f"/links/{record.pk}/add", said).status_code == 302
    assert Record.unrestricted.filter(kind="link").count() == 1
