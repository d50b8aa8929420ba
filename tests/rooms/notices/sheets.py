"""Sheets to draw, drawn ones read back as a person or a telephone would."""

from typing import Any

from hypothesis import strategies as st

from tocsin.rooms.notices.printed.laying import Block, Named, Row, Sheet

ADDRESS = "https://node.example.test/notices/7f3c0a5e-1b2d-4c3e-8f90-0123456789ab/"
ALPHABETS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyząćęłńóśźżăâîșț -'",
    "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯабвгґдеєжзиіїйклмнопрстуфхцчшщьюя -ʼ",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى ",
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗小明華文東京金山",
    "אבגדהוזחטיכלמנסעפצקרשת ",
)


def words(most: int = 500) -> Any:
    """Draw a text of one script, up to the longest that a body may hold."""
    drawn = [st.text(alphabet=letters, min_size=1, max_size=most) for letters in ALPHABETS]
    return st.one_of(*drawn).map(str.strip).filter(bool)


def names(most: int = 40) -> Any:
    named = st.builds(Named, text=words(), kind=st.sampled_from(("", "Alias")))
    return st.lists(named, min_size=1, max_size=most).map(tuple)


def rows(most: int = 20) -> Any:
    values = st.lists(words(), min_size=1, max_size=12).map(tuple)
    return st.lists(st.builds(Row, term=words(40), values=values), max_size=most).map(tuple)


def blocks() -> Any:
    made = st.builds(lambda n, r: Block(title=n[0].text, names=n, rows=r), names(), rows())
    return st.lists(made, min_size=1, max_size=8).map(tuple)


def sheets() -> Any:
    """Draw sheets of every size, from the barest to what no bureau would ever write."""
    return st.builds(
        sheet,
        subjects=blocks(),
        facts=words(5_000),
        headline=words(),
        matter=rows(),
        banner=st.sampled_from(("", "Unverified: do not act")),
    )


def sheet(**changes: Any) -> Sheet:
    said: dict[str, Any] = {
        "language": "en",
        "colour": "red",
        "colour_word": "Red",
        "purpose": "Wanted for arrest",
        "form": "Diffusion",
        "case": "HOM-2026/0042",
        "headline": "Wanted for an invented theft",
        "owner": "Home Bureau",
        "owner_code": "HOM",
        "released": "1 May 2026",
        "version": "1",
        "until": "1 May 2029",
        "marking": "TLP:AMBER",
        "marking_meaning": "For the recipient's organisation and its clients.",
        "handling": (("H0", "For preventing and fighting crime."),),
        "subjects": (Block("Оксана Вигаданенко", (Named("Оксана Вигаданенко", "uk"),)),),
        "sought": ("Whereabouts",),
        "instruction": "Detain under national law",
        "steps": ("Compare.", "Call.", "Tell."),
        "matter": (),
        "facts": "",
        "contact": (Row("Telephone", ("+48220000000",)),),
        "address": ADDRESS,
        "printed": "Printed by HOM",
    }
    return Sheet(**(said | changes))


def pages_of(pdf: bytes) -> list[Any]:
    """Return each page as a picture, as a printer would put it on paper."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=2).to_pil() for page in document]


def text_of(pdf: bytes) -> str:
    """Return the text as a program finds it, lines run together."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        said = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(said).replace("\u200b", "").split())


def code_on(picture: Any) -> str:
    """Return what a telephone reads off the page."""
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if found else ""
