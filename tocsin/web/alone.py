"""A page that leaves as a file: its styles and pictures are inside, and nothing is fetched."""

import base64
from collections.abc import Mapping
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

STYLES = ("tokens.css", "components.css", "paper.css")
_FOLDER = Path(__file__).with_name("static") / "web"


def alone(
    title: str, language: str, content: SafeString, pictures: Mapping[str, tuple[str, bytes]]
) -> str:
    """Return the page whole; ``pictures`` are type and bytes by the address the content names."""
    for address, (media_type, data) in pictures.items():
        inside = f"data:{media_type};base64,{base64.b64encode(data).decode()}"
        content = SafeString(content.replace(f'src="{address}"', f'src="{inside}"'))
    styles = b"\n".join((_FOLDER / name).read_bytes() for name in STYLES)
    context = {
        "title": title,
        "language": language,
        "content": content,
        "styles": base64.b64encode(styles).decode(),
    }
    return render_to_string("web/alone.html", context)
