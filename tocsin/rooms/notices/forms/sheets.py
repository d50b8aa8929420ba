"""The sheet of a notice: the register's sheet for its body, cut to its colour, and the label."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.core.errors import InvalidLabel
from tocsin.core.kinds.closed import Desk
from tocsin.core.kinds.colours import Form, Hue, hue
from tocsin.core.labels import OWN_BUREAU, Label, Tlp, read_label
from tocsin.rooms.bureaus.models import Bureau, Group
from tocsin.rooms.bureaus.reader import Reader
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.register.forms.drafts import SheetForm
from tocsin.rooms.register.forms.sheet import Block
from tocsin.rooms.register.forms.tree import PREFIX, tree_of
from tocsin.rooms.register.models import Draft
from tocsin.web.offering import offer

ALWAYS = {
    "form", "case", "headline", "subjects", "sought", "checked", "instruction", "contact", "until",
    "facts", "refuge", "care_grounds",
}  # fmt: skip
PURPLE = {"category", "region", "tags"}
SHOWN = {
    Hue.RED: {"offence", "warrant", "assurances"},
    Hue.BLUE: {"offence", "warrant"},
    Hue.GREEN: {"offence", "threat"},
    Hue.YELLOW: {"report"},
    Hue.BLACK: {"report"},
    Hue.ORANGE: {"threat"},
    Hue.SILVER: {"offence", "warrant"},
    Hue.SPECIAL: {"listing"},
    Hue.PURPLE: PURPLE,
}
# Fields that stand under one heading at the head of the sheet, in this order.
FIRST = ("form", "case", "headline", "until", "instruction")


def kind_for(colour: str) -> str:
    """Return the kind of record a notice of this colour is."""
    return "purple_notice" if colour == Hue.PURPLE else "notice"


class NoticeSheet(SheetForm):
    """A notice as inputs: its body by colour, then to whom it goes."""

    label = OWN_BUREAU

    everyone = forms.BooleanField(required=False, label=_("All members"))
    groups = forms.MultipleChoiceField(
        required=False, label=_("Working groups"), widget=forms.CheckboxSelectMultiple
    )
    bureaus = forms.MultipleChoiceField(
        required=False, label=_("Named bureaus"), widget=forms.CheckboxSelectMultiple
    )
    tlp = forms.ChoiceField(
        required=False, label=_("Marking"), choices=[(one.value, one.value) for one in Tlp]
    )

    def __init__(
        self,
        reader: Reader,
        colour: str,
        tree: dict[str, Any],
        *,
        data: Any = None,
        initial: Any = None,
    ) -> None:
        self.colour = colour if colour in set(Hue) else ""
        kind = kind_for(colour) if self.colour else ""
        super().__init__(kind, tree, data=data, initial=initial)
        offer(self, "bureaus", [(str(b.pk), f"{b.code}  {b.name}") for b in _others(reader)])
        offer(self, "groups", [(str(g.pk), g.name) for g in Group.visible_to(reader)])
        if self.colour:
            self._cut()

    def _cut(self) -> None:
        wanted = ALWAYS | SHOWN[hue(self.colour)]
        kept = [block for block in self.blocks if _name(block) in wanted]
        order = {name: place for place, name in enumerate(FIRST)}
        kept.sort(key=lambda block: order.get(_name(block), len(FIRST)))
        paths = {line.path for block in kept for line in block.lines()}
        for block in self.blocks:
            for line in block.lines():
                if line.path not in paths:
                    del self.fields[line.path]
        self.blocks = kept
        for block in kept:
            for line in block.lines():
                if _name(line) == "record" and line.input is not None:
                    line.input.widget.attrs["list"] = "subjects"

    def clean(self) -> dict[str, Any]:
        """Read the body with its colour, then the label."""
        said = super().clean()
        try:
            self.label = self._label()
        except InvalidLabel as problem:
            place = problem.place if problem.place in self.fields else None
            self.add_error(place, problem.sentence)
        return said

    def _gather(self, blocks: list[Block], path: str, where: dict[str, str]) -> dict[str, Any]:
        body = super()._gather(blocks, path, where)
        if not path and self.colour and self.colour != Hue.PURPLE:
            body["colour"] = self.colour
        return body

    def _label(self) -> Label:
        said = {name: self.cleaned_data.get(name) for name in ("bureaus", "groups", "tlp")}
        plain = {name: value for name, value in said.items() if value}
        if self.cleaned_data.get("everyone"):
            plain["everyone"] = True
        return read_label(plain)

    def arguments(self) -> dict[str, Any]:
        """Return what draft and edit have in common."""
        return {"body": self.body, "label": self.label, "strands": self._strands()}


class NoticeDraftForm(NoticeSheet):
    """``notice.draft``: without a colour it offers the colours."""

    def __init__(self, reader: Reader, _target: None, data: Any = None, _files: Any = None) -> None:
        colour = data.get("colour", "") if data else ""
        tree = tree_of(data.lists()) if data else {}
        super().__init__(reader, colour, tree, data=data)

    @classmethod
    def showing(
        cls, reader: Reader, colour: str, tree: dict[str, Any], **initial: Any
    ) -> "NoticeDraftForm":
        """Return the form with what was typed so far and nothing checked yet."""
        form = cls.__new__(cls)
        NoticeSheet.__init__(form, reader, colour, tree, initial=initial)
        return form

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        return {"kind": kind_for(self.colour), **super().arguments()}


class NoticeEditForm(NoticeSheet):
    """``notice.edit``: begins from the draft if there is one, else from the version in force."""

    def __init__(
        self, reader: Reader, target: Notice, data: Any = None, _files: Any = None
    ) -> None:
        if data:
            super().__init__(reader, target.colour, tree_of(data.lists()), data=data)
            return
        draft = Draft.of(target.record)
        body = draft.body if draft else target.record.body
        seen = draft.edited if draft else target.record.changed
        initial = {
            **chosen(read_label(target.label)),
            "strands": list(target.record.strands),
            "edited": seen.isoformat(),
        }
        super().__init__(reader, target.colour, body, initial=initial)

    @classmethod
    def showing(
        cls, reader: Reader, target: Notice, tree: dict[str, Any], **initial: Any
    ) -> "NoticeEditForm":
        """Return the form with what was typed so far and nothing checked yet."""
        form = cls.__new__(cls)
        NoticeSheet.__init__(form, reader, target.colour, tree, initial=initial)
        return form

    def arguments(self) -> dict[str, Any]:
        """Return the verb's arguments."""
        said = super().arguments()
        edited = self.cleaned_data["edited"]
        return said | ({"edited": edited} if edited else {})


