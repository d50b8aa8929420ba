"""Where each field of each form stands: Doc 9303 parts 4 (TD3), 5 (TD1), 6 (TD2), 7 (visas).

Places count from 0 and exclude their stop, as in Python; a check digit follows its field.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """Part of one line."""

    line: int
    start: int
    stop: int


@dataclass(frozen=True)
class Form:
    """The layout of one form of zone."""

    called: str
    lines: int
    length: int
    visa: bool
    kind: Span
    issuer: Span
    name: Span
    number: Span
    nationality: Span
    birth: Span
    sex: Span
    expiry: Span
    optional: tuple[Span, ...]
    checked: tuple[tuple[str, Span], ...]
    long_number: Span | None = None
    composite: Span | None = None
    composite_of: tuple[Span, ...] = ()


def _two_lines(
    called: str, length: int, *, visa: bool, optional: Span, personal: bool = False
) -> Form:
    """Return the layout that passports, TD2 cards and visas share."""
    birth, expiry = Span(1, 13, 19), Span(1, 21, 27)
    checked = [("date of birth", birth), ("date of expiry", expiry)]
    if personal:
        checked.append(("personal number", optional))
    return Form(
        called=called, lines=2, length=length, visa=visa,
        kind=Span(0, 0, 2), issuer=Span(0, 2, 5), name=Span(0, 5, length),
        number=Span(1, 0, 9), nationality=Span(1, 10, 13), birth=birth, sex=Span(1, 20, 21),
        expiry=expiry, optional=(optional,), checked=tuple(checked),
        long_number=optional if called == "TD2" else None,
        composite=None if visa else Span(1, length - 1, length),
        composite_of=(Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, length - 1)),
    )  # fmt: skip


_TD1 = Form(
    called="TD1", lines=3, length=30, visa=False,
    kind=Span(0, 0, 2), issuer=Span(0, 2, 5), name=Span(2, 0, 30),
    number=Span(0, 5, 14), nationality=Span(1, 15, 18), birth=Span(1, 0, 6), sex=Span(1, 7, 8),
    expiry=Span(1, 8, 14), optional=(Span(0, 15, 30), Span(1, 18, 29)),
    checked=(("date of birth", Span(1, 0, 6)), ("date of expiry", Span(1, 8, 14))),
    long_number=Span(0, 15, 30),
    composite=Span(1, 29, 30),
    composite_of=(Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)),
)  # fmt: skip

FORMS = {
    form.called: form
    for form in (
        _TD1,
        _two_lines("TD2", 36, visa=False, optional=Span(1, 28, 35)),
        _two_lines("TD3", 44, visa=False, optional=Span(1, 28, 42), personal=True),
        _two_lines("MRV-A", 44, visa=True, optional=Span(1, 28, 44)),
        _two_lines("MRV-B", 36, visa=True, optional=Span(1, 28, 36)),
    )
}
