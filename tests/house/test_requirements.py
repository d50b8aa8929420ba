"""Fewer than fifteen runtime dependencies, each justified, everything locked by hash."""

import re
import tomllib

import pytest

from tests.house.tree import ROOT, report

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
LOCKS = ["requirements.lock", "requirements-dev.lock"]


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=;~! ]", requirement, maxsplit=1)[0].lower()


def _pins(lock: str) -> dict[str, str]:
    """Return each locked distribution with the text below its name."""
    text = (ROOT / lock).read_text()
    parts = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    return {_name(part): part for part in parts if "==" in part.split("\n", 1)[0]}


RUNTIME = [_name(r) for r in PROJECT["dependencies"]]


def test_a_bare_node_needs_fewer_than_fifteen() -> None:
    assert len(RUNTIME) < 15, f"{len(RUNTIME)} runtime dependencies: take one out"


@pytest.mark.parametrize("name", RUNTIME)
def test_each_runtime_dependency_is_justified(name: str) -> None:
    record = (ROOT / "docs" / "decisions" / "0002-runtime-dependencies.md").read_text()
    assert f"`{name}`" in record, f"docs/decisions/0002 says nothing about {name}"


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_in_the_lock(lock: str) -> None:
    locked = _pins(lock)
    missing = [name for name in RUNTIME if name not in locked]
    assert not missing, report("run make lock:", missing)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_its_hashes(lock: str) -> None:
    bare = [name for name, text in _pins(lock).items() if "--hash=sha256:" not in text]
    assert not bare, report(f"{lock} pins without a hash:", bare)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "index-url" not in text
    assert "://" not in text


def test_both_locks_agree_on_what_a_node_runs() -> None:
    runtime, developer = (_pins(lock) for lock in LOCKS)
    first = {n: t.split("\n", 1)[0].split(" ", 1)[0] for n, t in runtime.items()}
    second = {n: t.split("\n", 1)[0].split(" ", 1)[0] for n, t in developer.items()}
    apart = [n for n in first if second.get(n) != first[n]]
    assert not apart, report("tests would run on other versions than the node:", apart)


def test_the_licence_is_said_once() -> None:
    assert PROJECT["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text()[:200]
