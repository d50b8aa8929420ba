"""The one schema family: which fields each type of statement has in the majors known here.

Only the fields at the top are listed; a record's typed body is the business of ``core/kinds``.
A shape is never edited once statements of it travel: a new field is a new major.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_HEAD = frozenset({"type", "schema"})


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields a statement must have and those it may have, beside type and schema."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()

    def fits(self, body: Mapping[str, Any]) -> bool:
        """Return whether the body has all the required fields and no unknown one."""
        fields = body.keys() - _HEAD
        return self.required <= fields <= self.required | self.optional


def _shape(required: str, optional: str = "") -> Shape:
    return Shape(frozenset(required.split()), frozenset(optional.split()))


def _with(shape: Shape, required: str) -> Shape:
    return Shape(shape.required | frozenset(required.split()), shape.optional)


# The envelope of a record: its body stays outside and is bound by the salted digest, so that
# content can be erased while everything that was ever signed stays provable.
_RECORD = _shape(
    "id kind owner revision label strands state at digest",
    "previous valid_until extract_of realm reviewer oversight reason",
)
# What an owner decides about a record without touching its content: its label or its state.
_RULING = _shape("id owner revision at verb state label", "reason")


def _family() -> Iterator[tuple[tuple[str, str], Shape]]:
    yield ("record", "record@1"), _RECORD
    yield ("record", "record@2"), _with(_RECORD, "files")  # a record that files are kept with
    yield ("ruling", "ruling@1"), _RULING
    yield ("membership", "membership@1"), _shape("group owner name version at members", "reason")
    yield ("key-event", "node-key@1"), _shape("bureau signing sealing not_before not_after")
    yield (
        ("key-event", "card@1"),
        _shape("bureau code name serial at root nodes revoked journal"),
    )
    yield ("key-event", "endpoint@1"), _shape("bureau url at", "certificate")
    yield ("request", "request@1"), _shape("from to method target digest at nonce")
    yield ("withdrawal", "withdrawal@1"), _shape("id owner revision at", "reason")
    yield ("block", "block@1"), _shape("id owner by at effect", "reason until")
    yield ("receipt", "receipt@1"), _shape("id owner revision holder at outcome", "reason")
    yield ("key-event", "station@1"), _shape("station name signing sealing")
    yield (
        ("border-copy", "border-copy@1"),
        _shape("bureau station number base at until feed digest"),
    )
    yield ("border-report", "border-report@1"), _shape("bureau station at digest")
    yield ("checkpoint", "checkpoint@1"), _shape("log epoch size root at text")


SHAPES: Mapping[tuple[str, str], Shape] = dict(_family())
