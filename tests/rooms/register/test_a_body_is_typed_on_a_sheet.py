"""A body is typed on a sheet made from its fields; every fault is shown at the very input."""

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import Cast
from tocsin.core.kinds import KINDS, dump, read
from tocsin.rooms.register.forms.drafts import BEGUN, DraftForm
from tocsin.rooms.register.forms.tree import grow, tree_of
from tocsin.rooms.register.models import Draft, Record


def typed(**inputs: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in inputs.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def person(**inputs: Any) -> DraftForm:
    return DraftForm(None, None, typed(kind="person", **inputs))  # type: ignore[arg-type]


def test_what_is_typed_becomes_the_body() -> None:
    form = person(
        **{
            "body.names[0].text": "Олена Тестенко",
            "body.names[0].kind": "primary",
            "body.names[0].language": "uk",
            "body.births[0].date": "1980-02",
            "body.births[0].quality": "exact",
            "body.births[0].calendar": "gregorian",
            "body.nationalities[0]": "ukraine",
            "body.care": ["minor", "witness"],
            "body.description.height": "180",
            "strands": ["N", "C"],
        }
    )
    assert form.is_valid(), form.errors
    body = form.arguments()["body"]
    assert body["names"] == [{"text": "Олена Тестенко", "kind": "primary", "language": "uk"}]
    assert body["nationalities"] == ["UKR"]
    assert body["care"] == ["minor", "witness"]
    assert body["description"] == {"height": 180}
    assert dump(read("person", body))


def test_a_fault_is_shown_at_its_input_even_below_an_empty_row() -> None:
    form = person(
        **{
            "body.names[0].text": "Testa Novakova",
            "body.births[0].date": "",
            "body.births[0].quality": "exact",
            "body.births[1].date": "1980-02-31",
            "body.births[1].quality": "exact",
        }
    )
    assert not form.is_valid()
    assert list(form.errors) == ["body.births[1].date"]
    assert "not a real day" in form.errors["body.births[1].date"][0]


def test_a_missing_needed_list_is_shown_at_its_first_row() -> None:
    form = person(**{"body.names[0].text": "", "body.names[0].kind": "primary"})
    assert not form.is_valid()
    assert next(iter(form.errors)).startswith("body.names")


@pytest.mark.parametrize("kind", [kind.name for kind in BEGUN])
def test_every_kind_has_a_sheet_with_an_input_for_every_plain_field(kind: str) -> None:
    form = DraftForm.showing(kind, {})
    assert {block.path for block in form.blocks} == {
        f"body.{name}" for name in KINDS[kind].body.model_fields
    }


def test_a_stored_body_survives_the_sheet_unchanged() -> None:
    body = {
        "names": [{"text": "A Ba", "kind": "primary"}, {"text": "Cd E", "kind": "alias"}],
        "births": [{"date": "1970", "quality": "approximate", "calendar": "gregorian"}],
        "addresses": [{"name": "Testowo", "country": "POL"}],
        "documents": [{"number": "X 1", "type": "passport"}],
        "note": "two\nlines",
    }
    shown = DraftForm.showing("person", body)
    inputs = {line.path: line.value for block in shown.blocks for line in block.lines()}
    given = {name: value for name, value in inputs.items() if value not in (None, "", [""])}
    form = person(**given)
    assert form.is_valid(), form.errors
    assert form.body == body


def test_rows_are_added_and_taken_out() -> None:
    tree = tree_of(typed(**{"body.names[0].text": "A", "body.names[1].text": "B"}).lists())
    assert grow(tree, add="body.births")["births"] == [""]
    assert grow(tree, add="body.names")["names"] == [{"text": "A"}, {"text": "B"}, ""]
    assert grow(tree, remove="body.names[0]")["names"] == [{"text": "B"}, ""]


@given(st.dictionaries(st.text(max_size=40), st.lists(st.text(max_size=5), min_size=1, max_size=3)))
def test_no_input_name_breaks_the_tree(inputs: dict[str, list[str]]) -> None:
    assert isinstance(tree_of(inputs.items()), dict)


@given(
    st.lists(st.from_regex(r"body(\.[a-z]{1,4}|\[[0-9]{1,2}\]){1,6}", fullmatch=True), max_size=8),
    st.from_regex(r"body(\.[a-z]{1,4}|\[[0-9]{1,2}\]){0,4}", fullmatch=True),
)
def test_no_path_breaks_the_sheet(names: list[str], button: str) -> None:
    tree = tree_of((name, ["x"]) for name in names)
    tree = grow(grow(tree, add=button), remove=button)
    form = DraftForm.showing("person", tree)
    assert form.blocks


def test_the_page_saves_a_draft_and_shows_faults_without_saving(cast: Cast) -> None:
    client = cast.client(cast.home, "bureau_officer")
    assert client.get("/records/new/person").status_code == 200
    bad = client.post("/records/draft", {"kind": "person", "body.names[0].text": ""})
    assert bad.status_code == 422
    assert not Record.unrestricted.exists()
    good = {"kind": "person", "body.names[0].text": "Testa Novakova", "strands": ["C"]}
    answer = client.post("/records/draft", good)
    record = Record.unrestricted.get()
    assert answer.url == record.get_absolute_url()
    assert (record.state, record.strands) == ("draft", "C")


def test_the_row_buttons_keep_what_was_typed(cast: Cast) -> None:
    client = cast.client(cast.home, "bureau_officer")
    said = {"kind": "person", "body.names[0].text": "Testa Novakova", "grow": "body.names"}
    page = client.post("/records/sheet", said)
    assert page.status_code == 200
    assert 'value="Testa Novakova"' in page.content.decode()
    assert "body.names[1].text" in page.content.decode()


def test_the_hint_names_what_is_weak(cast: Cast) -> None:
    client = cast.client(cast.home, "bureau_officer")
    said = {"kind": "person", "body.names[0].text": "Testa Novakova"}
    assert "no date of birth" in client.post("/records/completeness", said).content.decode()


def test_a_stale_draft_is_refused(cast: Cast) -> None:
    client = cast.client(cast.home, "bureau_officer")
    record = cast.person(cast.home.bureau_officer, "Testa Novakova")
    form = client.get(f"/records/{record.pk}/edit").context["form"]
    seen = form.initial["edited"]
    said = {"body.names[0].text": "Testa Novakovb", "edited": seen}
    assert client.post(f"/records/{record.pk}/edit", said).status_code == 302
    late = {"body.names[0].text": "Testa Novakovc", "edited": seen}
    assert client.post(f"/records/{record.pk}/edit", late).status_code == 409
    assert Draft.unrestricted.get().body["names"][0]["text"] == "Testa Novakovb"
