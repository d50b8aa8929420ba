"""Find the sentences that code says below the pages: their templates, and where they are none.

A sentence is the first argument of an error, of ``say`` and of core's ``ValueError``, the place of
a sentence in a remark or finding, and what ``{"say": ...}`` tells another process. It is a literal,
so that a catalogue can hold it, or comes whole from another (``error.sentence``, ``str(error)``).
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.core import errors
from tocsin.core.sentences import blanks

# Which argument of a call is the sentence.
SAYS = {
    "say": 0,
    "Remark": 1,
    "RowError": 2,
    "Weakness": 2,
    "Flag": 1,
    "note": 1,
    "_blame": 0,
    "_wrong": 0,
}
KEYS = {"say", "wrong"}
CARRIERS = {"say", "str", "shortened", "sentence_of"}
NOT_FACTS = {"place"}
MECHANISM = {f"tocsin/core/{name}.py" for name in ("errors", "refusals", "sentences")}


@dataclass(frozen=True, slots=True)
class Said:
    """One place where a sentence is said: its templates, or what is wrong with it."""

    file: str
    line: int
    templates: tuple[str, ...]
    fault: str = ""


def _errors(parent: type[errors.TocsinError] = errors.TocsinError) -> Iterator[str]:
    yield parent.__name__
    for child in parent.__subclasses__():
        yield from _errors(child)


def said_in(path: Path, name: str) -> Iterator[Said]:
    """Yield every place of a file where a sentence is said; ``name`` is how to call the file."""
    if name in MECHANISM:
        return
    raised = dict.fromkeys(_errors(), 0)
    if name.startswith("tocsin/core/"):
        raised["ValueError"] = 0
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in KEYS:
                    yield Said(name, node.lineno, tuple(_literals(value)))
        if not isinstance(node, ast.Call):
            continue
        called = _called(node)
        at = (SAYS | raised).get(called)
        if at is not None and len(node.args) > at:
            yield _said(node, node.args[at], name, takes_facts=called == "say" or called in raised)


def _called(node: ast.Call) -> str:
    return str(getattr(node.func, "id", "") or getattr(node.func, "attr", ""))


def _literals(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from _literals(node.body)
            yield from _literals(node.orelse)


def _said(call: ast.Call, sentence: ast.expr, name: str, *, takes_facts: bool) -> Said:
    templates = tuple(_literals(sentence))
    if not templates:
        return Said(name, call.lineno, (), "" if _is_carried(sentence, call) else "no literal")
    given = {word.arg for word in call.keywords if word.arg and word.arg not in NOT_FACTS}
    for template in templates:
        wanted = set(blanks(template))
        if takes_facts and wanted != given:
            return Said(name, call.lineno, templates, f"facts {given} for blanks {wanted}")
    return Said(name, call.lineno, templates)


def _is_carried(sentence: ast.expr, call: ast.Call) -> bool:
    """Tell whether the sentence comes whole from where it was said; ``say`` may be given a word."""
    match sentence:
        case ast.Attribute(attr="sentence" | "fault"):
            return True
        case ast.Call():
            return _called(sentence) in CARRIERS
        case ast.JoinedStr():
            return False
    return _called(call) in SAYS
