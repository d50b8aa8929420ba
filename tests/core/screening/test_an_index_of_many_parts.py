"""An index that was changed between questions answers as one that was built of the same persons."""

import pytest

from tests.core.screening.people import REGISTER, with_changes
from tocsin.core.screening import Index, filing, index, widening

ADDED = [with_changes(x, id=f"n{at}") for at, x in enumerate(REGISTER * 3)]


@pytest.fixture(params=[0, 512], ids=["remembering", "looking up again"])
def many_parts(request, monkeypatch) -> None:
    """Segments are left apart from their second entry on, and remember words or do not."""
    monkeypatch.setattr(filing, "_SHORT", 2)
    monkeypatch.setattr(filing, "_MERGE_RATIO", 4)
    monkeypatch.setattr(index, "_FEW", 0)
    monkeypatch.setattr(widening, "REMEMBERED_FROM", request.param)


def test_parts_answer_as_one_whole(many_parts):
    changed = Index.build(REGISTER)
    left = {x.id: x for x in REGISTER}
    parts = 0
    for number, person in enumerate(ADDED):
        changed.add(person)
        left[person.id] = person
        if number % 3 == 2:
            changed.remove(ADDED[number - 1].id)
            del left[ADDED[number - 1].id]
        asked = REGISTER[number % len(REGISTER)]
        found = {match.id for match in changed.screen(asked, limit=100)}
        assert found <= left.keys()
        assert person.id in {match.id for match in changed.screen(person, limit=100)}
        parts = max(parts, len(changed._parts))
    assert parts > 2
    built = Index.build(left.values())
    for asked in REGISTER:
        every = built.screen(asked, limit=100, threshold=1e-9)
        assert changed.screen(asked, limit=100, threshold=1e-9) == every
    assert sorted(changed, key=lambda x: x.id) == sorted(left.values(), key=lambda x: x.id)
