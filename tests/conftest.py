"""What holds for every test: loopback only, a home of its own, hypothesis' two measures.

The database is SQLite unless TOCSIN_DATABASE_URL names another; scripts/test.sh runs both.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.cast import cast  # noqa: F401  a fixture for every test
from tests.counts import SECOND, WAYS_IN
from tests.tables import copied, make_model

# The build machine gives one commit one answer; developers' runs look at new examples each time.
SAME = os.environ.get("CI") == "true"
settings.register_profile("short", max_examples=20, deadline=None, derandomize=SAME)
settings.register_profile(
    "long",
    max_examples=2_000,
    derandomize=SAME,
    deadline=None,  # a loaded machine is not a failure
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("long" if os.environ.get("TOCSIN_LONG") == "1" else "short")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without their program, journeys and PostgreSQL tests are skipped, and say so."""
    lacks = {}
    if shutil.which("chromium") is None:
        lacks["journey"] = "no chromium on this machine: see scripts/browser.sh"
    if not os.environ.get("TOCSIN_TEST_POSTGRES"):
        lacks["postgres"] = "TOCSIN_TEST_POSTGRES names no server: see scripts/programs.sh"
    if SECOND:  # what never asks the database says the same the second time
        items[:] = [item for item in items if _asks_the_database(item)]
    for item in items:
        for mark, reason in lacks.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """What is there before the first test stays: looking for garbage in it takes long."""
    gc.freeze()


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & WAYS_IN) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def tables(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables without rows, made once in a run: what homes of nodes begin with, see ``lay``.

    They are SQLite's. Who asks for them asks nothing of another database.
    """
    run = tmp_path_factory.getbasetemp()
    with django_db_blocker.unblock():
        return make_model(run.parent if "PYTEST_XDIST_WORKER" in os.environ else run)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tables: Path
) -> Iterator[None]:
    """Let each process of a run copy the tables for its test database."""
    with copied(tables):
        yield


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Each test has an empty home; nothing reads or writes the developer's own."""
    from django.conf import settings as node
    from django.test import override_settings

    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("TOCSIN_HOME", str(folder))
    if not node.configured:
        yield folder
        return
    with override_settings(TOCSIN_HOME=folder):
        yield folder


@pytest.fixture
def samples() -> Path:
    """The folder of published files; a test that wants them is skipped without."""
    folder = os.environ.get("TOCSIN_SAMPLES")
    if not folder:
        pytest.skip("TOCSIN_SAMPLES names no folder of published samples")
    return Path(folder)