def chosen(label: Label) -> dict[str, Any]:
    """Return a label as the sheet's inputs begin with it."""
    return {
        "everyone": label.everyone,
        "bureaus": [str(pk) for pk in label.bureaus],
        "groups": [str(pk) for pk in label.groups],
        "tlp": label.tlp.value,
    }


def begun(reader: Reader, colour: str, subject: str = "") -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the body and the choices that a blank sheet of this colour begins with."""
    form = Form.DIFFUSION if colour in {Hue.RED, Hue.BLUE} else Form.NOTICE
    tree: dict[str, Any] = {
        "form": form.value,
        "subjects": [{"record": subject}],
        "contact": {"bureau": reader.bureau_code, "desk": Desk.DUTY_OFFICER.value},
    }
    return tree, {"tlp": Tlp.AMBER.value}


def typed_so_far(data: Any) -> dict[str, Any]:
    """Return the inputs beside the body as they are, for a sheet that is shown again."""
    return {
        "everyone": bool(data.get("everyone")),
        "bureaus": data.getlist("bureaus"),
        "groups": data.getlist("groups"),
        "tlp": data.get("tlp", ""),
        "strands": data.getlist("strands"),
        "edited": data.get("edited", ""),
    }


def _name(block: Block) -> str:
    return block.path.removeprefix(PREFIX).rsplit(".", 1)[1].partition("[")[0]


def _others(reader: Reader) -> list[Bureau]:
    return list(Bureau.visible_to(reader).exclude(pk=reader.bureau))
