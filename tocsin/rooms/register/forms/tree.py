"""A body as typed into a page: names of inputs are paths, such as ``body.names[0].text``.

``tree_of`` reads the inputs into nested lists and mappings, blank rows kept; ``grow`` adds a row or
takes one out. Names that are no path of ours are ignored.
"""

import re
from collections.abc import Iterable
from typing import Any

PREFIX = "body"
MOST_ROWS = 200
_STEP = re.compile(r"\.([a-z_]{1,40})|\[([0-9]{1,3})\]")
_DEEPEST = 6


def steps_of(path: str) -> list[str | int] | None:
    """Return the steps of a path below the prefix; None when it is not one."""
    if not path.startswith(PREFIX):
        return None
    rest = path[len(PREFIX) :]
    found = list(_STEP.finditer(rest))
    if "".join(step[0] for step in found) != rest or not 1 <= len(found) <= _DEEPEST:
        return None
    return [step[1] or int(step[2]) for step in found]


def tree_of(inputs: Iterable[tuple[str, list[str]]]) -> dict[str, Any]:
    """Return what was typed as nested mappings and lists; several values of one name as a list."""
    loose: dict[Any, Any] = {}
    for name, values in inputs:
        steps = steps_of(name)
        if steps is None:
            continue
        at = loose
        for step in steps[:-1]:
            below = at.setdefault(step, {})
            if not isinstance(below, dict):
                break
            at = below
        else:
            at[steps[-1]] = values if len(values) > 1 else values[0]
    return {name: _tight(value) for name, value in loose.items() if isinstance(name, str)}


def _tight(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(isinstance(key, int) for key in value):
        return [_tight(value[key]) for key in sorted(value)][:MOST_ROWS]
    return {key: _tight(part) for key, part in value.items() if isinstance(key, str)}


def grow(tree: dict[str, Any], *, add: str = "", remove: str = "") -> dict[str, Any]:
    """Return the tree with a blank row at the end of ``add``, or without the row ``remove``."""
    if add:
        steps = steps_of(add) or []
        if steps:
            rows = _at(tree, steps, make=True)
            if isinstance(rows, list) and len(rows) < MOST_ROWS:
                rows.append("")
    if remove:
        steps = steps_of(remove) or []
        rows = _at(tree, steps[:-1]) if len(steps) > 1 else None
        place = steps[-1] if steps else None
        if isinstance(rows, list) and isinstance(place, int) and place < len(rows):
            del rows[place]
    return tree


def _at(tree: Any, steps: list[str | int], *, make: bool = False) -> Any:
    at = tree
    for number, step in enumerate(steps):
        if isinstance(step, int):
            if not isinstance(at, list) or step >= len(at):
                return None
            at = at[step]
            continue
        if not isinstance(at, dict):
            return None
        if make and not at.get(step):
            last = number == len(steps) - 1
            at[step] = [] if last else {}
        at = at.get(step)
    return at
