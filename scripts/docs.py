"""Prints facts of the code into the manual, between the marks of each section.

`docs.py` writes; `docs.py --check` only says what is stale. Between marks, nobody writes by hand.
"""

import inspect
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from tocsin.core.protocol import decisions as peers

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
OWNERSHIP = "tests.doors.ownership.printed"
CRITERIA, COURSE = "tocsin.rooms.profiles.rules", "tocsin.rooms.missions.lifecycle"


@dataclass(frozen=True)
class Section:
    """A generated part of the manual: its name, its page under docs/, and what writes it."""

    name: str
    page: str
    write: Callable[[], str]

    @property
    def marks(self) -> tuple[str, str]:
        """Return the lines between which the part stands: Markdown that no reader sees."""
        return f"[//]: # (generated:{self.name})", f"[//]: # (end:{self.name})"


def table(head: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Write a Markdown table; an empty one says so."""
    head = list(head)
    lines = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows]
    if not lines:
        return "None yet."
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *lines])


def first_paragraph(thing: object) -> str:
    """Return the first paragraph of a docstring on one line."""
    return re.sub(r"\s+", " ", (inspect.getdoc(thing) or "").split("\n\n", 1)[0]).strip()


def code(text: object) -> str:
    """Set a word in code type, or leave nothing as nothing."""
    return f"`{text}`" if str(text) else ""


def settings() -> str:
    """List every setting of the environment."""
    from tocsin.node.environment import ENVIRONMENT

    rows = ((code(v.name), code(v.default) or "(empty)", v.sentence) for v in ENVIRONMENT)
    return table(["name", "without it", "what it does"], rows)


def powers() -> str:
    """Set the powers, one row each, against the roles that hold them."""
    from tocsin.rooms.bureaus.powers import ROLE_TITLES, ROLES, Power

    rows = [
        [code(power), *("yes" if power in ROLES[role] else "" for role in ROLES)] for power in Power
    ]
    return table(["power", *(str(ROLE_TITLES[role]) for role in ROLES)], rows)


def rules() -> str:
    """List the rows of the one table that says who may see what."""
    from tocsin.rooms.release.rules import RULES

    rows = ((code(rule.name), str(rule.effect), str(rule.sentence)) for rule in RULES)
    return table(["rule", "effect", "in words"], rows)


def errors() -> str:
    """Write a heading for each error: its status, what it means, what to do."""
    from tocsin.core.errors import TocsinError
    from tocsin.web.errors import ANSWERS

    def walk(cls: type[TocsinError]) -> Iterator[type[TocsinError]]:
        yield cls
        for child in cls.__subclasses__():
            yield from walk(child)

    tree = import_module("tocsin.core.errors").__doc__ or ""
    drawn = dict(re.findall(r"^[│ ├└─]*([A-Z]\w+) {2,}(.+)$", tree, re.MULTILINE))
    parts = []
    for cls in sorted(walk(TocsinError), key=lambda c: c.code):
        answer = ANSWERS[cls]
        meaning = drawn.get(cls.__name__, "Any error of ours that is not more exactly one below.")
        parts.append(
            f"### {cls.code}\n\n**{answer.title}.** {meaning[0].upper()}{meaning[1:]}"
            f"{'' if meaning.endswith('.') else '.'}\n\n"
            f"What to do: {answer.advice}\n\n"
            f"HTTP status {int(answer.status)}; class `{cls.__name__}`."
        )
    return "\n\n".join(parts)


def floors() -> str:
    """Say what each floor and room holds, in its own words."""
    from django.conf import settings as node

    names = ["tocsin.node", *(f"tocsin.rooms.{r}" for r in reversed(node.ROOMS)), "tocsin.web"]
    core = sorted(p.parent.name for p in (ROOT / "tocsin" / "core").glob("*/__init__.py"))
    names += [f"tocsin.core.{part}" for part in core]
    rows = ((code(n.removeprefix("tocsin.").replace(".", "/")), _opening(n)) for n in names)
    return table(["folder", "what is kept there"], rows)


def _opening(module: str) -> str:
    return re.sub(r"\s+", " ", (import_module(module).__doc__ or "").split("\n\n", 1)[0]).strip()


def commands() -> str:
    """List every command with its arguments: those on their own first, then by group."""
    import typer.main

    from tocsin.node.cli.app import build

    top = typer.main.get_command(build([])).commands  # type: ignore[attr-defined]
    alone = {name: c for name, c in top.items() if not hasattr(c, "commands")}
    head = ["command", "does", "takes"]
    text = [table(head, (_row(c, f"tocsin {name}") for name, c in sorted(alone.items())))]
    for name, group in sorted(top.items()):
        if name not in alone:
            rows = (_row(c, f"tocsin {name} {n}") for n, c in sorted(group.commands.items()))
            text.append(f"### {name}\n\n" + table(head, rows))
    return "\n\n".join(text)


def _row(command: Any, path: str) -> tuple[str, str, str]:
    arguments = [p for p in command.params if p.name != "help"]
    takes = [
        f"`{_usage(p)}`" + (f" {_told(p)}" if _told(p) else "") for p in arguments if not p.hidden
    ]
    promise = re.sub(r"\s+", " ", (command.help or "").split("\n\n", 1)[0]).strip()
    return code(path), promise, "; ".join(takes)


def _told(parameter: Any) -> str:
    return str(getattr(parameter, "help", "") or "").rstrip(".")


def _usage(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        word = (parameter.metavar or parameter.name).upper().strip("[]")
        return word if parameter.required else f"[{word}]"
    return " ".join([*parameter.opts, *parameter.secondary_opts])


def operations() -> str:
    """List every operation of the JSON API."""
    from tocsin.node.api import api

    rows = [
        (method.upper(), code(path), operation.get("summary", ""))
        for path, methods in sorted(api.get_openapi_schema()["paths"].items())
        for method, operation in methods.items()
    ]
    return table(["method", "path", "what it does"], rows)


def kinds() -> str:
    """List each kind of record with the fields of its body, then the parts those are made of."""
    from tocsin.core.kinds import KINDS

    parts: dict[str, Any] = {}
    text = []
    for kind in KINDS.values():
        traits = [trait for trait in ("exchanged", "screened", "closed") if getattr(kind, trait)]
        text.append(
            f"### {kind.title}\n\n`{kind.schema}`{''.join(f', {trait}' for trait in traits)}. "
            f"{first_paragraph(kind.body)}\n\n" + _fields(kind.body, parts)
        )
    text.append("## Parts\n\nWhat several kinds are made of.")
    told: set[str] = set()
    while left := sorted(parts.keys() - told):
        told |= set(left)
        for name in left:
            intro = f"### {name.capitalize()}\n\n{first_paragraph(parts[name])}\n\n"
            text.append(intro + _fields(parts[name], parts))
    return "\n\n".join(text)


def _fields(body: Any, parts: dict[str, Any]) -> str:
    rows = (
        (
            f"{info.title or field} {code(field)}",
            ("" if info.is_required() else "optional: ") + _shape(info.annotation, parts),
            info.description or "",
        )
        for field, info in body.model_fields.items()
    )
    return table(["field", "holds", "note"], rows)


PLAIN = {"str": "text", "int": "a whole number", "bool": "yes or no", "datetime": "a moment"}


def _shape(annotation: Any, parts: dict[str, Any]) -> str:
    """Say in words what a field holds; a part met on the way is put into ``parts``."""
    inner = [a for a in get_args(annotation) if a is not type(None) and a is not ...]
    origin = get_origin(annotation)
    if origin in {tuple, list, frozenset, set}:
        return f"several: {_shape(inner[0], parts)}"
    if origin is Literal:
        return "one of " + ", ".join(code(word) for word in inner)
    if inner:
        return _shape(inner[0], parts)
    if not isinstance(annotation, type):
        return "anything"
    if issubclass(annotation, Enum):
        words = [code(member.value) for member in annotation]
        shown = ", ".join(words[:16])
        return f"one of {shown}" + (f" and {len(words) - 16} more" if len(words) > 16 else "")
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", annotation.__name__).lower()
    if hasattr(annotation, "model_fields") and len(annotation.model_fields) > 1:
        parts[name] = annotation
    return PLAIN.get(annotation.__name__, f"a {name}")


def losses(name: str) -> str:
    """Say of each kind which fields come back from the readable part of a format alone."""
    from tocsin.core.formats.losses import FORMATS, Loss, whole
    from tocsin.core.kinds import KINDS

    rows = []
    for kind, lost in FORMATS[name].items():
        cells = [whole(FORMATS[name], kind)]
        cells += [[field for field, how in lost.items() if how is loss] for loss in Loss]
        rows.append([KINDS[kind].title, *(", ".join(map(code, cell)) for cell in cells)])
    return table(["kind", "whole", "partly", "in words only", "as a reference"], rows)


def lifecycle() -> str:
    """Draw the states of a record and the steps between them."""
    from tocsin.rooms.register.lifecycle import STEPS

    return _steps(STEPS, "record")


def petition_lifecycle() -> str:
    """Draw the stages of a petition and the steps between them."""
    from tocsin.rooms.oversight.lifecycle import STEPS

    return _steps(STEPS, "petition")


def _steps(steps: Iterable[Any], noun: str) -> str:
    who = {0: "the clock", 1: "one officer", 2: "two officers"}
    rows = (
        (
            code(s.verb),
            ", ".join(sorted(s.before)),
            str(s.after),
            who[s.officers],
            f"The {noun} {s.sentence}.",
        )
        for s in steps
    )
    return table(["verb", "from", "to", "who", "what happens"], rows)


def stages() -> str:
    """Draw the stages of a notice and every step between them."""
    from tocsin.rooms.notices.lifecycle import ENVELOPE, STEPS, TITLES, Stage

    who = {0: "the clock", 1: "one officer", 2: "two officers"}
    meant = table(
        ["stage", "means for holders"], ((str(TITLES[one]), code(ENVELOPE[one])) for one in Stage)
    )
    rows = (
        (
            code(s.verb),
            ", ".join(str(TITLES[one]).lower() for one in Stage if one in s.before),
            str(TITLES[s.after]).lower() if s.after else "as it was",
            who[s.officers] + (", not of its hands" if s.independent else ""),
            f"The notice {s.sentence}.",
        )
        for s in STEPS
    )
    return meant + "\n\n" + table(["verb", "from", "to", "who", "what happens"], rows)


def conditions() -> str:
    """List the conditions of pre-flight, each with its article; a pen marks those a bureau sets."""
    from tocsin.core.kinds.colours import Hue
    from tocsin.rooms.notices.rules import RULES, SEVERITIES, Severity

    rows = (
        (
            code(rule.id),
            ", ".join(hue.value for hue in Hue if hue in rule.hues) or "all",
            rule.article,
            str(SEVERITIES[Severity(rule.severity)]).lower(),
            str(rule.sentence) % {"figure": rule.figure},
            "yes" if rule.configured else "",
        )
        for rule in RULES
    )
    head = ["rule", "colours", "article", "when not met", "in words", "bureau may set it"]
    return table(head, rows)


def clocks() -> str:
    """List the clocks of notices: how long, and what silence does."""
    from tocsin.rooms.notices.timers import TIMERS

    rows = ((t.title, t.article or "own", t.value, t.silence) for t in TIMERS.values())
    return table(["clock", "source", "value", "if nobody acts"], rows)


def decisions() -> str:
    """List the decision records in order."""
    rows = []
    for path in sorted((DOCS / "decisions").glob("[0-9]*.md")):
        number, title = path.read_text().split("\n", 1)[0].removeprefix("# ").split(" ", 1)
        rows.append((f"[{number}]({path.name})", title))
    return table(["number", "decision"], rows)


SECTIONS = (
    Section("settings", "operator/settings.md", settings),
    Section("commands", "operator/commands.md", commands),
    Section("powers", "operator/powers.md", powers),
    Section("rules", "officer/who-sees-what.md", rules),
    Section("kinds", "officer/kinds.md", kinds),
    Section("lifecycle", "officer/records.md", lifecycle),
    Section("stages", "officer/notices.md", stages),
    Section("conditions", "officer/notices.md", conditions),
    Section("criteria", "officer/profiles.md", lambda: table(*import_module(CRITERIA).printed())),
    Section("clocks", "officer/notices.md", clocks),
    Section("course", "officer/missions.md", lambda: table(*import_module(COURSE).printed())),
    Section("petition-lifecycle", "officer/petitions.md", petition_lifecycle),
    Section("operations", "developer/api.md", operations),
    Section("floors", "developer/floors.md", floors),
    Section("errors", "errors.md", errors),
    Section("decisions", "decisions/index.md", decisions),
    Section("stix-losses", "peer/stix.md", partial(losses, "stix")),
    Section("misp-losses", "peer/misp.md", partial(losses, "misp")),
    Section("ownership", "auditor/ownership.md", lambda: import_module(OWNERSHIP).text(table)),
    Section("decisions-of-peers", "peer/protocol.md", lambda: table(*peers.printed())),
)


def render(page: str, section: Section) -> str:
    """Return a page with the section written anew; a page without the marks is refused."""
    from django.utils.translation import override

    first, last = section.marks
    if page.count(first) != 1 or page.count(last) != 1:
        raise SystemExit(f"docs/{section.page} needs the lines {first} and {last} once each")
    before, rest = page.split(first)
    with override("en"):
        text = section.write()
    return f"{before}{first}\n\n{text}\n\n{last}{rest.split(last)[1]}"


def main() -> int:
    """Write every section, or with --check name the stale ones and return 1."""
    import django

    with tempfile.TemporaryDirectory() as home:
        os.environ["TOCSIN_HOME"] = home
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin.node.settings")
        django.setup()
        stale = []
        for section in SECTIONS:
            path = DOCS / section.page
            page = path.read_text()
            fresh = render(page, section)
            if fresh != page:
                stale.append(f"docs/{section.page} ({section.name})")
                if "--check" not in sys.argv:
                    path.write_text(fresh)
    if stale and "--check" in sys.argv:
        print("Stale; run make docs:", *stale, sep="\n  ")
        return 1
    print(*(f"written: {name}" for name in stale), sep="\n", end="\n" if stale else "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
