"""The source tree as the house tests read it: files, lines and parsed modules."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tocsin"
ROOMS = [
    "journal",
    "bureaus",
    "release",
    "register",
    "notices",
    "catalogue",
    "profiles",
    "exchange",
    "requests",
    "missions",
    "blind",
    "hits",
    "border",
    "oversight",
]  # from the ground up


def sources(folder: Path = PACKAGE) -> list[Path]:
    """Return the Python files of a folder that people wrote: no migrations."""
    return sorted(p for p in folder.rglob("*.py") if "migrations" not in p.parts)


@cache
def parsed(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def lines(path: Path) -> int:
    """Count a file's lines."""
    return len(path.read_text(encoding="utf-8").splitlines())


def name(path: Path) -> str:
    """Return a path as one writes it from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str | None:
    """Return the room a file belongs to, or nothing."""
    parts = path.relative_to(PACKAGE).parts
    return parts[1] if parts[0] == "rooms" and len(parts) > 2 else None


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Walk every function and method of a file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that git keeps; outside a clone, every file that looks like ours."""
    git = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if git.returncode == 0:
        return tuple(ROOT / p for p in git.stdout.split("\0") if p and (ROOT / p).is_file())
    return tuple(p for p in ROOT.rglob("*") if p.is_file() and not p.parts[-2].startswith("."))


def report(rule: str, faults: list[str]) -> str:
    """Write a failure: the rule as one sentence, then each place on its own line."""
    return "\n".join([rule, *(f"  {fault}" for fault in faults)])
