"""The script finds every string that a template or a file shows, and says what is lacking."""

from pathlib import Path

import pytest

from scripts import translations


def test_a_template_gives_up_each_kind_of_string(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text(
        """{% load i18n %}{% translate "One's own" %}{% translate 'He said "no"' as x %}
        {% blocktranslate count n=n trimmed %}{{ n }} record
          of one{% plural %}{{ n }} records{% endblocktranslate %}
        {% translate "May" context "month" %}{% panel _("In a tag") %}{% endpanel %}
        {% blocktranslate with who=name %}Hello {{ who }}, 100 %{% endblocktranslate %}"""
    )
    found = {(key, context) for _name, key, context in translations.strings_of_templates(tmp_path)}
    assert found == {
        ("One's own", None),
        ('He said "no"', None),
        (("%(n)s record of one", "%(n)s records"), None),
        ("May", "month"),
        ("In a tag", None),
        ("Hello %(who)s, 100 %%", None),
    }


def test_code_gives_up_lazy_and_plural_strings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    (tmp_path / "words.py").write_text(
        "a = _('one ' 'sentence')\nb = ngettext('%(n)d hit', '%(n)d hits', n)\n"
        "c = pgettext_lazy('verb', 'release')\n"
    )
    found = {(key, context) for _name, key, context in translations.strings_of_code(tmp_path)}
    assert found == {
        ("one sentence", None),
        (("%(n)d hit", "%(n)d hits"), None),
        ("release", "verb"),
    }


def test_complete_languages_lack_nothing() -> None:
    assert [
        fault
        for language in translations.COMPLETE
        for fault in translations.faults(language, translations.gather(language))
    ] == []


def test_gathering_twice_gives_the_same_bytes() -> None:
    catalogue = translations.read("pl")
    assert translations.text_of(catalogue) == translations.text_of(translations.read("pl"))
