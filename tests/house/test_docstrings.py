"""Every module says what it holds; core and actions promise something in each public function."""

import ast
from pathlib import Path

from tests.house import tree
from tests.house.tree import PACKAGE, ROOT, report


def _public(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    body = tree.parsed(path).body
    found = [n for n in body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [f for f in found if not f.name.startswith("_")]


def _methods(path: Path) -> list[tuple[str, ast.FunctionDef]]:
    return [
        (c.name, f)
        for c in tree.parsed(path).body
        if isinstance(c, ast.ClassDef) and not c.name.startswith("_")
        for f in c.body
        if isinstance(f, ast.FunctionDef) and not f.name.startswith("_") and len(f.body) > 2
    ]


def _actions() -> list[Path]:
    files = tree.sources(PACKAGE / "rooms")
    return [p for p in files if p.stem == "actions" or p.parent.name == "actions"]


def test_every_module_says_what_it_holds() -> None:
    faults = [
        tree.name(p)
        for p in tree.sources() + tree.sources(ROOT / "scripts")
        if p.read_text().strip() and not ast.get_docstring(tree.parsed(p))
    ]
    assert not faults, report("One to five lines: what it holds, the rule it keeps.", faults)


def test_no_module_docstring_becomes_an_essay() -> None:
    drawn = {"tocsin/core/errors.py": "draws the tree of errors"}
    faults = []
    for path in tree.sources(PACKAGE / "rooms") + tree.sources(PACKAGE / "node"):
        docstring = ast.get_docstring(tree.parsed(path)) or ""
        if len(docstring.splitlines()) > 16 and tree.name(path) not in drawn:
            faults.append(f"{tree.name(path)}: {len(docstring.splitlines())} lines")
    assert not faults, report("What is longer belongs in the manual:", faults)


def test_every_public_function_of_core_states_its_promise() -> None:
    faults = [
        f"{tree.name(p)}:{f.lineno} {f.name}"
        for p in tree.sources(PACKAGE / "core")
        for f in _public(p)
        if not ast.get_docstring(f)
    ]
    faults += [
        f"{tree.name(p)}:{f.lineno} {owner}.{f.name}"
        for p in tree.sources(PACKAGE / "core")
        for owner, f in _methods(p)
        if not ast.get_docstring(f)
    ]
    assert not faults, report("The promise, units, errors; for a rule its source.", faults)


def test_every_action_states_its_promise() -> None:
    faults = [
        f"{tree.name(p)}:{f.lineno} {f.name}"
        for p in _actions()
        for f in _public(p)
        if not ast.get_docstring(f)
    ]
    assert not faults, report("An action says what it changes and what it raises.", faults)
