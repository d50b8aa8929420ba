"""What a newcomer reads first is short and true."""

import re
import subprocess

import pytest

from tests.house.tree import ROOT, lines

MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE)


def test_the_readme_gives_two_commands_and_both_exist() -> None:
    readme = (ROOT / "README.md").read_text()
    block = re.search(r"```sh\n(.*?)```", readme, re.DOTALL)
    assert block, "README.md shows its commands in a sh block"
    commands = [line.split("  #")[0].strip() for line in block[1].splitlines() if line.strip()]
    assert len(commands) == 2, f"two commands, not {len(commands)}"
    assert commands[0].startswith("git clone")
    assert commands[1].endswith("make run")
    assert "run" in TARGETS


def test_the_readme_points_only_at_what_exists() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "THREAT_MODEL.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / name).read_text()):
            assert (ROOT / target).exists(), f"{name} points at {target}, which does not exist"


def test_the_makefile_is_short_and_lists_itself() -> None:
    assert lines(ROOT / "Makefile") < 60
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in TARGETS:
        assert target == "help" or re.search(rf"^  {target}\s", done.stdout, re.MULTILINE), target


@pytest.mark.parametrize(
    "target",
    [
        "dev",
        "run",
        "check",
        "test",
        "test-long",
        "fix",
        "types",
        "docs",
        "vectors",
        "bench",
        "bench-screening",
        "demo",
        "release",
    ],
)
def test_make_has_the_targets_people_expect(target: str) -> None:
    assert target in TARGETS


def test_every_script_that_make_names_exists_and_runs() -> None:
    for script in set(re.findall(r"scripts/[a-z]+\.(?:sh|py|awk)", MAKEFILE)):
        path = ROOT / script
        assert path.exists(), f"make names {script}"
        assert path.suffix != ".sh" or path.stat().st_mode & 0o111, f"{script} is not executable"


def test_contributing_is_one_page() -> None:
    assert lines(ROOT / "CONTRIBUTING.md") <= 80


def test_the_build_machine_runs_what_people_run() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    for stage in ("stage lint", "stage test", "stage test-long"):
        assert stage in script
