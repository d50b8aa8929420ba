"""A backup restored into an empty home is the same node, and waits for two administrators."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tables import lay

WORDS = "a passphrase for tests"


def tocsin(home: Path, *words: str, said: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "TOCSIN_HOME": str(home), "TOCSIN_SECOND_FACTOR": "optional"}
    environment.pop("TOCSIN_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "tocsin.node", *words],
        env=environment,
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def backed_up(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("node")
    first, kept = made / "first", made / "b"
    lay(first, tables)
    assert tocsin(first, "init", "--bureau", "UTO", "--name", "Utopia").returncode == 0
    assert tocsin(first, "backup", str(kept), "--passphrase-stdin", said=WORDS).returncode == 0
    return kept


def test_it_comes_back_with_its_keys_and_its_journal(backed_up: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    done = tocsin(second, "restore", str(backed_up), "--passphrase-stdin", said=WORDS)
    assert done.returncode == 0, done.stderr
    assert (second / "catch-up").exists()
    log = tmp_path / "log"
    assert tocsin(second, "journal", "export", str(log)).returncode == 0
    verified = tocsin(second, "verify", str(log))
    assert verified.returncode == 0, verified.stdout
    assert "node.backup" in log.read_text()


def test_a_wrong_passphrase_leaves_the_home_empty(backed_up: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    done = tocsin(
        second, "restore", str(backed_up), "--passphrase-stdin", said="another passphrase"
    )
    assert done.returncode == 1
    assert "passphrase is wrong" in done.stderr
    assert not list(second.iterdir())


def test_a_home_with_a_node_is_never_overwritten(backed_up: Path) -> None:
    first = backed_up.parent / "first"
    done = tocsin(first, "restore", str(backed_up), "--passphrase-stdin", said=WORDS)
    assert done.returncode == 1
    assert "holds a node already" in done.stderr


def test_a_node_in_catch_up_serves_nothing_until_two_have_declared_it(cast) -> None:
    from tocsin.rooms.bureaus.actions import bureaus, proposals
    from tocsin.web import catchup

    first, second = cast.home.administrator, cast.home.reader("administrator", 2)
    bureaus.close_bootstrap(first, cast.home.bureau)
    catchup.begin()
    client = cast.client(cast.home, "bureau_officer")
    assert client.get("/records/").status_code == 503
    assert client.get("/desk/").status_code == 503
    assert client.get("/bureau/").status_code == 200
    proposal = bureaus.declare_restored(first, cast.home.bureau)
    assert catchup.is_on()
    with pytest.raises(Exception, match="another officer"):
        proposals.approve(first, proposal)
    proposals.approve(second, proposal)
