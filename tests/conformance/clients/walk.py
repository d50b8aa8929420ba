"""Walks a TAXII server with taxii2-client: every resource, filter and page; prints what it met."""

import json
import sys
import uuid

import requests
from taxii2client.v21 import Server, as_pages

url, password = sys.argv[1:3]
server = Server(url, user="token", password=password)
root = server.api_roots[0]
collection = root.collections[0]


def made(number: int, year: int = 2030) -> dict:
    pk = uuid.UUID(int=number, version=4)
    kind = "malware" if number % 3 == 0 else "indicator"
    return {
        "type": kind,
        "spec_version": "2.1",
        "id": f"{kind}--{pk}",
        "created": "2029-01-01T00:00:00.000Z",
        "modified": f"{year}-01-01T00:00:00.000Z",
        "name": f"Invented {number}",
    }


first = collection.add_objects({"objects": [made(n) for n in range(1, 26)]})
bad = collection.add_objects({"objects": [made(1, 2031), {"type": "indicator", "id": "no"}]})
pages = list(as_pages(collection.get_objects, per_request=7))
manifests = list(as_pages(collection.get_manifest, per_request=10))
one = made(1)["id"]
versions = collection.object_versions(one)
half = [row for page in manifests for row in page["objects"]][11]["date_added"]
try:
    collection.delete_object(one)
    deleted = True
except requests.exceptions.HTTPError as error:
    deleted = error.response.status_code
print(
    json.dumps(
        {
            "title": server.title,
            "versions": root.versions,
            "can": [collection.can_read, collection.can_write],
            "first": [first.status, first.success_count, first.failure_count],
            "bad": [bad.success_count, bad.failure_count],
            "status": root.get_status(first.id).total_count,
            "objects": [len(page["objects"]) for page in pages],
            "ids": len({o["id"] for page in pages for o in page["objects"]}),
            "manifest": [len(page["objects"]) for page in manifests],
            "of_one": versions["versions"],
            "one": [o["modified"] for o in collection.get_object(one)["objects"]],
            "all": [o["modified"] for o in collection.get_object(one, version="all")["objects"]],
            "malware": len(collection.get_objects(type="malware")["objects"]),
            "after": len(collection.get_objects(added_after=half)["objects"]),
            "deleted": deleted,
        }
    )
)
