"""Form widgets written as text at once; what has no writer here goes through Django's templates.

A list of countries is 250 options, and a template rendered for each takes longer than the rest of
the page: half the time of a long form went there. The text is what Django's own templates give,
which a test holds it to.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape

Widget = Mapping[str, Any]


class Renderer(DjangoTemplates):
    """Django's renderer of forms, quicker for the widgets that pages are full of."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """Return a widget or a form as HTML; a widget's context has it under ``widget``."""
        write = _WRITERS.get(template_name)
        if write is None:
            return super().render(template_name, context, request)
        return write(context["widget"])


def _text(value: Any) -> str:
    return conditional_escape(localize(value))


def _attributes(widget: Widget) -> str:
    return "".join(_attribute(name, value) for name, value in widget["attrs"].items())


def _attribute(name: str, value: Any) -> str:
    if value is False:
        return ""
    return f" {_text(name)}" if value is True else f' {_text(name)}="{conditional_escape(value)}"'


def _input(widget: Widget) -> str:
    given = widget["value"]
    value = "" if given is None else f' value="{conditional_escape(given)}"'
    name = _text(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    value = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    inner = "".join(_groups(widget))
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{inner}\n</select>'


def _groups(widget: Widget) -> Iterator[str]:
    for name, options, _at in widget["optgroups"]:
        inner = "".join(f"\n  {_option(option)}" for option in options)
        yield f'\n  <optgroup label="{_text(name)}">{inner}\n  </optgroup>' if name else inner


def _option(option: Widget) -> str:
    value, label = conditional_escape(option["value"]), _text(option["label"])
    return f'<option value="{value}"{_attributes(option)}>{label}</option>'


def _choices(widget: Widget) -> str:
    attrs = widget["attrs"]
    kept = {name: attrs[name] for name in ("id", "class") if attrs.get(name)}
    inner = "".join(
        _grouped(name, "".join(f"<div>\n    {_choice(one)}</div>" for one in options))
        for name, options, _at in widget["optgroups"]
    )
    return f"<div{_attributes({'attrs': kept})}>{inner}\n</div>"


def _grouped(name: object, inner: str) -> str:
    return f"\n  <div><label>{_text(name)}</label>{inner}\n  </div>" if name else inner


def _choice(option: Widget) -> str:
    if not option.get("wrap_label"):
        return _input(option)
    named = option["attrs"].get("id")
    target = f' for="{conditional_escape(named)}"' if named else ""
    return f"<label{target}>{_input(option)} {_text(option['label'])}</label>"


_INPUTS = (
    "checkbox", "date", "datetime", "email", "hidden", "number", "password", "text", "time", "url",
)  # fmt: skip
_WRITERS: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/radio.html": _choices,
    "django/forms/widgets/checkbox_select.html": _choices,
}
