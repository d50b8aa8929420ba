"""One node and one browser for all journeys of a run; each journey logs in for itself."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.node import Node, running
from tests.journeys.officer import Officer

CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
QUIET += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="package")  # it would go on working while other tests run
def node(tables: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Node]:
    with running(tmp_path_factory.mktemp("node"), tables) as served:
        yield served


@pytest.fixture(scope="module")  # while it is open, no other test of this process may run
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def officer(node: Node, browser: Any) -> Iterator[Callable[..., Officer]]:
    """Return how to log an officer in: ``officer("anna", dark=True, width=360)``."""
    contexts = []

    def log_in(login: str, *, dark: bool = False, width: int = 1280) -> Officer:
        context = browser.new_context(
            color_scheme="dark" if dark else "light", viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        person = Officer(context.new_page(), node)
        person.logs_in(login)
        return person

    yield log_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder where journeys leave their screenshots, for people to look at."""
    folder = Path(__file__).with_name("screenshots")
    folder.mkdir(exist_ok=True)
    return folder
