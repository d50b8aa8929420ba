"""The commands of a border station work on its folder alone: no node, no database, no Django."""

import json
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT
from tests.rooms.border.crossing import built, person


def said(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tocsin.node", "border", *map(str, words)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done


def test_a_day_at_the_lane(cast, tmp_path: Path) -> None:
    crossing = built(cast, tmp_path)
    person(cast)
    (tmp_path / "1.copy").write_bytes(crossing.sealed(crossing.order()).read())
    folder = crossing.station.folder
    assert "until" in said("take", folder, tmp_path / "1.copy").stdout
    asked = ("check", folder, "--by", "hom.border_officer.1", "--dob", "1971-03-05")
    hit = json.loads(said(*asked, "--name", "Zenobia Tamtejsza", code=1).stdout)
    assert hit["verdict"] == "strong"
    assert json.loads(said(*asked, "--name", "Ignacy Nieznany").stdout)["hits"] == []
    assert "2 checks" in said("report", folder, tmp_path / "report").stdout
    report = crossing.hand_in((tmp_path / "report").read_bytes())
    assert report.fresh == 2
    assert "0 checks left" in said("confirm", folder, report.last).stdout


def test_bad_use_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    assert "no station" in said("card", tmp_path, code=1).stderr
    asked = ("check", tmp_path, "--by", "anna", "--name", "Zenobia Tamtejsza")
    assert "no station" in said(*asked, code=2).stderr
    (tmp_path / "card").write_text("{}")
    bad = said("create", tmp_path / "s", "--name", "East", "--bureau", tmp_path / "card", code=2)
    assert bad.stderr
    assert not (tmp_path / "s").exists()
