"""Components say the same to eyes, ears and keyboards."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import Client, RequestFactory

from tocsin.web.styleguide import SPRITE


def render(source: str, **values: object) -> str:
    values.setdefault("request", RequestFactory().get("/list?sort=name&kind=person&page=2"))
    return Template("{% load furniture %}" + source).render(Context(values))


class Entry(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the document.")
    marking = forms.ChoiceField(label="Marking", choices=[("g", "G")], widget=forms.RadioSelect)


@pytest.mark.parametrize("word", ["clear", "possible", "strong"])
def test_a_verdict_has_a_word_a_colour_and_an_icon(word: str) -> None:
    chip = render("{% verdict word %}", word=word)
    assert f'class="chip {word}"' in chip
    assert "icons.svg#" in chip
    assert re.search(r"</svg>\w", chip)


def test_an_unknown_marking_is_shown_as_the_narrowest() -> None:
    assert "TLP:RED" in render('{% tlp "purple" %}')
    assert "H3" in render('{% handling "H9" %}')
    assert "TLP:AMBER+STRICT" in render('{% tlp "TLP:AMBER+STRICT" %}')


def test_an_unknown_verdict_is_never_shown_as_clear() -> None:
    assert "possible" in render('{% verdict "certain" %}')


def test_reasons_are_ordered_by_pull_and_say_their_sign() -> None:
    rows = [
        {"feature": "gender", "weight": -0.4, "query": "", "match": "male"},
        {"feature": "document_number", "weight": 9.4, "query": "X", "match": "X"},
    ]
    page = render("{% reasons rows %}", rows=rows)
    assert page.index("document number") < page.index("gender")
    assert "+9.4" in page
    assert "-0.4" in page
    assert 'class="against"' in page


def test_a_field_ties_label_help_and_error_together() -> None:
    page = render("{% field form.name %}", form=Entry({"name": ""}))
    assert '<label for="id_name">' in page
    described = re.search(r'aria-describedby="([^"]+)"', page)
    assert described
    for part in described[1].split():
        assert f'id="{part}"' in page
    assert 'aria-invalid="true"' in page


def test_a_group_of_choices_has_one_name_for_all() -> None:
    page = render("{% field form.marking %}", form=Entry())
    assert 'role="group" aria-labelledby="id_marking_label"' in page
    assert 'id="id_marking_label"' in page


def test_a_sort_head_says_its_order_and_keeps_the_filter() -> None:
    page = render('{% sort_head "name" "Name" %}')
    assert 'aria-sort="ascending"' in page
    assert 'href="?kind=person&amp;sort=-name"' in page


def test_pages_keep_the_filter() -> None:
    page = render("{% pagination page %}", page=Paginator(range(100), 10).page(2))
    assert "?sort=name&amp;kind=person&amp;page=3" in page


def test_progress_asks_again_until_it_is_done() -> None:
    assert 'hx-get="/p"' in render('{% progress 3 10 "Import" "/p" %}')
    assert "hx-get" not in render('{% progress 10 10 "Import" %}')


def test_content_of_a_block_is_escaped_once() -> None:
    page = render("{% panel title %}{{ name }}{% endpanel %}", title="<T>", name="<N>")
    assert "&lt;T&gt;" in page
    assert "&lt;N&gt;" in page


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="([^"]+)"', SPRITE.read_text()))
    package = SPRITE.parents[3]
    for path in package.rglob("templates/**/*.html"):
        named = set(re.findall(r'{% icon "([\w-]+)"', path.read_text()))
        assert named <= drawn, f"{path.name}: {named - drawn}"


class Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.pointed: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            if name in {"aria-labelledby", "aria-describedby", "for"}:
                self.pointed |= set((value or "").split())


def test_what_a_page_points_to_is_there(client: Client) -> None:
    page = Ids()
    page.feed(client.get("/web/styleguide").content.decode())
    assert page.pointed <= set(page.ids)


def test_a_long_list_of_boxes_can_be_searched_and_an_empty_one_says_so() -> None:
    def asked(count: int) -> str:
        class Asked(forms.Form):
            to = forms.MultipleChoiceField(
                choices=[(str(n), f"Bureau {n}") for n in range(count)],
                widget=forms.CheckboxSelectMultiple,
            )

        return render("{% field form.to %}", form=Asked())

    assert 'aria-label="Find in To"' in asked(25)
    assert "data-narrows" not in asked(24)
    assert "There is none to choose." in asked(0)
