"""Word x speaker x whose record x kind, between nodes: only what the owner signed has an effect."""

from itertools import product
from typing import get_args

import pytest

from tests.core.kinds.examples import BODIES
from tests.counts import SECOND
from tests.doors.ownership.doors import state, undone
from tests.doors.ownership.wire import Wire
from tests.doors.ownership.wording import (
    CONTENT,
    NOT_FROM_PEERS,
    OF_ROW,
    OF_TYPE,
    Speaker,
    Wholly,
    Word,
    expected,
)
from tocsin.core.errors import InvalidInput
from tocsin.core.formats.stix.shapes import TYPES
from tocsin.core.kinds import KINDS
from tocsin.core.protocol.decisions import TABLE, Effect
from tocsin.core.protocol.messages import Row
from tocsin.core.statements.shapes import SHAPES

TRAVEL = sorted(set(TYPES) & set(KINDS) - {"link", "basis"})  # those two need their ends
# What carries or ends a body; a membership, card, receipt or block is the same for every kind.
OF_A_KIND = tuple(product([*CONTENT, Word.WITHDRAWAL], [Wholly.HELD]))
SAID = tuple(product(Word, Wholly))[:: 10 if SECOND else 1]  # the second database: a tenth


def test_every_statement_row_and_kind_has_its_place() -> None:
    types = {type_ for type_, _schema in SHAPES}
    assert types == set(OF_TYPE) | NOT_FROM_PEERS, "a statement nobody said whose word it is"
    assert {one.__name__ for one in get_args(Row)} == set(OF_ROW)
    assert {*OF_TYPE.values(), *OF_ROW.values()} | {Word.REVISION} == set(Word)
    assert set(TRAVEL) <= set(BODIES)
    assert set(KINDS) - set(TYPES) <= {"foreign"}, "a kind that is told as no STIX object"


def hold(wire: Wire, word: Word, whose: Wholly, kind: str = "person") -> list[str]:
    """Let each speaker say the word; return where the answer is not the rule's, or has an effect."""
    wrong = []
    for speaker in Speaker:
        spoken = wire.about(whose, kind)
        with undone():
            before = state(spoken.id)
            decision = expected(word, speaker, whose)
            found = wire.hear(word, speaker, whose, spoken)
            if found != decision:
                wrong.append(f"{speaker}: {word} of {whose} ({kind}): {found}, not {decision}")
            if TABLE[decision].effect is not Effect.TAKEN and state(spoken.id) != before:
                wrong.append(f"{speaker}: {word} of {whose} ({kind}) changed the record")
    return wrong


def test_only_what_the_owner_signed_counts(cast) -> None:
    wire = Wire(cast).meet().world()
    wrong = [one for word, whose in SAID for one in hold(wire, word, whose)]
    assert not wrong, "\n".join(wrong)


def test_so_it_is_with_every_kind(cast) -> None:
    wire = Wire(cast).meet()
    kinds = TRAVEL[:: 10 if SECOND else 1]
    wrong = [one for kind in kinds for one in hold(wire, Word.RECORD, Wholly.NEW, kind)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.long
def test_so_it_is_with_every_kind_whatever_is_said(cast) -> None:
    wire, wrong = Wire(cast).meet(), []
    for kind in TRAVEL:
        wire.hold(Wholly.HELD, kind)
        wrong += [one for word, whose in OF_A_KIND for one in hold(wire, word, whose, kind)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("type_", sorted(NOT_FROM_PEERS))
def test_what_no_peer_says_of_records_is_not_taken_from_a_feed(cast, type_) -> None:
    from tocsin.core.statements.signed import sign
    from tocsin.rooms.exchange import envelopes

    wire = Wire(cast).meet()
    schema = next(schema for one, schema in SHAPES if one == type_)
    fields = dict.fromkeys(SHAPES[type_, schema].required, "x")
    signed = sign({"type": type_, "schema": schema, **fields}, wire.uto.key)
    with pytest.raises(InvalidInput, match="is not taken from a peer"):
        envelopes.read(envelopes.state(signed, wire.uto.id), sender=wire.uto.id)
