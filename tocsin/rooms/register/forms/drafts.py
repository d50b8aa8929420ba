"""The forms of ``record.draft`` and ``record.edit``: a sheet, strands, and what was last seen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds import KINDS, completeness, findings, read
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.register.forms.search import STRANDS
from tocsin.rooms.register.forms.sheet import Block, blocks_of, plain
from tocsin.rooms.register.forms.tree import PREFIX, grow, tree_of
from tocsin.rooms.register.models import Draft, Record
from tocsin.web.telling import told

# Made from the record they hang on, or by exchange; never begun on a blank sheet.
NOT_BEGUN = {"link", "basis", "foreign", "photograph", "attachment"}
NOT_BEGUN |= {kind.name for kind in KINDS.values() if kind.kept_by}
BEGUN = [kind for kind in KINDS.values() if kind.name not in NOT_BEGUN]


class SheetForm(forms.Form):
    """A body of one kind as inputs. ``tree`` is what has been typed or stored so far."""

    kind = forms.CharField(required=False, widget=forms.HiddenInput)
    strands = forms.MultipleChoiceField(
        required=False,
        label=_("Threat strands"),
        choices=list(STRANDS.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    extract_of = forms.UUIDField(required=False, widget=forms.HiddenInput)
    edited = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, kind: str, tree: dict[str, Any], *, data: Any = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial={"kind": kind, **(initial or {})})
        self.chosen = KINDS.get(kind)
        self.blocks: list[Block] = []
        self.body: dict[str, Any] = {}
        if self.chosen is None:
            return
        fresh = not tree
        self.blocks = blocks_of(self.chosen.body, tree, PREFIX, fresh=fresh)
        for block in self.blocks:
            for line in block.lines():
                assert line.input is not None
                self.fields[line.path] = line.input
                self.initial[line.path] = line.value
        self._bind(self.blocks)

    def frames(self) -> list[list[Block]]:
        """Return the blocks with single lines that follow one another put into one frame."""
        found: list[list[Block]] = []
        for block in self.blocks:
            if block.shape == "line" and found and found[-1][0].shape == "line":
                found[-1].append(block)
            else:
                found.append([block])
        return found

    def _bind(self, blocks: list[Block]) -> None:
        for block in blocks:
            if block.shape == "line":
                block.bound = self[block.path]
            self._bind(block.blocks)

    def clean(self) -> dict[str, Any]:
        if self.chosen is None:
            raise forms.ValidationError(_("Choose a kind of record first."))
        where: dict[str, str] = {"": PREFIX}
        self.body = self._gather(self.blocks, "", where) or {}
        if not self.errors:
            for place, sentence in findings(self.chosen.name, self.body):
                self.add_error(self._input_at(place, where), told(sentence))
        return self.cleaned_data

    def _gather(self, blocks: list[Block], path: str, where: dict[str, str]) -> dict[str, Any]:
        """Return the body; ``where`` learns which input each path of the body came from."""
        body: dict[str, Any] = {}
        for block in blocks:
            name = block.path.rsplit(".", 1)[1]
            below = f"{path}.{name}" if path else name
            where[below] = block.path
            value = self._value(block, below, where)
            if value not in (None, "", [], {}, False):
                body[name] = value
        return body

    def _value(self, block: Block, path: str, where: dict[str, str]) -> Any:
        if block.shape == "line":
            return plain(self.cleaned_data.get(block.path))
        if block.shape == "group":
            return self._only_defaults_dropped(block, self._gather(block.blocks, path, where))
        rows: list[Any] = []
        for row in block.blocks:
            below = f"{path}[{len(rows)}]"
            if row.shape == "line":
                value = plain(self.cleaned_data.get(row.path))
            else:
                value = self._only_defaults_dropped(row, self._gather(row.blocks, below, where))
            if value not in (None, "", {}):
                where[below] = row.path
                rows.append(value)
        return rows

    def _only_defaults_dropped(self, row: Block, value: dict[str, Any]) -> dict[str, Any]:
        """Return nothing for a row in which nothing but preset choices stands."""
        preset = {
            line.path.rsplit(".", 1)[1]
            for line in row.lines()
            if isinstance(line.input, forms.ChoiceField) and not line.needed
        }
        return {} if set(value) <= preset and self._is_row_of_text(row) else value

    @staticmethod
    def _is_row_of_text(row: Block) -> bool:
        return any(line.needed for line in row.lines())

    def _input_at(self, place: str, where: dict[str, str]) -> str | None:
        known = place
        while known not in where:
            known = known.rpartition("[" if known.endswith("]") else ".")[0]
            if not known:
                break
        wanted = where[known] + place[len(known) :] if known else f"{PREFIX}.{place}"
        if wanted in self.fields:
            return wanted
        return next(
            (name for name in self.fields if name.startswith((f"{wanted}.", f"{wanted}["))), None
        )

    def _strands(self) -> str:
        return "".join(self.cleaned_data["strands"])


class DraftForm(SheetForm):
    """``record.draft``: without a kind it offers the kinds."""

    begun = BEGUN

    def __init__(
        self, _reader: Reader, _target: None, data: Any = None, _files: Any = None
    ) -> None:
        kind = data.get("kind", "") if data else ""
        tree = tree_of(data.lists()) if data else {}
        super().__init__(kind if kind not in NOT_BEGUN else "", tree, data=data)

    @classmethod
    def showing(cls, kind: str, tree: dict[str, Any], **initial: Any) -> "DraftForm":
        """Return the form with what was typed so far and nothing checked yet."""
        form = cls.__new__(cls)
        SheetForm.__init__(form, kind if kind not in NOT_BEGUN else "", tree, initial=initial)
        return form

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        said = {"kind": self.cleaned_data["kind"], "body": self.body, "strands": self._strands()}
        source = self.cleaned_data["extract_of"]
        return said | ({"extract_of": source} if source else {})


class EditForm(SheetForm):
    """``record.edit``: begins from the draft if there is one, else from the newest revision."""

    def __init__(
        self, _reader: Reader, target: Record, data: Any = None, _files: Any = None
    ) -> None:
        if data:
            super().__init__(target.kind, tree_of(data.lists()), data=data)
            return
        draft = Draft.of(target)
        body, strands = (draft.body, draft.strands) if draft else (target.body, target.strands)
        seen = draft.edited if draft else target.changed
        initial = {"strands": list(strands), "edited": seen.isoformat()}
        super().__init__(target.kind, body, initial=initial)

    @classmethod
    def showing(cls, target: Record, tree: dict[str, Any], **initial: Any) -> "EditForm":
        """Return the form with what was typed so far and nothing checked yet."""
        form = cls.__new__(cls)
        SheetForm.__init__(form, target.kind, tree, initial=initial)
        return form

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        said = {"body": self.body, "strands": self._strands()}
        edited = self.cleaned_data["edited"]
        return said | ({"edited": edited} if edited else {})


def regrown(data: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the tree after the row button that was pressed, and the other inputs as they are."""
    tree = grow(
        tree_of(data.lists()), add=data.get("grow", "")[:200], remove=data.get("shrink", "")[:200]
    )
    others = {"strands": data.getlist("strands"), "edited": data.get("edited", "")}
    return tree, others | {"extract_of": data.get("extract_of", "")}


def hints(form: SheetForm) -> dict[str, Any]:
    """Return what is wrong and what is weak in the sheet as it stands; nothing is kept of it."""
    if form.chosen is None:
        return {"faults": 0, "weaknesses": []}
    if not form.is_valid():
        return {"faults": sum(len(errors) for errors in form.errors.values()), "weaknesses": []}
    return {"faults": 0, "weaknesses": completeness(read(form.chosen.name, form.body))}
