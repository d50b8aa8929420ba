"""A real process, killed by the system while it writes, and another one that goes on."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.tables import lay

PEOPLE = 2_000


def begun(home: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tocsin.node", *arguments],
        env={**os.environ, "TOCSIN_HOME": str(home), "TOCSIN_DATABASE_URL": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(home: Path, *arguments: str) -> str:
    with begun(home, *arguments) as process:
        out, err = process.communicate()
        assert process.returncode == 0, err
    return out


def asked(home: Path, question: str) -> int:
    with closing(sqlite3.connect(home / "tocsin.sqlite3", timeout=30)) as database:
        answer: int = database.execute(question).fetchone()[0]
    return answer


@pytest.mark.long
def test_kill_minus_nine_in_the_middle_and_run_again(
    home: Path, tables: Path, tmp_path: Path
) -> None:
    file = tmp_path / "people.jsonl"
    rows = [{"id": f"p{n}", "names": [f"Testa Novak{n:x}"]} for n in range(PEOPLE)]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    lay(home, tables)
    ended(home, "init", "--bureau", "UTO", "--name", "Bureau of Utopia")
    with begun(home, "import", str(file), "--watch") as killed:
        while killed.poll() is None:
            if asked(home, "SELECT COUNT(*) FROM register_record") > PEOPLE // 2:
                killed.send_signal(signal.SIGKILL)
                killed.wait()
        err = killed.communicate()[1]
    assert killed.returncode == -signal.SIGKILL, err
    assert 0 < asked(home, "SELECT COUNT(*) FROM register_record") < 2 * PEOPLE
    said = json.loads(ended(home, "import", str(file), "--watch"))
    assert said["created"] + said["unchanged"] == PEOPLE
    assert asked(home, "SELECT COUNT(*) FROM register_record WHERE kind = 'person'") == PEOPLE
    assert asked(home, "SELECT COUNT(*) FROM register_record WHERE kind = 'basis'") == PEOPLE
    assert asked(home, "SELECT COUNT(*) FROM register_revision") == 2 * PEOPLE
    assert asked(home, "SELECT COUNT(DISTINCT number) FROM register_change") == 2 * PEOPLE
