"""A draft thrown away takes its files with it, and stays while a link hangs on it."""

import pytest

from tests.cast import Cast
from tocsin.core.errors import Conflict
from tocsin.core.kinds import Relation
from tocsin.rooms.bureaus.verb import Upload
from tocsin.rooms.register import vault
from tocsin.rooms.register.actions import attachments, links, records
from tocsin.rooms.register.models import Record


@pytest.mark.django_db(transaction=True)  # a file goes only once its row is committed away
def test_the_file_of_a_discarded_draft_is_gone(cast: Cast) -> None:
    home = cast.home.bureau_officer
    draft = records.draft(home, kind="person", body={"names": [{"text": "Olena Testenko"}]})
    file = attachments.add(home, draft, file=Upload(name="a.txt", data=b"of a draft"))
    assert vault.path(file.digest).exists()
    records.discard(home, draft)
    assert not vault.path(file.digest).exists()


def test_a_draft_with_a_link_is_not_torn_out(cast: Cast) -> None:
    home = cast.home.bureau_officer
    draft = records.draft(home, kind="person", body={"names": [{"text": "Olena Testenko"}]})
    links.add(
        home, draft, to=cast.person(home, "Piotr Otherski").pk, relation=Relation.ASSOCIATE_OF
    )
    with pytest.raises(Conflict):
        records.discard(home, draft)
    assert Record.visible_to(home).filter(pk=draft.pk).exists()
