"""One reads through visible_to; what walks round the rule has a conspicuous name and few homes."""

import ast
import re
from typing import Any

from django.apps import apps

from tests.house import tree
from tests.house.tree import ROOMS, report

# The only files that may say `unrestricted`: the tables, the verbs, and the named ones below.
MAY_SAY_UNRESTRICTED: dict[str, str] = {
    "tocsin/node/backup.py": "journals the backup in every log, and shows no record",
    "tocsin/node/cli/hosted.py": "finds which bureau the operator means",
    "tocsin/node/cli/node.py": "the operator's commands: there is no officer, and no page",
    "tocsin/node/demo/alerts.py": "reads its own notices again between two officers' verbs",
    "tocsin/node/health.py": "counts rows, shows none",
    "tocsin/node/keeping.py": "the operator rebuilds and examines everything, and shows no record",
    "tocsin/rooms/bureaus/founding.py": "makes the first officer, before there is a reader",
    "tocsin/rooms/bureaus/login/entries.py": "finds out who is logging in",
    "tocsin/rooms/bureaus/login/password.py": "finds out who is logging in",
    "tocsin/rooms/bureaus/reading/requests.py": "finds out who is reading, from a session or token",
    "tocsin/rooms/bureaus/verb.py": "stores and opens proposals, about a target already fetched",
    "tocsin/rooms/exchange/callers.py": "finds out which peer is calling, by its signature",
    "tocsin/rooms/exchange/collections.py": "a peer reaches its own feeds; each row is ruled on anew",
    "tocsin/rooms/exchange/dialling.py": "calls the peers of every bureau here; there is no reader",
    "tocsin/rooms/exchange/health.py": "counts for a peer that was found through the rule",
    "tocsin/rooms/exchange/reach.py": "asks the rules in the name of a peer's bureau",
    "tocsin/rooms/exchange/shelving.py": "a shelf is its bureau's own; collections says whose it is",
    "tocsin/rooms/hits/subjects.py": "the index holds all classes; each answer is cut to the reader's",
    "tocsin/rooms/journal/export.py": "the journal has no label; who exports it needs the power",
    "tocsin/rooms/journal/proof.py": "hashes only",
    "tocsin/rooms/oversight/audit.py": "the journal has no label; it reads the own bureau's log",
    "tocsin/rooms/oversight/ledger.py": "counts the own bureau's log",
    "tocsin/rooms/register/feed.py": "consumers get numbers and ids, and read through the rule",
    "tocsin/rooms/register/vault.py": "asks whether any record still holds a file, and erases it if none does",
    "tocsin/rooms/register/writing.py": "the lower half of this room's verbs",
    "tocsin/rooms/release/why.py": "asks the rules about one class",
}

# A framework may insist on the name `objects`.
HAS_OBJECTS = {"Officer": "Django's and allauth's log-in ask for it"}

# A relation to a record other than the record a row is a part of, with a way back.
HAS_A_WAY_BACK = {"Anchor.on": "deleting a record first asks what still hangs on it"}


def _ours() -> list[Any]:
    return [m for room in ROOMS for m in apps.get_app_config(room).get_models()]


def test_no_model_has_bare_objects() -> None:
    faults = [m.__name__ for m in _ours() if hasattr(m, "objects")]
    faults = [name for name in faults if name not in HAS_OBJECTS]
    assert not faults, report("Read through visible_to(reader):", faults)


def test_unrestricted_is_said_only_where_it_is_allowed() -> None:
    faults = []
    for path in tree.sources():
        inside = {"models", "actions"} & {path.stem, *path.parts}
        if inside or tree.name(path) in MAY_SAY_UNRESTRICTED:
            continue
        faults += [
            f"{tree.name(path)}:{node.lineno}"
            for node in ast.walk(tree.parsed(path))
            if isinstance(node, ast.Attribute) and node.attr == "unrestricted"
        ]
    assert not faults, report("Only tables, verbs and the files named here may:", faults)


def test_every_exception_is_still_needed() -> None:
    idle = [
        name
        for name in MAY_SAY_UNRESTRICTED
        if not (tree.ROOT / name).exists() or "unrestricted" not in (tree.ROOT / name).read_text()
    ]
    assert not idle, report("These files do not say it any more:", idle)


def test_no_record_leads_back_to_other_records() -> None:
    faults = []
    for model in _ours():
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created or field.name == "record":
                continue
            back = field.remote_field.related_name or ""
            place = f"{model.__name__}.{field.name}"
            to_records = field.related_model.__name__ == "Record"
            if to_records and not back.endswith("+") and place not in HAS_A_WAY_BACK:
                faults.append(f"{place}: related_name={back!r}")
    assert not faults, report('record.notice_set walks round the rule; say "+":', faults)


def test_templates_and_doors_never_ask_the_database_for_all() -> None:
    doors = [p for p in tree.sources() if p.stem in {"views", "api", "commands", "forms"}]
    said = re.compile(r"\.objects\.(all|filter|get)\(")
    faults = [
        f"{tree.name(p)}:{number} {line.strip()[:80]}"
        for p in doors
        for number, line in enumerate(p.read_text().splitlines(), 1)
        if said.search(line)
    ]
    assert not faults, report("A door builds no query by hand:", faults)
