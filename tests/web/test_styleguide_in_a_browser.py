"""The style guide under a real browser: no barrier, no refusal by the policy, no sideways scroll."""

import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = pytest.mark.journey


class Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        """Say nothing: the test speaks."""


@pytest.fixture
def address(frame: None) -> Iterator[str]:
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def said() -> list[str]:
    return []


def _open(browser: Browser, address: str, said: list[str], *, width: int, theme: Any) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request", lambda request: said.append(request.url) if address not in request.url else None
    )
    page.goto(f"{address}/web/styleguide")
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280, 1920])
def test_no_barrier_no_refusal_no_sideways_scroll(
    browser: Browser, address: str, said: list[str], width: int, theme: str
) -> None:
    page = _open(browser, address, said, width=width, theme=theme)
    violations = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in violations] == []
    assert said == []
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    page.context.close()


def test_the_open_dialogs_have_no_barrier(browser: Browser, address: str, said: list[str]) -> None:
    page = _open(browser, address, said, width=1280, theme="light")
    for keys, dialog in (("Control+k", "#palette"), ("?", "#keys")):
        page.locator("h1").click()
        page.keyboard.press(keys)
        page.locator(f"{dialog}[open]").wait_for()
        assert Axe().run(page).response["violations"] == []
        page.keyboard.press("Escape")
    page.context.close()


def test_a_keyboard_is_enough(browser: Browser, address: str, said: list[str]) -> None:
    page = _open(browser, address, said, width=1280, theme="light")
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("tr.is-current a").inner_text() == "Олександр Ковальчук"
    page.keyboard.press("k")
    assert page.locator("tr.is-current a").inner_text() == "Tadeusz Wronkowski"
    page.keyboard.press("Control+k")
    page.keyboard.type("ofic")
    page.keyboard.press("Escape")
    assert page.locator("#palette[open]").count() == 0
    assert said == []
    page.context.close()


def test_without_scripts_everything_is_still_there(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{address}/web/styleguide")
    page.locator("[popovertarget=rooms]").click()
    assert page.locator("nav.rooms").is_visible()
    assert page.locator("input[type=file]").is_visible()
    context.close()
