"""The project speaks of itself alone: no machine, no package index, no secret is written down."""

import re

from tests.house import tree
from tests.house.tree import report

TEXT = {".cfg", ".css", ".html", ".js", ".json", ".lock", ".md", ".po", ".py", ".sh", ".svg",
        ".toml", ".txt", ".yaml", ".yml", ""}  # fmt: skip

# Written in two halves, so that this file does not hold what it forbids.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js",
    "conda" + ".anaconda",
    "docker" + ".io",
]
PLACES = re.compile(r"(?<![\w.])/(root|work|home/[a-z]\w*|opt/(?!tocsin)\w+|Users)/")
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")


def _lines() -> list[tuple[str, int, str]]:
    return [
        (tree.name(path), number, line)
        for path in tree.tracked()
        if path.suffix in TEXT
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
    ]


def test_no_file_names_a_package_index() -> None:
    faults = [f"{p}:{n}" for p, n, line in _lines() if any(h in line.lower() for h in HOSTS)]
    assert not faults, report("Where a package comes from is the operator's choice:", faults)


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    faults = [f"{p}:{n} {line.strip()[:80]}" for p, n, line in _lines() if PLACES.search(line)]
    assert not faults, report("Paths are relative, or an operator's (/srv, /var, /etc):", faults)


def test_no_private_key_is_kept_in_the_tree() -> None:
    faults = [f"{p}:{n}" for p, n, line in _lines() if SECRETS.search(line)]
    assert not faults, report("Keys are made by init and live in the home:", faults)


def test_nothing_is_fetched_from_elsewhere_by_a_page() -> None:
    outside = re.compile(r"""(src|href)=["']https?://""")
    faults = []
    for path in sorted(tree.PACKAGE.rglob("*.html")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if outside.search(line):
                faults.append(f"{tree.name(path)}:{number}")
    assert not faults, report("No request leaves the node:", faults)
