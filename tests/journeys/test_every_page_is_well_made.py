"""Every page a role can reach: no axe violation, nothing from elsewhere, light, and not too wide.

A page is opened once, by the first of the officers who can, and held against all rules.
"""

import re
from collections import Counter, deque

import pytest

pytestmark = pytest.mark.journey

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
LEFT_OUT = re.compile(
    r"^/(accounts/logout|manual/.*|api/openapi|.*\.(csv|jsonl|ics|stix|misp|pdf|docx)|.*download|records/export)"
)
ROLES = ["anna", "marek", "halina", "igor", "maria", "adam", "olivia"]
HEAVIEST = 200_000
LIGHTEST = 50_000
LATE = "[loading=lazy], [hx-trigger]"  # what a page fetches once it is shown
DESK, TELEPHONE = 1280, 360  # wide
SEEN: set[str] = set()  # a page another role showed already is not asked for again


def walk(person, seen: set[str]):
    """Yield each kind of page this officer can reach by links and nobody before her did."""
    queue = deque(["/", "/manual/", "/api/docs"])
    seen.discard("/")  # every role has a home page of its own
    while queue:
        path = queue.popleft()
        shape = UUID.sub("ID", path.split("?")[0].split("#")[0])
        if shape in seen or LEFT_OUT.match(path):
            continue
        seen.add(shape)
        answer = person.goes_to(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield path, answer
        links = person.page.eval_on_selector_all(
            "a[href^='/']", "all => all.map(a => a.getAttribute('href'))"
        )
        queue.extend(dict.fromkeys(links))


class Scales:
    """Weighs each document with all that it loads; what comes late still counts for its own."""

    def __init__(self, page) -> None:
        self.weight: Counter[str] = Counter()
        self.loaded_by: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)

    def _asked(self, event) -> None:
        self.loaded_by[event["requestId"]] = event["documentURL"].split("#")[0]

    def _came(self, event) -> None:
        self.weight[self.loaded_by.get(event["requestId"], "")] += int(event["encodedDataLength"])


def width_on_a_telephone(page) -> int:
    """Return how wide the page is where the window is narrow."""
    page.set_viewport_size({"width": TELEPHONE, "height": 900})
    page.wait_for_function(f"window.innerWidth === {TELEPHONE}")
    width: int = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": DESK, "height": 900})
    return width


@pytest.mark.parametrize("login", ROLES)
def test_every_page_is_accessible_light_and_narrow_enough(officer, login: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    person, axe, faults = officer(login, width=DESK), Axe(), []
    scales = Scales(person.page)
    for path, answer in walk(person, SEEN):
        assert answer.status < 500, f"{path}: {answer.status}"
        if person.page.query_selector(LATE):  # the rest of it was there when the page was
            person.page.wait_for_load_state("networkidle")
        faults += [
            f"{login} {path}: {one['id']}: {one['nodes'][0]['html'][:160]}"
            for one in axe.run(person.page).response["violations"]
        ]
        width = width_on_a_telephone(person.page)
        if width > TELEPHONE:
            faults.append(f"{login} {path}: {width} px")
    person.page.wait_for_load_state("networkidle")  # so that the last of it is told as well
    heavy = {url: f"{most:,} bytes" for url, most in scales.weight.items() if most > HEAVIEST}
    assert not faults, "\n".join(faults)
    assert not heavy
    assert max(scales.weight.values()) > LIGHTEST  # it did weigh
    assert person.faults == []


def test_every_page_of_the_manual_is_narrow_enough(officer) -> None:
    person, wide = officer("anna", width=TELEPHONE), []
    person.goes_to("/manual/")
    leaves = person.page.eval_on_selector_all(
        ".manual nav a", "all => all.map(a => a.getAttribute('href'))"
    )
    assert len(leaves) > 1
    for path in leaves:
        person.goes_to(path)
        width = person.page.evaluate("document.documentElement.scrollWidth")
        if width > TELEPHONE:
            wide.append(f"{path}: {width} px")
    assert not wide, "\n".join(wide)
