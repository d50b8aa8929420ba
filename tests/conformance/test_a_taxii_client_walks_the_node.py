"""taxii2-client walks discovery, root, collections, objects, manifests, versions and statuses."""

from tests.conformance.running import run


def test_the_reference_client_walks_every_resource(cast, live_server, monkeypatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1,localhost")
    token = cast.token(cast.home, "bureau_officer")
    said = run("taxii", "walk.py", f"{live_server.url}/taxii2/", token)
    assert said["versions"] == ["application/taxii+json;version=2.1"]
    assert said["can"] == [True, True]
    assert said["first"] == ["complete", 25, 0]
    assert said["bad"] == [1, 1]
    assert said["status"] == 25
    assert said["objects"] == [7, 7, 7, 4]
    assert said["ids"] == 25
    assert sum(said["manifest"]) == 25
    assert len(said["of_one"]) == len(said["all"]) == 2
    assert said["one"] == ["2031-01-01T00:00:00.000Z"]
    assert said["malware"] == 8
    assert said["after"] == 13
    assert said["deleted"] == 403
