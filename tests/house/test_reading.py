"""One reads through visible_to; what walks round the rule has a conspicuous name and few homes."""

import ast
import re

from django.apps import apps

from tests.house import tree
from tests.house.tree import ROOMS, report

# The only files that may say `unrestricted`: the tables, the verbs, and the named ones below.
MAY_SAY_UNRESTRICTED: dict[str, str] = {
    "tocsin/rooms/bureaus/reader.py": "finds out who is reading, before there is a reader",
    "tocsin/rooms/bureaus/login.py": "finds an officer before there is a reader",
}


def _releasable() -> list[type]:
    models = [m for room in ROOMS for m in apps.get_app_config(room).get_models()]
    return [m for m in models if hasattr(m, "visible_to") or hasattr(m, "unrestricted")]


def test_a_model_that_is_released_has_no_bare_objects() -> None:
    faults = [m.__name__ for m in _releasable() if "objects" in vars(m)]
    assert not faults, report("Read through visible_to(reader):", faults)


def test_unrestricted_is_said_only_where_it_is_allowed() -> None:
    faults = []
    for path in tree.sources():
        inside = path.stem in {"models", "actions"} or path.parent.name in {"models", "actions"}
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


def test_relations_between_releasable_models_have_no_way_back() -> None:
    faults = []
    releasable = [m for m in _releasable() if hasattr(m, "visible_to")]
    for model in releasable:
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model in releasable:
                back = field.remote_field.related_name or ""
                if not back.endswith("+"):
                    faults.append(f"{model.__name__}.{field.name}: related_name={back!r}")
    assert not faults, report(
        'record.notice_set walks round the rule; say related_name="+":', faults
    )


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
