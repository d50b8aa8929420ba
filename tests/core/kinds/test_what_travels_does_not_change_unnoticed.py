"""Fields and words are promises to every peer: added with thought, never renamed, never reused.

After a change that was meant: ``make vectors``, and say in the changelog what peers will meet.
"""

import json

from tests.vectors.make_kinds import HERE, shapes

KEPT = json.loads((HERE / "kinds.json").read_text())


def test_every_kind_has_the_fields_and_words_that_were_promised():
    assert shapes() == KEPT


def test_every_kind_that_is_promised_has_its_major_version():
    assert all(schema.rpartition("@")[2].isdigit() for schema in KEPT)
