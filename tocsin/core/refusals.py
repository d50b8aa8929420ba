"""What the reader of types (pydantic) refuses, said in our own sentences: one for each sort."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from tocsin.core.sentences import say


class Finding(NamedTuple):
    """One thing wrong with what was given: the path of the field and a sentence about it."""

    place: str
    sentence: str


# By the reader's own name of the sort; facts are those it gives. Longer beginnings win.
SENTENCES: Mapping[str, str] = {
    "": "is not what is expected here",
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "none_required": "must be left out",
    "string": "must be text",
    "string_too_long": "is longer than {max_length:,} characters",
    "string_too_short": "is too short",
    "string_pattern_mismatch": "does not have the form {pattern}",
    "too_long": "has more than {max_length:,} entries",
    "too_short": "must not be empty",
    "tuple": "must be a list",
    "list": "must be a list",
    "set": "must be a list",
    "frozen_set": "must be a list",
    "iterable": "must be a list",
    "dict": "must be an object with fields",
    "model": "must be an object with fields",
    "dataclass": "must be an object with fields",
    "enum": "must be one of {expected}",
    "literal_error": "must be one of {expected}",
    "int": "must be a whole number",
    "float": "must be a number",
    "finite_number": "must be a number",
    "decimal": "must be a number",
    "decimal_max_digits": "has too many digits",
    "decimal_max_places": "has too many digits",
    "decimal_whole_digits": "has too many digits",
    "bool": "must be true or false",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "uuid": "is not an id: 32 hexadecimal digits, such as the address of its page shows",
    "date": "is not a date: write 2031-05-04",
    "datetime": "is not a date with a time: write 2031-05-04T10:00:00Z",
    "time": "is not a time: write 10:00",
    "timezone": "is not a date with a time: write 2031-05-04T10:00:00Z",
    "url": "is not an address of the web",
    "bytes": "must be a file",
    "is_instance_of": "must be a file",
    "json": "is not JSON",
}


def path(location: tuple[int | str, ...]) -> str:
    """Return a location as it is written: ``names[0].text``."""
    written = ""
    for step in location:
        if isinstance(step, int):
            written += f"[{step}]"
        else:
            written += f".{step}" if written else step
    return written


def sentence(sort: str, context: Mapping[str, Any]) -> str:
    """Return our sentence for one sort of refusal."""
    if sort in {"value_error", "assertion_error"} and "error" in context:
        return say(str(context["error"]))
    while sort not in SENTENCES:
        sort = sort.rpartition("_")[0]
    facts = {name: value for name, value in context.items() if name != "error"}
    if "expected" in facts:
        facts["expected"] = str(facts["expected"]).replace(" or ", ", ")
    return say(SENTENCES[sort], **facts)


def findings_of(problem: ValidationError) -> list[Finding]:
    """Return everything that was refused, each in a sentence; never none."""
    found: list[Finding] = []
    for error in problem.errors(include_url=False, include_input=False):
        # A list whose only entry is wrong is called empty as well; one sentence is enough.
        if error["type"] == "too_short" and any(
            finding.place.startswith(path(error["loc"]) + "[") for finding in found
        ):
            continue
        found.append(Finding(path(error["loc"]), sentence(error["type"], error.get("ctx", {}))))
    return found
