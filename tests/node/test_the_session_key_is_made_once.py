"""Of processes that start in a new home at the same moment one makes the key and all use it."""

import os
import subprocess
import sys

SHOWN = "from tocsin.node.settings import SECRET_KEY; print(SECRET_KEY)"


def test_processes_that_start_together_share_one_key(tmp_path) -> None:
    home = tmp_path / "node"
    home.mkdir()
    run = {"env": {**os.environ, "TOCSIN_HOME": str(home)}, "text": True}
    started = [
        subprocess.Popen([sys.executable, "-c", SHOWN], stdout=subprocess.PIPE, **run)
        for _ in range(6)
    ]
    keys = {process.communicate(timeout=60)[0].strip() for process in started}
    assert keys == {(home / "secret.key").read_text()}
    assert len(keys.pop()) > 40
    assert [path.name for path in home.iterdir()] == ["secret.key"]
    assert (home / "secret.key").stat().st_mode & 0o077 == 0
