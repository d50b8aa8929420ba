"""Running a program of others in its own environment, or skipping the test that wants it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = Path(os.environ.get("TOCSIN_CLIENTS", ROOT / ".venv-clients"))
SCRIPTS = Path(__file__).parent / "clients"


def run(client, script, *arguments):
    """Return what a script of the client's environment printed, read as JSON."""
    python = CLIENTS / client / "bin" / "python"
    if not (CLIENTS / client / ".made").exists():
        pytest.skip(f"no {client} on this machine: run scripts/clients.sh")
    # A proxy that nobody answers: whatever asks the network fails at once, and may not need it.
    nowhere = "http://127.0.0.1:9"
    done = subprocess.run(
        [str(python), "-W", "ignore", str(SCRIPTS / script), *map(str, arguments)],
        capture_output=True, check=False, timeout=300, text=True,
        env={**os.environ, "http_proxy": nowhere, "https_proxy": nowhere, "all_proxy": nowhere},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)
