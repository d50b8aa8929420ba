"""A room has the same few files, plus the nouns named here, each with what it holds."""

import pytest

from tests.house.tree import PACKAGE, ROOMS, report

KNOWN = {
    "__init__", "apps", "models", "lifecycle", "rules", "actions", "kinds", "panels", "reactions",
    "clocks", "forms", "views", "api", "commands", "urls", "migrations", "templates", "templatetags", "locale",
}  # fmt: skip

# A room's own nouns. A row here is a decision: say in a few words what the noun is.
OWN: dict[str, dict[str, str]] = {
    "journal": {
        "committer": "looks of one process, committed in groups",
        "export": "the journal as a file",
        "proof": "inclusion and consistency",
    },
    "bureaus": {
        "clock": "what a room wants done by itself, as data",
        "founding": "a bureau's first hour, before any officer",
        "keys": "the node's private keys on disk",
        "login": "how one gets in: password, second factor, sessions, OpenID Connect",
        "powers": "the enum of powers and the table of roles",
        "reader": "(officer, bureau, realm): who is reading",
        "reading": "from a request, or from posts, to the reader",
        "verb": "the decorator that makes an action a verb",
    },
    "release": {
        "once": "a page asks each thing once",
        "plans": "the rule table for one reader, put into SQL once",
        "why": "the same rules, asked about one class",
    },
    "register": {
        "dossier": "a record's page, gathered",
        "exporting": "records as a table that leaves the node",
        "feed": "the change feed, read by cursors",
        "searching": "what was asked and one page of answers",
        "vault": "files of attachments by their hash",
        "writing": "what every writing verb of the room shares",
    },
    "exchange": {
        "callers": "who calls a TAXII door: a peer by signature, a client by token",
        "collections": "what one caller reaches, as TAXII collections",
        "dialling": "calls to peers, side by side",
        "envelopes": "signed statements as STIX objects, written and read",
        "health": "how lines, holders and logs stand, for pages",
        "reach": "the rules, asked for a peer's bureau",
        "shelving": "reading foreign objects, page by page",
        "taxii": "TAXII 2.1's words: media types, filters, places, resources",
    },
    "blind": {
        "calling": "what takes long, done beside the worker",
        "desk": "blind matching as officers read it",
    },
    "missions": {
        "desk": "missions as officers read them: lists, and one with its offers",
    },
    "requests": {
        "desk": "requests as officers read them: lists, one thread, figures",
    },
    "notices": {
        "desk": "lists, the review queue, statistics of reviewing",
        "dossier": "a notice's page, gathered",
        "following": "special notices beside the list they follow",
        "due": "what is due, as a page and as a calendar",
        "preparing": "from a notice to what pre-flight looks at",
        "printed": "the notice on paper, as a page and as a PDF",
        "sheets": "the sheet of a notice while one types",
        "timers": "the clocks a notice runs under, as data",
    },
    "catalogue": {
        "comparing": "device references side by side, by region, strand and month",
        "digest": "what was released in a month, to read and as a Word document",
    },
    "profiles": {
        "agreeing": "which version of a framework is in force, by whose word",
        "assessing": "what a profile meets, looked up",
        "desk": "frameworks and profiles as officers read them",
    },
    "hits": {
        "answer": "what this reader may be told of the engine's matches",
        "desk": "one officer, one traveller at a time",
        "index": "the screening index of this process",
        "lists": "hits, manifests and clearances, a page at a time",
        "precision": "how often an answer of a given score is right",
        "shown": "a result as a page may show it now",
        "subjects": "who is screened for",
        "traveller": "who is asked about",
    },
    "border": {
        "desk": "stations as officers read them",
        "making": "copies made beside the worker",
    },
    "oversight": {
        "audit": "the log of one's own bureau, read as lines",
        "casefile": "petitions as their officers read them",
        "ledger": "how long, how well sealed, whether it verifies",
        "provenance": "where each datum of a record comes from",
        "unusual": "looks that stand out against an officer's habit",
    },
}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_only_the_files_of_a_room(room: str) -> None:
    folder = PACKAGE / "rooms" / room
    found = {p.stem for p in folder.iterdir() if p.name != "__pycache__" and p.suffix != ".pyc"}
    strange = sorted(found - KNOWN - OWN[room].keys())
    gone = sorted(OWN[room].keys() - found)
    assert not strange, report(f"{room} has files that no room has; name them in OWN:", strange)
    assert not gone, report(f"OWN names files that {room} no longer has:", gone)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_only_a_few_nouns_of_its_own(room: str) -> None:
    assert len(OWN[room]) <= 8, f"{room} has {len(OWN[room])} nouns of its own: two rooms in one?"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_keeps_its_templates_under_its_own_name(room: str) -> None:
    templates = PACKAGE / "rooms" / room / "templates"
    stray = [p.name for p in templates.iterdir() if p.name != room] if templates.exists() else []
    assert not stray, report(f"templates/ of {room} holds only {room}/:", stray)
