"""What an error says below the pages is a literal template with its facts: a catalogue can hold it."""

import pytest
from babel.messages.pofile import read_po

from scripts.sentences import said_in
from scripts.translations import COMPLETE, path_of, strings_of_sentences
from tests.house import tree
from tests.house.tree import PACKAGE, report
from tocsin.core.sentences import blanks


def test_every_sentence_is_a_literal_with_a_fact_for_each_blank() -> None:
    faults = [
        f"{said.file}:{said.line}: {said.fault}"
        for path in tree.sources(PACKAGE)
        for said in said_in(path, tree.name(path))
        if said.fault
    ]
    assert not faults, report(
        'Write InvalidInput("{word} is no strand", word=word), not an f-string or a variable:',
        faults,
    )


@pytest.mark.parametrize(
    "raised",
    [
        'raise NotFound(f"no {thing}")',
        "raise NotFound(sentence)",
        'raise NotFound("no " + thing)',
        'raise NotFound("no {thing}")',
        'raise NotFound("no {thing}", other=1)',
        'Remark(place, f"no {thing}")',
    ],
)
def test_a_sentence_nobody_could_translate_is_found(raised: str, tmp_path: tree.Path) -> None:
    file = tmp_path / "raising.py"
    file.write_text(raised)
    assert [said.line for said in said_in(file, "tocsin/raising.py") if said.fault] == [1]


@pytest.mark.parametrize("language", COMPLETE)
def test_every_blank_of_a_template_survives_its_translation(language: str) -> None:
    with path_of(language).open("rb") as file:
        catalogue = read_po(file)
    templates = {key for _file, key, _context in strings_of_sentences(PACKAGE)}
    assert len(templates) > 300
    faults = []
    for template in templates:
        message = catalogue.get(template)
        own = message.string if message else ""
        if set(blanks(str(own))) != set(blanks(str(template))):
            faults.append(f"{template!r} -> {own!r}")
    assert not faults, report(f"These lose or gain a fact in {language}:", faults)
