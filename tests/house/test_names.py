"""Names are nouns one can picture, and nothing in the tree is left for later."""

import re
from pathlib import Path

from tests.house import tree
from tests.house.tree import PACKAGE, ROOT, report

DRAWERS = {
    "utils", "util", "helpers", "helper", "services", "managers", "handlers", "common", "base",
    "mixins", "signals", "constants", "misc", "extras", "lib",
}  # fmt: skip
UNFINISHED = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "HA" + "CK"]) + r")\b")


def test_no_file_or_folder_is_a_drawer() -> None:
    places = [PACKAGE, ROOT / "tests", ROOT / "scripts", ROOT / "benchmarks"]
    found = [p for place in places for p in place.rglob("*") if "__pycache__" not in p.parts]
    faults = [
        tree.name(p)
        for p in found
        if p.stem.lower() in DRAWERS and not (p.suffix == ".html" and p.stem == "base")
    ]
    assert not faults, report("This name says nothing about what is inside:", faults)


def test_no_class_is_a_manager_or_a_helper() -> None:
    doubtful = re.compile(r"^\s*class (\w*(Manager|Helper|Util|Utils|Handler|Mixin|Service))\b")
    faults = []
    for path in tree.sources():
        for number, line in enumerate(path.read_text().splitlines(), 1):
            framework = "Manager[" in line or "Manager(" in line.split("(", 1)[-1]
            if (hit := doubtful.match(line)) and not framework:
                faults.append(f"{tree.name(path)}:{number} {hit[1]}")
    assert not faults, report("It has no name yet:", faults)


def test_nothing_is_left_for_later() -> None:
    faults = []
    for path in tree.tracked():
        if path.suffix in {".py", ".html", ".css", ".js", ".md", ".sh", ".yaml", ".toml"}:
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if UNFINISHED.search(line):
                    faults.append(f"{tree.name(path)}:{number} {line.strip()[:80]}")
    assert not faults, report("Do it, or open an issue; the code does not wish:", faults)


def _is_door(path: Path) -> bool:
    """Say whether arguments come from outside, by their names: commands, routes, template tags."""
    doors = {"commands", "api", "views", "cli", "templatetags"}
    return bool(doors & {path.stem, *path.parts})


def test_no_function_takes_many_things_by_position() -> None:
    faults = []
    for path in tree.sources():
        for f in tree.functions(path):
            positional = [
                a for a in f.args.posonlyargs + f.args.args if a.arg not in {"self", "cls"}
            ]
            if len(positional) > 5 and not f.name.startswith("_") and not _is_door(path):
                faults.append(f"{tree.name(path)}:{f.lineno} {f.name} takes {len(positional)}")
    assert not faults, report("Keyword-only after the second argument:", faults)
