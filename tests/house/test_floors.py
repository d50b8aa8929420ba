"""Imports and foreign keys only go down."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.house.tree import PACKAGE, ROOMS, ROOT, report


def test_every_import_goes_down() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_the_order_of_the_rooms_is_written_the_same_everywhere() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    order = next(c for c in contracts["contracts"] if c["name"].startswith("Rooms"))["layers"]
    assert [layer.removeprefix("tocsin.rooms.") for layer in reversed(order)] == ROOMS
    assert list(settings.ROOMS) == ROOMS
    folders = {p.name for p in (PACKAGE / "rooms").iterdir() if (p / "__init__.py").exists()}
    assert folders == set(ROOMS), "a room stands on disk that the contract does not order"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_points_its_foreign_keys_at_itself_or_lower_rooms(room: str) -> None:
    faults = []
    for model in apps.get_app_config(room).get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.related_model is None:
                continue
            other = field.related_model._meta.app_label
            if other in ROOMS and ROOMS.index(other) > ROOMS.index(room):
                faults.append(f"{model.__name__}.{field.name} points up to {other}")
    assert not faults, report(
        "A lower room never knows an upper one, not even by a string.", faults
    )
