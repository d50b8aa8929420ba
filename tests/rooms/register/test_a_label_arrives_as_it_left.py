"""What a signed label says to whoever receives it: the same audience, the same limits."""

from datetime import UTC, datetime

import pytest

from tocsin.core.labels import Handling, Label, Purpose, Tlp

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "limits",
    [
        {},
        {"tlp": Tlp.GREEN, "forward": True},
        {"purposes": {Purpose.BORDER_CONTROL}, "handling": {Handling.H1}},
        {"until": datetime(2031, 5, 4, tzinfo=UTC)},
    ],
)
def test_a_group_s_label_is_read_with_the_versions_it_travels_with(cast, limits) -> None:
    from tocsin.core.statements.signed import peek
    from tocsin.rooms.bureaus.actions import groups
    from tocsin.rooms.register.actions import copies
    from tocsin.rooms.register.models import Ruling

    group = groups.create(cast.home.administrator, name="Invented group")
    label = Label(groups=frozenset({group.pk}), **{"tlp": Tlp.AMBER, **limits})
    record = cast.release(cast.person(cast.home.bureau_officer), label)
    said = peek(bytes(Ruling.of(record)[0].statement)).body["label"]
    assert said["versions"] == {str(group.pk): 1}
    assert copies.travelled(said, frozenset()) == label
