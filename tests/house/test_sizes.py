"""Files, functions, views, rooms and templates stay small; each exception carries its reason."""

import ast

from tests.house import tree
from tests.house.tree import PACKAGE, ROOT, report

FILE, FUNCTION, VIEW, ROOM, TEMPLATE, TEST, CONFTEST = 400, 40, 15, 1_500, 150, 300, 100
DOORS = {"views", "api", "commands"}

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
LARGE_ROOMS: dict[str, str] = {
    "bureaus": "who is who, log-in, keys, groups, and the verb that every room uses",
    "exchange": "peers, feeds and holders, copies and quarantine, witnesses, TAXII and its client",
    "hits": "checks, manifests, dispositions, clearances and the index that follows the register",
    "notices": "nine colours, their conditions, fifteen stages, the review desk and the clocks",
    "oversight": "the audit of looks, and petitions with their files, letters and clocks",
    "register": "records of twenty kinds, links, bases, attachments, imports, search and the feed",
}


# Lengths are of bodies: the formatter decides how tall a signature is.


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    if ast.get_docstring(node) is None or first.end_lineno is None:
        return 0
    return first.end_lineno - first.lineno + 1


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or 0) - node.body[0].lineno + 1 - _docstring_lines(node)


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    faults = [
        f"{tree.name(p)}: {tree.lines(p)}"
        for p in tree.sources() + tree.sources(ROOT / "scripts")
        if tree.lines(p) > FILE and tree.name(p) not in LONG_FILES
    ]
    assert not faults, report("Make it a folder of the same name, each part a noun:", faults)


def test_no_function_is_longer_than_forty_lines() -> None:
    faults = [
        f"{tree.name(p)}:{f.lineno} {f.name}: {_length(f)}"
        for p in tree.sources() + tree.sources(ROOT / "scripts")
        for f in tree.functions(p)
        if _length(f) > FUNCTION and f"{tree.name(p)}:{f.name}" not in LONG_FUNCTIONS
    ]
    assert not faults, report(f"A function does one thing in at most {FUNCTION} lines:", faults)


def test_no_door_is_longer_than_fifteen_lines() -> None:
    faults = [
        f"{tree.name(p)}:{f.lineno} {f.name}: {_length(f)}"
        for p in tree.sources(PACKAGE / "rooms")
        if p.stem in DOORS or p.parent.name in DOORS
        for f in tree.functions(p)
        if _length(f) > VIEW and f"{tree.name(p)}:{f.name}" not in LONG_FUNCTIONS
    ]
    assert not faults, report("A door fetches, calls one action and answers:", faults)


def test_no_room_outgrows_its_walls_without_a_reason() -> None:
    faults = []
    for folder in sorted((PACKAGE / "rooms").iterdir()):
        total = sum(tree.lines(p) for p in tree.sources(folder)) if folder.is_dir() else 0
        if total > ROOM and folder.name not in LARGE_ROOMS:
            faults.append(f"{folder.name}: {total} lines")
    assert not faults, report(f"A room over {ROOM} lines says why in LARGE_ROOMS:", faults)


def test_no_template_is_longer_than_one_hundred_and_fifty_lines() -> None:
    faults = [
        f"{tree.name(p)}: {tree.lines(p)}"
        for p in sorted(PACKAGE.rglob("templates/**/*.html"))
        if tree.lines(p) > TEMPLATE and tree.name(p) not in LONG_FILES
    ]
    assert not faults, report("Take a fragment out of it, a file beginning with _:", faults)


def test_no_test_file_is_longer_than_three_hundred_lines() -> None:
    faults = []
    for path in tree.sources(ROOT / "tests"):
        limit = CONFTEST if path.name == "conftest.py" else TEST
        if tree.lines(path) > limit and tree.name(path) not in LONG_FILES:
            faults.append(f"{tree.name(path)}: {tree.lines(path)} of {limit}")
    assert not faults, report("One behaviour per file:", faults)


def test_every_exception_is_still_one() -> None:
    idle = [n for n in LONG_FILES if not (ROOT / n).exists() or tree.lines(ROOT / n) <= TEMPLATE]
    named = {f"{tree.name(p)}:{f.name}" for p in tree.sources() for f in tree.functions(p)}
    idle += [n for n in LONG_FUNCTIONS if n not in named]
    idle += [n for n in LARGE_ROOMS if not (PACKAGE / "rooms" / n).exists()]
    assert not idle, report("These exceptions excuse nothing any more:", idle)
