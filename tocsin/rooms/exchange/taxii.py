"""TAXII 2.1 as it is spoken here: media types, resources, filters and paging; no database.

A place in a collection is the ``date_added`` of its last object, which is unique and rises, so a
page costs the same wherever it lies and nothing is met twice or passed over.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict

from tocsin.core.errors import InvalidInput
from tocsin.core.formats.stix.objects import stamp_from
from tocsin.core.protocol.messages import Fresh

MEDIA_TYPE = "application/taxii+json;version=2.1"
STIX = "application/stix+json;version=2.1"
MOST = 1_000  # objects of one page
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
NOTHING = "nothing"
GENERATION = "x_tocsin_generation"  # of the feeds listed: they begin anew after a restore
MOST_GENERATIONS = 2**31
GROUPS = "x_tocsin_groups"  # shared with the reader: version, and when it was known as the newest
MOST_GROUPS = 10_000
VERSIONS = {"first", "last", "all"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks for: after which place, how many, and which objects."""

    after: int  # microseconds of Unix time
    limit: int
    ids: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    versions: tuple[str, ...] = ("last",)

    @property
    def everything(self) -> bool:
        """True when no filter but the place narrows it."""
        return not self.ids and not self.types and self.versions == ("last",)


class Entry(NamedTuple):
    """One object of a page: where it stands, and its exact JSON, which says the rest."""

    added: int
    raw: str

    def told(self) -> tuple[str, str]:
        """Return id and version, as a manifest says them; one without a version has its place."""
        value = json.loads(self.raw)
        said = value.get("modified") or value.get("created")
        moment = self.added if said is None else of_moment(stamp_from(said, "modified"))
        return str(value["id"]), spelled(moment)


@dataclass(frozen=True, slots=True)
class Page:
    """Entries in order of place, and whether more follow; ``last`` is the place gone over."""

    entries: list[Entry]
    more: bool
    last: int


def asked(query: QueryDict) -> Asked:
    """Read the filters; raise InvalidInput naming the one that cannot be understood."""
    after = place(str(query["next"])) if "next" in query else 0
    if "added_after" in query:
        after = max(after, micros(str(query["added_after"]), "added_after"))
    return Asked(
        after=after,
        limit=_limit(query.get("limit", "")),
        ids=_listed(query.get("match[id]", "")),
        types=_listed(query.get("match[type]", "")),
        versions=_versions(query.get("match[version]", "")),
    )


def only(asked: Asked, identifier: str, versions: str = "") -> Asked:
    """Return the same, asked of one object alone, in all its versions if said so."""
    wanted = ("all",) if versions == "all" else asked.versions
    kept = () if asked.ids == (NOTHING,) else (identifier,)
    return replace(asked, ids=kept or (NOTHING,), versions=wanted)


def none_of(asked: Asked) -> Asked:
    """Return the same, narrowed to nothing."""
    return replace(asked, ids=(NOTHING,))


def speaks_our_spec(query: QueryDict) -> bool:
    """Say whether objects of STIX 2.1 are asked for; there are no others."""
    wanted = _listed(query.get("match[spec_version]", ""))
    return not wanted or "2.1" in wanted


def _limit(text: str) -> int:
    if not text:
        return MOST
    if not text.isascii() or not text.isdigit() or not int(text[:12]) > 0:
        raise InvalidInput("must be a whole number from 1 on", place="limit")
    return min(int(text[:12]), MOST)


def _listed(text: str) -> tuple[str, ...]:
    if len(text) > 20_000:
        raise InvalidInput("names too many", place="match")
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _versions(text: str) -> tuple[str, ...]:
    found = _listed(text) or ("last",)
    for one in found:
        if one not in VERSIONS:
            micros(one, "match[version]")
    return found


def micros(text: str, place: str) -> int:
    """Return a TAXII timestamp as microseconds; raise InvalidInput naming ``place``."""
    if len(text) > 40 or not text.endswith("Z") or "T" not in text:
        raise InvalidInput(
            "must be a moment in UTC, such as 2031-05-04T10:00:00.000000Z", place=place
        )
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput("is no moment", place=place) from None
    return of_moment(moment)


