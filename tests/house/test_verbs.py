"""One verb, one word, everywhere: action, power, journal, page, route and command."""

import inspect
import re

import pytest

from tests.house.tree import PACKAGE, report


@pytest.fixture(scope="module")
def verbs():
    from tocsin.rooms.bureaus.verb import VERBS

    return VERBS


def test_every_verb_stands_in_the_module_of_its_noun(verbs) -> None:
    for verb in verbs.values():
        module, action = verb.function.__module__, verb.function.__name__
        assert module == f"tocsin.rooms.{verb.room}.actions.{verb.plural}", verb.name
        assert action == verb.action, f"{verb.name} is made by a function called {action}"


def test_every_verb_has_a_page_a_route_and_a_command(verbs) -> None:
    import typer

    from tocsin.node.api import api
    from tocsin.node.cli.app import build
    from tocsin.node.doors.pages import patterns

    pages = {pattern.name for pattern in patterns()}
    routes = {
        operation["operationId"]
        for methods in api.get_openapi_schema()["paths"].values()
        for operation in methods.values()
    }
    tree = typer.main.get_command(build([]))
    for name, verb in verbs.items():
        assert name in pages, f"{name} has no page"
        assert name in routes, f"{name} has no route"
        group = tree.commands[verb.plural]
        assert verb.action.replace("_", "-") in group.commands, f"{name} has no command"


def test_every_power_is_held_by_a_role_and_used_by_a_verb_or_a_look(verbs) -> None:
    from tocsin.rooms.bureaus.powers import ROLES, Power

    held = frozenset().union(*ROLES.values())
    text = "\n".join(
        path.read_text() for path in (PACKAGE / "rooms").rglob("*.py") if path.name != "powers.py"
    )
    for power in Power:
        assert power in held, f"no role holds {power.value}"
        used = power.value in verbs or f"Power.{power.name}" in text
        assert used, f"nothing asks for {power.value}"


def test_every_verb_promises_something_and_returns_a_type(verbs) -> None:
    for verb in verbs.values():
        assert verb.promise.strip(), f"{verb.name} has no docstring"
        returned = inspect.signature(verb.function).return_annotation
        assert returned is not inspect.Signature.empty, f"{verb.name} has no return type"


def test_powers_are_listed_in_alphabetical_order() -> None:
    from tocsin.rooms.bureaus.powers import Power

    names = [power.name for power in Power]
    assert names == sorted(names)


def test_no_verb_names_its_arguments_to_people(verbs) -> None:
    faults = []
    for verb in verbs.values():
        said = verb.explanation.split()
        ends = {*said[:1], *said[-1:]}
        faults += [
            f"{verb.name} says {name!r}: {verb.explanation}"
            for name in re.findall(r"``(\w+)``", verb.promise)
            if name in verb.arguments.model_fields and {name, f"{name}."} & ends
        ]
    assert not faults, report("A page is for people, who know no argument by its name:", faults)
