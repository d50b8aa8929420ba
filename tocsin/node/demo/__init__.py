"""The invented consortium: three bureaus, their staff, a small story, and files to try.

Everything here is fiction. It goes through the same verbs as any officer's work, so the demo node
has a true journal, true proposals and true signatures.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tocsin.node.demo import papers, questions, staff, story

PASSWORD = staff.PASSWORD


def fill(at: datetime) -> Iterator[str]:
    """Fill an empty node and yield what to tell the newcomer: log-ins and files to try."""
    cast = staff.hire(at)
    story.tell(cast)
    questions.ask(cast)
    questions.support(cast)
    folder = Path(settings.TOCSIN_HOME) / "demo"
    papers.write(folder)
    yield "An invented consortium is on this node. Everybody in it is fiction."
    yield ""
    yield f"  password for all of them:  {PASSWORD}"
    yield ""
    for line in cast.lines():
        yield f"  {line}"
    yield ""
    yield f"  files to try:  {folder}/manifest.csv (1,000 passengers), zone.txt, un-list.xml"
    yield ""
