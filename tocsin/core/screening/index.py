"""The index of a register: ask it about persons, add to it, remove from it, save and share it.

What is removed is never returned again, from that call on. ``version`` is the stamp of the
state an answer was drawn from; one who follows a numbered feed of changes sets it to the number.
Threads may ask and change one index at a time: an answer is drawn from one state of it.
"""

import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from os import PathLike

from tocsin.core.errors import InvalidInput, NotFound
from tocsin.core.screening import snapshot
from tocsin.core.screening.answering import Among, answers, log_odds
from tocsin.core.screening.apart import Readers, uncollected
from tocsin.core.screening.asking import Asking
from tocsin.core.screening.filing import Part, filed, joined_from, left_since
from tocsin.core.screening.match import Match, threshold_for
from tocsin.core.screening.person import Person
from tocsin.core.screening.waiting import Waiting

# So few questions are held to newcomers, and so few of these are told apart by their names.
_FEW, _FEW_HOPEFUL = 8, 8
# So many newcomers are worth a thread that files them; so many are filed before an answer.
_MANY_WAITING, _TOO_MANY_WAITING = 64, 256


class Index:
    """Persons to be found. Build one with :meth:`build`, or open a saved one with :meth:`open`."""

    def __init__(self, parts: list[Part], version: int) -> None:
        self._parts = parts
        self._waiting = Waiting()
        self._changing = threading.RLock()
        self._filing = threading.Thread()  # the last that was begun
        self.version = version

    @classmethod
    def build(cls, persons: Iterable[Person], *, version: int = 0, workers: int = 1) -> "Index":
        """Return an index of ``persons``. Of several with one id the last counts.

        ``workers``: processes that read the names of a long register while its persons are still
        coming, and threads that look up words.
        """
        with uncollected(), Readers(workers) as readers:
            given = readers.beside(persons)
            latest = {person.id: person for person in given}
            if len(latest) < len(given):
                given = readers.beside(latest.values())
            return cls([Part.whole(filed(given, [], workers, readers))], version)

    @classmethod
    def open(cls, path: str | PathLike[str]) -> "Index":
        """Return a saved index, memory-mapped: several processes share one copy of it.

        Raises MalformedFile if ``path`` is not a complete saved index.
        """
        segment, version = snapshot.read(path)
        return cls([Part.whole(segment)], version)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the index as it is now to one file, whole or not at all."""
        with self._changing:
            parts = self._settle()
            if len(parts) != 1 or parts[0].removed.any():
                self._file([], 0)
            segment, version = self._parts[0].segment, self.version
        snapshot.write(path, segment, version)

    def __len__(self) -> int:
        with self._changing:
            return sum(int((~x.removed).sum()) for x in self._parts) + len(self._waiting)

    def __iter__(self) -> Iterator[Person]:
        """Every person of the index, in no promised order."""
        with self._changing:
            waiting, parts = list(self._waiting), [*self._parts]
        for part in parts:
            yield from part.left()
        yield from waiting

    def __contains__(self, identifier: str) -> bool:
        with self._changing:
            return self._waiting.get(identifier) is not None or self._find(identifier) is not None

    def get(self, identifier: str) -> Person:
        """Return the entry with this id. Raises NotFound if there is none."""
        with self._changing:
            waits = self._waiting.get(identifier)
            if waits is not None:
                return waits
            found = self._find(identifier)
            if found is not None:
                return self._parts[found[0]].segment.person(found[1])
        raise NotFound("No entry has the id {identifier}.", identifier=repr(identifier[:80]))

    @property
    def size(self) -> int:
        """Bytes of the index in memory or on disk, what waits to be filed left out."""
        return sum(part.segment.size for part in self._parts)

    def add(self, person: Person, *, version: int | None = None) -> None:
        """Add ``person``, or replace the entry with its id. In force with the next question."""
        with self._changing:
            self._drop(person.id)
            self._waiting.add(person)
            self.version = self.version + 1 if version is None else version

    def remove(self, identifier: str, *, version: int | None = None) -> None:
        """Remove the entry with this id, at once. Raises NotFound if there is none."""
        with self._changing:
            if not self._drop(identifier):
                identifier = repr(identifier[:80])
                raise NotFound("No entry has the id {identifier}.", identifier=identifier)
            self.version = self.version + 1 if version is None else version

    def screen(
        self,
        person: Person,
        limit: int = 10,
        allowed: Collection[int | str] | None = None,
        at: datetime | None = None,
        *,
        threshold: float | None = None,
    ) -> list[Match]:
        """Return the entries that match ``person``, the best first, none below ``threshold``.

        Without one it is the question's own: THRESHOLD, or LEAST for a name without date and
        document. With a lower one candidates come too: their verdict is "none".
        Equal scores come by their ids: ``limit`` leaves out the same whenever they came. At most 64
        of a part are looked at for one question; of more equal ones, those who were filed first.

        ``allowed``: only entries of these classes, applied before ``limit``. ``at``: now; entries
        whose validity has ended by then are left out. Raises InvalidInput.
        """
        return self.screen_many([person], limit, allowed, at, threshold=threshold)[0]

    def screen_many(
        self,
        persons: Iterable[Person],
        limit: int = 10,
        allowed: Collection[int | str] | None = None,
        at: datetime | None = None,
        *,
        threshold: float | None = None,
    ) -> list[list[Match]]:
        """:meth:`screen` for each of ``persons``, in their order; much faster than one by one."""
        if limit < 1:
            raise InvalidInput("The limit must be at least 1.", place="limit")
        if threshold is not None and not 0.0 < threshold < 1.0:
            raise InvalidInput("The threshold must lie between 0 and 1.", place="threshold")
        if at is not None and at.tzinfo is None:
            raise InvalidInput("The moment needs a time zone.", place="at")
        asked = list(persons)
        return answers(self._among(asked, threshold), asked, limit, Asking(allowed, at), threshold)

    def _find(self, identifier: str) -> tuple[int, int] | None:
        for place, part in enumerate(self._parts):
            number = part.number_of(identifier)
            if number is not None:
                return place, number
        return None

    def _drop(self, identifier: str) -> bool:
        waited, found = self._waiting.drop(identifier), self._find(identifier)
        if found:
            place, number = found
            # Another part: an answer being drawn never misses both the old entry and the new.
            self._parts[place] = self._parts[place].without([number])
        return waited or found is not None

    def _file(self, persons: list[Person], first: int) -> None:
        """File ``persons``, and whoever is left of the parts from ``first`` on, as one part."""
        self._parts[first:] = [Part.whole(filed(persons, self._parts[first:]))]

    def _among(self, asked: list[Person], threshold: float | None) -> Among:
        """Return all that may answer. Many questions, or one that may mean many, file newcomers."""
        with self._changing:
            if len(asked) > _FEW or len(self._waiting) > _TOO_MANY_WAITING:
                return Among(self._settle())
            if not len(self._waiting):
                return Among([*self._parts])
            hopeful = []
            for person in asked:
                least = log_odds(threshold or threshold_for(person))
                hopeful.append(self._waiting.hopeful(person, least))
                if len(hopeful[-1]) > _FEW_HOPEFUL:
                    return Among(self._settle())
            if len(self._waiting) > _MANY_WAITING and not self._filing.is_alive():
                self._filing = threading.Thread(target=self._file_meanwhile, name="filing")
                with suppress(RuntimeError):  # no thread may be begun: filed when they are too many
                    self._filing.start()
            return Among([*self._parts], hopeful)

    def _settle(self) -> list[Part]:
        """File what waits and return all parts. Small segments are merged: there are never many."""
        with self._changing:
            if len(self._waiting):
                self._file(list(self._waiting), joined_from(self._parts, len(self._waiting)))
                self._waiting.clear()
            return [*self._parts]

    def _file_meanwhile(self) -> None:
        """File what waits while questions go on. Whoever goes meanwhile is gone afterwards."""
        with self._changing:
            persons, before = list(self._waiting), [*self._parts]
        first = joined_from(before, len(persons))
        part = Part.whole(filed(persons, before[first:]))
        part.segment.prepare()
        with self._changing:
            if [x.segment for x in before] != [x.segment for x in self._parts]:
                return  # others have filed them
            still = [x for x in persons if self._waiting.get(x.id) is x]
            gone = {x.id for x in persons}.difference(x.id for x in still)
            gone.update(left_since(before[first:], self._parts[first:]))
            numbers = [number for x in gone if (number := part.number_of(x)) is not None]
            self._parts[first:] = [part.without(numbers)]
            for person in still:
                self._waiting.drop(person.id)
