"""A framework agreed and a profile kept between two nodes: each says the same, the owner ends it."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from tests.rooms.exchange.carrying import photograph
from tests.rooms.notices.alerts import PERSON

Waits = Callable[[Callable[[], object]], None]
ASKED = {"name": "Invented framework", "every": ["birth_date", "charged"], "review_months": 12}


def a_profile_is_kept_and_taken_back(home: Any, ally: Any, until: Waits) -> None:
    """Tell it through both nodes' APIs, as officers of both would."""
    group = home.post("administrator", "/groups/create", name="Invented group")["id"]
    home.post("administrator", f"/groups/{group}/add_member", bureau=ally.said["id"])
    framework = home.both(f"/frameworks/{group}/propose", **ASKED)["id"]
    path = f"/frameworks/{framework}"
    until(lambda: stands(ally, path))
    assert ally.get("bureau_officer", path)["in_force"] is None
    ally.both(f"{path}/agree", version=1)
    until(lambda: home.get("bureau_officer", path)["in_force"] == 1)
    assert ally.get("bureau_officer", path)["in_force"] == 1
    person = home.post("bureau_officer", "/records/draft", kind="person", body=PERSON)["id"]
    home.post("bureau_officer", f"/records/{person}/submit")
    sent = home.attach(person, "face.jpg", photograph())
    home.release(person, groups=[group], tlp="TLP:AMBER")
    a_photograph_comes_along(ally, person, sent["sha256"], until)
    said = {"framework": framework, "case": f"{home.code}-2026/0043", "stated": ["charged"]}
    profile = home.post("bureau_officer", f"/profiles/{person}/draft", **said)["id"]
    home.post("bureau_officer", f"/profiles/{profile}/submit")
    assert not stands(ally, f"/profiles/{profile}")
    home.both(f"/profiles/{profile}/release")
    until(lambda: stands(ally, f"/profiles/{profile}"))
    kept = ally.get("bureau_officer", f"/profiles/{profile}")
    assert (kept["lacking"], kept["qualifies"]) == ([], None)
    assert {"charged", "birth_date"} <= set(kept["met"])
    assert not ally.hits("Oksana Vyhadanenko", "1979-02-11"), "nobody is screened by a profile"
    home.both(f"/records/{profile}/withdraw", reason="the purpose was achieved")
    until(lambda: not stands(ally, f"/profiles/{profile}"))
    with pytest.raises(RuntimeError, match="404"):
        ally.get("bureau_officer", f"/records/{profile}")
    assert files_of(ally)
    home.both(f"/records/{person}/withdraw", reason="the purpose was achieved")
    until(lambda: not stands(ally, f"/records/{person}"))
    until(lambda: home.get("bureau_officer", f"/records/{person}/holders")["items"][0]["confirmed"])
    assert not files_of(ally), "a receipt is signed when the files are gone"


def a_photograph_comes_along(ally: Any, person: str, sha256: str, until: Waits) -> None:
    """Wait for the photograph at the other node and hold it against what its owner keeps."""
    path = f"/records/{person}"
    until(lambda: stands(ally, path) and ally.get("bureau_officer", path)["attachments"])
    (came,) = ally.get("bureau_officer", path)["attachments"]
    kept = ally.call("GET", f"/api/attachments/{came['id']}", role="bureau_officer", raw=True)
    assert came["sha256"] == hashlib.sha256(kept).hexdigest() == sha256
    assert not ally.get("bureau_officer", path)["awaited"]


def files_of(node: Any) -> list[Any]:
    """The files of attachments that lie in a node's home."""
    return [one for one in (node.home / "attachments").rglob("*") if one.is_file()]


def stands(node: Any, path: str) -> bool:
    """Say whether this node shows it; what is not there or hidden is a 404 as well."""
    try:
        node.get("bureau_officer", path)
    except RuntimeError as error:
        assert "404" in str(error)  # noqa: PT017  anything else is a fault of the node
        return False
    return True
