"""There is no way round the verbs: no signals, no admin, no raw outbound HTTP, no debugger."""

import ast

from tests.house import tree
from tests.house.tree import PACKAGE, report

FORBIDDEN = {
    "django.dispatch": "a verb says what it causes",
    "django.db.models.signals": "a verb says what it causes",
    "django.core.signals": "a verb says what it causes",
    "django.contrib.admin": "it is a door round the journal and round release",
    "celery": "background work is a Django Task",
    "redis": "background work is a Django Task",
    "pdb": "left behind",
    "pickle": "a file that can run code is no data format",
}
OUTBOUND = {"requests", "httpx", "urllib.request", "http.client", "aiohttp"}


def _imports() -> list[tuple[str, int, str]]:
    found = []
    for path in tree.sources():
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.Import):
                found += [(tree.name(path), node.lineno, a.name) for a in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                found += [
                    (tree.name(path), node.lineno, f"{node.module}.{a.name}") for a in node.names
                ]
    return found


def test_nothing_imports_a_way_round_the_verbs() -> None:
    faults = [
        f"{place}:{line} imports {what}: {reason}"
        for place, line, what in _imports()
        for module, reason in FORBIDDEN.items()
        if what == module or what.startswith(module + ".")
    ]
    assert not faults, report("Not in this house:", faults)


# Beside fetch, what an officer types: it calls her own node with her token, and nobody else.
GO_OUT = {"tocsin/web/fetch.py", "tocsin/node/cli/border.py", "tocsin/node/cli/verbs.py"}


def test_only_fetch_goes_out() -> None:
    faults = [
        f"{place}:{line} imports {what}"
        for place, line, what in _imports()
        if any(what == m or what.startswith(m + ".") for m in OUTBOUND) and place not in GO_OUT
    ]
    assert not faults, report("tocsin/web/fetch.py is the only outbound HTTP:", faults)


def test_core_never_asks_for_the_time() -> None:
    asked = {"now", "utcnow", "today", "time", "monotonic"}
    faults = []
    for path in tree.sources(PACKAGE / "core"):
        for node in ast.walk(tree.parsed(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            owner = node.func.value
            of_clock = isinstance(owner, ast.Name) and owner.id in {
                "datetime",
                "date",
                "time",
                "dt",
            }
            if of_clock and node.func.attr in asked:
                faults.append(f"{tree.name(path)}:{node.lineno} {ast.unparse(node.func)}()")
    assert not faults, report("Core takes `now` as an argument:", faults)


def test_pages_carry_no_inline_script_or_style() -> None:
    faults = []
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        text = path.read_text()
        for number, line in enumerate(text.splitlines(), 1):
            low = line.lower()
            inline = "<script>" in low or "<style" in low or " style=" in low
            event = any(f" on{e}=" in low for e in ("click", "load", "submit", "change", "input"))
            if inline or event or "https://cdn" in low or "//unpkg" in low:
                faults.append(f"{tree.name(path)}:{number} {line.strip()[:80]}")
    assert not faults, report("The content security policy forbids it:", faults)