def of_moment(moment: datetime) -> int:
    """Return a moment as microseconds of Unix time, exactly."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(micro: int) -> datetime:
    """Return the moment of these microseconds."""
    return EPOCH + micro * MICROSECOND


def spelled(micro: int) -> str:
    """Return microseconds as TAXII writes a moment."""
    return moment_of(micro).isoformat(timespec="microseconds").replace("+00:00", "Z")


def of_fresh(one: Fresh) -> dict[str, Any]:
    """Return as a list of collections says it how recent a group is known."""
    return {"id": str(one.group), "version": one.version, "at": spelled(of_moment(one.at))}


def fresh(said: Any) -> tuple[Fresh, ...]:
    """Read what a list of collections says of groups; raises InvalidInput naming the first bad."""
    if not isinstance(said, list) or len(said) > MOST_GROUPS:
        raise InvalidInput("must be a list of groups", place=GROUPS)
    return tuple(_fresh(one, f"{GROUPS}[{number}]") for number, one in enumerate(said))


def _fresh(said: Any, place: str) -> Fresh:
    match said:
        case {"id": str(group), "version": int(version), "at": str(at)} if version is not True:
            try:
                return Fresh(UUID(group), version, moment_of(micros(at, f"{place}.at")))
            except ValueError:
                raise InvalidInput("is no id", place=f"{place}.id") from None
    raise InvalidInput("must be a group with its version and a moment", place=place)


def token(place: int) -> str:
    """Return the opaque ``next`` of a place."""
    return base64.urlsafe_b64encode(place.to_bytes(8, "big")).rstrip(b"=").decode()


def place(text: str) -> int:
    """Return the place behind a ``next``; raise InvalidInput for one that was not given out."""
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"==")
    except (binascii.Error, ValueError):
        data = b""
    found = int.from_bytes(data, "big")
    if len(data) != 8 or token(found) != text or found > 2**56:
        raise InvalidInput("take it from the answer before", place="next")
    return found


def objects(page: Page) -> HttpResponse:
    """Answer with an envelope of objects, each as the exact text it is kept in."""
    parts = [f'"objects":[{",".join(entry.raw for entry in page.entries)}]'] if page.entries else []
    return _paged(page, parts)


def manifest(page: Page) -> HttpResponse:
    """Answer with the manifest of the same page."""
    told = [(entry.added, *entry.told()) for entry in page.entries]
    rows = [
        {"id": pk, "date_added": spelled(added), "version": version, "media_type": STIX}
        for added, pk, version in told
    ]
    return _paged(page, [f'"objects":{json.dumps(rows)}'] if rows else [])


def versions(page: Page) -> HttpResponse:
    """Answer with the versions of one object."""
    said = json.dumps([version for _pk, version in map(Entry.told, page.entries)])
    return _paged(page, [f'"versions":{said}'] if page.entries else [])


def _paged(page: Page, parts: list[str]) -> HttpResponse:
    if page.more:
        parts = ['"more":true', f'"next":"{token(page.last)}"', *parts]
    response = HttpResponse(f"{{{','.join(parts)}}}".encode(), content_type=MEDIA_TYPE)
    if page.entries:
        response["X-TAXII-Date-Added-First"] = spelled(page.entries[0].added)
        response["X-TAXII-Date-Added-Last"] = spelled(max(page.last, page.entries[-1].added))
    return response


def answer(said: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Answer with a resource."""
    return HttpResponse(json.dumps(said), status=status, content_type=MEDIA_TYPE)


def refuse(status: int, title: str, sentence: str, code: str) -> HttpResponse:
    """Answer with TAXII's error message."""
    said = {"title": title, "description": sentence, "error_code": code, "http_status": str(status)}
    response = answer(said, status)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="taxii2"'
    return response


def accepts(request: HttpRequest) -> bool:
    """Say whether the client takes TAXII 2.1; none named is any."""
    return any(_is_ours(part) for part in request.headers.get("Accept", "*/*").split(","))


def sends(request: HttpRequest) -> bool:
    """Say whether a post comes as TAXII 2.1."""
    return _is_ours(request.headers.get("Content-Type", ""), wild=False)


def _is_ours(text: str, *, wild: bool = True) -> bool:
    kind, *parameters = (part.strip().lower() for part in text.split(";"))
    version = next((one for one in parameters if one.startswith("version=")), "version=2.1")
    if kind == "application/taxii+json":
        return version == "version=2.1"
    return wild and kind in {"*/*", "application/*"}


def discovery(base: str, roots: Iterable[str], default: str) -> dict[str, Any]:
    """Return the discovery resource."""
    found = [f"{base}/taxii2/{root}/" for root in roots]
    return {
        "title": "Tocsin",
        "description": "Warnings between bureaus; each caller finds what was released to it.",
        "default": f"{base}/taxii2/{default}/",
        "api_roots": found,
    }


def root(title: str, longest: int) -> dict[str, Any]:
    """Return an API root."""
    return {"title": title, "versions": [MEDIA_TYPE], "max_content_length": longest}


def collection(pk: Any, title: str, *, read: bool, write: bool) -> dict[str, Any]:
    """Return a collection."""
    return {
        "id": str(pk),
        "title": title,
        "can_read": read,
        "can_write": write,
        "media_types": [STIX],
    }
