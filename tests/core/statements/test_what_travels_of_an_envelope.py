"""An envelope says its realm and the group versions it was released to; named bureaus stay home."""

from datetime import UTC, datetime
from uuid import UUID

from tocsin.core.labels import Label
from tocsin.core.statements.envelope import Envelope, travelling

RECORD, OWNER, GROUP, OTHER = (UUID(int=n, version=4) for n in range(1, 5))
AT = datetime(2026, 11, 21, 5, 28, tzinfo=UTC)
SALT = bytes(16)


def envelope(label: Label, **more: object) -> Envelope:
    return Envelope(
        id=RECORD, kind="person@1", owner=OWNER, revision=1, state="released", strands="C",
        label=label, at=AT, **more,
    )  # fmt: skip


def said(of: Envelope) -> dict[str, object]:
    return of.statement(salt=SALT, label_salt=SALT, body={})


def test_an_exercise_names_its_realm_and_the_live_realm_is_said_by_silence() -> None:
    assert said(envelope(Label(), realm="exercise"))["realm"] == "exercise"
    assert "realm" not in said(envelope(Label()))


def test_a_label_for_a_group_says_the_version_the_owner_knew() -> None:
    label = Label(groups=frozenset({GROUP}))
    told = said(envelope(label, group_versions={GROUP: 4, OTHER: 9}))["label"]
    assert told == {"groups": [str(GROUP)], "tlp": "TLP:AMBER+STRICT", "versions": {str(GROUP): 4}}
    ruled = envelope(label, group_versions={GROUP: 4}).ruling("record.widen", salt=SALT, reason="")
    assert ruled["label"] == told


def test_named_and_excluded_bureaus_travel_as_a_commitment_alone() -> None:
    label = Label(bureaus=frozenset({OTHER}), exclude=frozenset({GROUP}))
    told = travelling(label, SALT)
    assert set(told) == {"named", "tlp"}
    assert str(OTHER) not in str(told)
