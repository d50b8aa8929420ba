"""An officer at her browser: the steps of journeys as she would tell them."""

from typing import Any

from tests.journeys.node import PASSWORD, Node


class Officer:
    """One logged-in page. What leaves the node or breaks in the console is kept as a fault."""

    def __init__(self, page: Any, node: Node) -> None:
        self.page = page
        self.node = node
        self.faults: list[str] = []
        self.bytes = 0
        page.on("console", self._hears)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._asks)

    def _hears(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"console on {self.page.url}: {message.text}")

    def _asks(self, request: Any) -> None:
        if not request.url.startswith((self.node.url, "data:", "blob:")):
            self.faults.append(f"left the node: {request.url}")

    def logs_in(self, login: str) -> None:
        """Log in with the demo's password."""
        self.page.goto(f"{self.node.url}/accounts/login/")
        self.page.fill("input[name=login]", login)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(f"{self.node.url}/")

    def goes_to(self, path: str) -> Any:
        """Open an address of the node and return the answer."""
        return self.page.goto(self.node.url + path)

    def sees(self, text: str) -> bool:
        """Say whether the text stands on the page."""
        return text in self.page.inner_text("body")
