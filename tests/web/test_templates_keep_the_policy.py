"""No template, script or style sheet needs an exception from the content policy."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import tocsin

PACKAGE = Path(tocsin.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
STATIC = PACKAGE / "web/static/web"
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""", re.IGNORECASE)


class Faults(HTMLParser):
    """Collects what the policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.found += [
            f"{tag} {name}" for name in names if name == "style" or name.startswith("on")
        ]
        if tag == "style" or (tag == "script" and "src" not in names and not self._is_data(names)):
            self.found.append(f"inline {tag}")
        if str(names.get("href", "")).startswith("javascript:"):
            self.found.append("javascript: address")

    @staticmethod
    def _is_data(names: dict[str, str | None]) -> bool:
        return names.get("type") == "application/json"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_template_has_nothing_inline_and_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text()
    bare = re.sub(r"{%.*?%}|{#.*?#}|{{.*?}}", "", text, flags=re.DOTALL)
    faults = Faults()
    faults.feed(bare)
    assert not faults.found
    assert not ELSEWHERE.search(bare)
    assert "hx-on" not in bare
    assert "|safe" not in text, "mark_safe where the text is made, with its reason"


@pytest.mark.parametrize("name", ["frame.js", "palette.js"])
def test_our_scripts_neither_evaluate_nor_write_markup(name: str) -> None:
    text = (STATIC / name).read_text()
    assert not re.search(
        r"\beval\(|new Function|innerHTML|outerHTML|document\.write|\.style\b", text
    )


def test_our_style_sheets_fetch_nothing() -> None:
    for path in STATIC.glob("*.css"):
        assert not re.search(r"@import|url\(", path.read_text()), path.name


def test_our_style_sheets_name_no_physical_side() -> None:
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right|top|bottom)|\btext-align: (?:left|right)"
    )
    for path in STATIC.glob("*.css"):
        assert not physical.search(path.read_text()), f"{path.name}: use logical properties"
