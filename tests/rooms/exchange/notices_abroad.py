"""A notice between two nodes as two processes: released, kept, screened for, amended, taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.rooms.notices.alerts import PERSON, red

NAME, BORN = "Oksana Vyhadanenko", "1979-02-11"
Waits = Callable[[Callable[[], object]], None]


def a_notice_lives_and_ends(home: Any, ally: Any, until: Waits) -> None:
    """Tell its life through both nodes' APIs, as officers of both would."""
    case = f"{home.code}-2026/0042"
    notice = released(home, case)
    path = f"/notices/{notice}"
    until(lambda: path in [f"/notices/{row['id']}" for row in listed(ally)])
    kept = ally.get("bureau_officer", path)
    assert (kept["owner"], kept["stage"], kept["revision"]) == (home.code, "released", 1)
    assert kept["draft"] is None, "a draft never leaves"
    sheet = ally.call("GET", f"/api{path}/paper.html", role="bureau_officer", raw=True).decode()
    assert case in sheet
    until(lambda: ally.hits(NAME, BORN))
    said = home.get("bureau_officer", path)["body"] | {"headline": "Wanted still, and amended"}
    home.post("bureau_officer", f"{path}/edit", body=said)
    home.both(f"{path}/amend", version=edited(home, path), note="a better headline")
    until(lambda: ally.get("bureau_officer", path)["revision"] == 2)
    assert ally.get("bureau_officer", path)["body"]["headline"] == said["headline"]
    assert ally.hits(NAME, BORN)
    with pytest.raises(RuntimeError, match="only the bureau that owns"):
        ally.post("bureau_officer", f"{path}/edit", body=said)
    home.both(f"{path}/withdraw", reason="the purpose was achieved")
    until(lambda: not ally.hits(NAME, BORN))
    until(lambda: confirmed(home, notice))
    assert not listed(ally)
    with pytest.raises(RuntimeError, match="404"):
        ally.get("bureau_officer", path)
    with pytest.raises(RuntimeError, match="404"):
        ally.call("GET", f"/api{path}/paper.html", role="bureau_officer", raw=True)
    assert home.get("bureau_officer", path)["stage"] == "withdrawn"


def released(home: Any, case: str) -> str:
    """Draft, submit, approve and release a red notice to all members; return its number."""
    person = home.post("bureau_officer", "/records/draft", kind="person", body=PERSON)["id"]
    home.post("bureau_officer", f"/records/{person}/submit")
    contact = {"bureau": home.code, "desk": "duty_officer", "telephone": "+48220000000"}
    body = red(person, case=case, contact=contact, form="notice")
    label = {"everyone": True, "tlp": "TLP:AMBER"}
    made = home.post("bureau_officer", "/notices/draft", kind="notice", body=body, label=label)
    path = f"/notices/{made['id']}"
    home.post("bureau_officer", f"{path}/submit")
    home.post("reviewer", f"{path}/approve", grounds="in order", version=edited(home, path))
    home.post("bureau_officer", f"{path}/release")
    return str(made["id"])


def edited(home: Any, path: str) -> str:
    return str(home.get("reviewer", path)["draft"]["edited"])


def listed(node: Any) -> list[Any]:
    return list(node.get("bureau_officer", "/notices")["items"])


def confirmed(home: Any, notice: str) -> bool:
    rows = home.get("bureau_officer", f"/records/{notice}/holders")["items"]
    return [row["outcome"] for row in rows if row["confirmed"]] == ["purged"]
