"""The sheet: a typed body as a form, made from the body's own fields.

Titles, help and choices come from ``core/kinds``; every rule stays there as well, and each finding
is shown at the very input it speaks of.
"""

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from annotated_types import MaxLen
from django import forms
from django.utils.translation import gettext as _
from pydantic.fields import FieldInfo

from tocsin.core.errors import InvalidInput
from tocsin.core.identifiers import country
from tocsin.core.kinds import Part, PartialDate
from tocsin.core.kinds.words import Word
from tocsin.core.kinds.writing import CountryCode, RecordId

LONG = 1_000
# Lists that a new sheet opens with one empty row, because screening lives on them.
OPENED = {"names", "births", "nationalities", "documents", "plates"}
DATE_HINT = "1971, 1971-03, 1971-03-05"


@dataclass
class Block:
    """One piece of the sheet: a line (one input), a group of blocks, or rows of groups."""

    shape: str
    path: str
    title: str
    help: str = ""
    needed: bool = False
    blocks: list["Block"] = field(default_factory=list)
    input: forms.Field | None = None
    value: Any = None
    is_single: bool = False
    bound: Any = None

    def lines(self) -> Iterator["Block"]:
        """Yield every line within, in order."""
        if self.shape == "line":
            yield self
        for block in self.blocks:
            yield from block.lines()

    @property
    def columns(self) -> list["Block"]:
        """The blocks of the first row: what its rows have in common."""
        return self.blocks[0].blocks if self.blocks else []


def blocks_of(part: type[Part], tree: Any, path: str, *, fresh: bool) -> list[Block]:
    """Return the blocks of a part for what has been typed; ``fresh`` opens a few empty rows."""
    typed = tree if isinstance(tree, dict) else {}
    hints = get_type_hints(part, include_extras=True)
    return [
        _block(hints[name], info, typed.get(name), f"{path}.{name}", fresh=fresh)
        for name, info in part.model_fields.items()
    ]


def _block(hint: Any, info: FieldInfo, value: Any, path: str, *, fresh: bool) -> Block:
    kind, _longest = _bare(hint)
    title, help_text = _(info.title or ""), _(info.description or "")
    name = path.rsplit(".", 1)[1]
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        bare, _longest = _bare(inner)
        if not (isinstance(bare, type) and issubclass(bare, Word)):
            block = Block("rows", path, title, help_text, needed=info.is_required())
            block.is_single = not _is_part(bare)
            block.blocks = _rows(inner, bare, value, path, fresh=fresh and name in OPENED)
            return block
        return _line(path, info, _words(bare), value if isinstance(value, list) else [value or ""])
    if _is_part(kind):
        block = Block("group", path, title, help_text, needed=info.is_required())
        block.blocks = blocks_of(kind, value, path, fresh=False)
        return block
    return _line(path, info, _input(hint, info), value)


def _rows(inner: Any, bare: Any, value: Any, path: str, *, fresh: bool) -> list[Block]:
    given = value if isinstance(value, list) else ([value] if value else [])
    if not given and fresh:
        given = [""]
    rows = []
    for number, one in enumerate(given):
        row = Block("group", f"{path}[{number}]", "")
        if _is_part(bare):
            row.blocks = blocks_of(bare, one, row.path, fresh=False)
        else:
            row.shape, row.value = "line", one
            row.input = _input(inner, None)
        rows.append(row)
    return rows


def _line(path: str, info: FieldInfo, made: forms.Field, value: Any) -> Block:
    made.label = _(info.title or "")
    made.help_text = _(info.description or "")
    if value is None and not info.is_required() and isinstance(info.default, Word):
        value = info.default.value
    return Block(
        "line",
        path,
        str(made.label),
        str(made.help_text),
        needed=info.is_required(),
        input=made,
        value=value,
    )


def _bare(hint: Any) -> tuple[Any, int | None]:
    """Return the type without ``Annotated`` and ``| None``, and its greatest length if any."""
    longest: int | None = None
    while True:
        if get_origin(hint) is Annotated:
            hint, *extras = get_args(hint)
            for extra in extras:
                limits = extra.metadata if isinstance(extra, FieldInfo) else [extra]
                longest = next((m.max_length for m in limits if isinstance(m, MaxLen)), longest)
        elif get_origin(hint) in {Union, types.UnionType}:
            hint = next(one for one in get_args(hint) if one is not type(None))
        else:
            return hint, longest


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        return next(one for one in get_args(hint) if one is not type(None))
    return hint


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Part)


def _input(hint: Any, info: FieldInfo | None) -> forms.Field:
    """Return the input for a plain type; what it refuses, core refuses in its own words."""
    kind, longest = _bare(hint)
    plain_hint = _without_none(hint)
    if isinstance(kind, type) and issubclass(kind, Word):
        return forms.ChoiceField(required=False, choices=_choices(kind, info))
    if plain_hint == CountryCode:
        return CountryField(required=False, max_length=60)
    if plain_hint == RecordId:
        return forms.CharField(required=False, widget=_text(placeholder=_("number of a record")))
    made = _BY_TYPE.get(kind)
    if made is not None:
        return made()
    widget: forms.Widget = _text(dir="auto")
    if longest and longest > LONG:
        widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
    return forms.CharField(required=False, max_length=longest, widget=widget)


def _choices(kind: type[Word], info: FieldInfo | None) -> list[tuple[str, str]]:
    words = [(word.value, _(word.wording)) for word in kind]
    if info is not None and isinstance(info.default, Word):
        return words
    blank = _("Choose") if info is not None and info.is_required() else "-"
    return [("", blank), *words]


def _date() -> forms.Field:
    widget = _text(placeholder=DATE_HINT, maxlength=10, spellcheck="false")
    return forms.CharField(required=False, widget=widget)


def _instant() -> forms.Field:
    picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(required=False, widget=picker)


_BY_TYPE: dict[Any, Callable[[], forms.Field]] = {
    PartialDate: _date,
    datetime: _instant,
    bool: lambda: forms.BooleanField(required=False),
    int: lambda: forms.IntegerField(required=False),
}


def _text(**attributes: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", **attributes})


def _words(kind: type[Word]) -> forms.Field:
    choices = [(word.value, _(word.wording)) for word in kind]
    return forms.MultipleChoiceField(
        required=False, choices=choices, widget=forms.CheckboxSelectMultiple
    )


class CountryField(forms.CharField):
    """A country by code or name, as people type it; kept as its three letters."""

    def __init__(self, **options: Any) -> None:
        options["widget"] = _text(list="countries", placeholder="POL", spellcheck="false")
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            return country(text) if text else ""
        except InvalidInput:
            return text


def plain(value: Any) -> Any:
    """Return what an input gave as a body holds it: text, lists, whole numbers, UTC instants."""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z"
    return value
