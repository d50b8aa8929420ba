"""Saved searches: save one, delete one."""

from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import Conflict
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb
from tocsin.rooms.register.models import SavedSearch

Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Query = Annotated[str, StringConstraints(max_length=500)]


@verb(Power.SEARCH_SAVE)
def save(act: Act, *, name: Name, query: Query) -> SavedSearch:
    """Keep a search under a name of one's own."""
    mine = SavedSearch.visible_to(act.reader)
    if mine.filter(name=name).exists():
        raise Conflict("you have a search of that name; choose another", place="name")
    search = SavedSearch.unrestricted.create(
        officer_id=act.reader.officer,
        bureau_id=act.reader.bureau,
        name=name,
        query=query,
        saved=act.at,
    )
    act.on(search.id)
    return search


@verb(Power.SEARCH_DELETE)
def delete(act: Act, search: SavedSearch) -> None:
    """Forget a saved search."""
    act.on(search.id)
    search.delete()
