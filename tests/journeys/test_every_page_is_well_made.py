"""Every page a role can reach: no axe violation, nothing from elsewhere, light, and not too wide."""

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
LOOKED_AT: dict[
    str, set[str]
] = {}  # by rule: a page another role showed already is not asked again


def walk(person, rule: str):
    """Yield each kind of page this officer can reach by links and nobody before her did."""
    queue, seen = deque(["/", "/manual/", "/api/docs"]), LOOKED_AT.setdefault(rule, set())
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


@pytest.mark.parametrize("login", ROLES)
def test_no_page_breaks_a_rule_of_accessibility(officer, login: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    person, axe, faults = officer(login), Axe(), []
    for path, answer in walk(person, "axe"):
        assert answer.status < 500, f"{path}: {answer.status}"
        found = axe.run(person.page)
        faults += [
            f"{login} {path}: {one['id']}: {one['nodes'][0]['html'][:160]}"
            for one in found.response["violations"]
        ]
    assert not faults, "\n".join(faults)
    assert person.faults == []


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


@pytest.mark.parametrize("login", ["marek", "adam", "maria"])
def test_every_page_is_light(officer, login: str) -> None:
    person = officer(login)
    scales = Scales(person.page)
    for _path, _answer in walk(person, "weight"):
        if person.page.query_selector(LATE):  # the rest of it was there when the page was
            person.page.wait_for_load_state("networkidle")
    person.page.wait_for_load_state("networkidle")  # so that the last of it is told as well
    heavy = {url: f"{most:,} bytes" for url, most in scales.weight.items() if most > HEAVIEST}
    assert not heavy
    assert max(scales.weight.values()) > LIGHTEST  # it did weigh


@pytest.mark.parametrize("login", ["anna", "marek", "adam", "maria"])
def test_no_page_is_wider_than_a_telephone(officer, login: str) -> None:
    person, wide = officer(login, width=360), []
    for path, _answer in walk(person, "width"):
        width = person.page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            wide.append(f"{path}: {width} px")
    assert not wide, "\n".join(wide)
