"""Any text survives in a Word file that any reader opens, and nothing active is in it."""

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tocsin.core.formats.docx import Grid, Heading, Paragraph, render

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
line = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60)
pieces = st.lists(
    st.one_of(
        st.builds(Heading, line, st.integers(min_value=-1, max_value=9)),
        st.builds(Paragraph, line, st.booleans()),
        st.builds(lambda a, b: Grid((a, b), ((b, a),)), line, line),
    ),
    max_size=6,
)


def opened(data: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: etree.fromstring(file.read(name)) for name in file.namelist()}


@given(pieces, line)
def test_what_is_written_is_what_is_read(made, title) -> None:
    parts = opened(render(made, title=title))
    said = [text.text or "" for text in parts["word/document.xml"].iter(f"{W}t")]
    expected = [title]
    for piece in made:
        if isinstance(piece, Grid):
            expected += [*piece.heads, *(cell for row in piece.rows for cell in row)]
        else:
            expected.append(piece.text)
    clean = [one.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd") for one in expected]
    assert said == clean
    assert set(parts) == {
        *("[Content_Types].xml", "_rels/.rels", "word/document.xml"),
        *("word/_rels/document.xml.rels", "word/styles.xml"),
    }


@given(st.text(max_size=40))
def test_what_xml_cannot_hold_is_marked_and_the_file_still_opens(text) -> None:
    assert opened(render([Paragraph(text)], title="x"))


def test_the_same_content_gives_the_same_bytes() -> None:
    made = [Heading("a", 2), Grid(("x",), (("y",),))]
    assert render(made, title="t") == render(made, title="t")
