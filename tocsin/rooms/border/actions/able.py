"""Who can answer for a station: officers of the bureau who may screen."""

from datetime import datetime
from uuid import UUID

from tocsin.rooms.bureaus.models import Post
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.reader import Reader


def able(reader: Reader, at: datetime) -> dict[UUID, str]:
    """Return the officers of the reader's bureau with the power to check, by id."""
    posts = Post.unrestricted.in_force(at).filter(bureau_id=reader.bureau)
    return {
        post.officer_id: post.officer.name
        for post in posts.select_related("officer")
        if Power.CHECK_RUN in post.powers()
    }
