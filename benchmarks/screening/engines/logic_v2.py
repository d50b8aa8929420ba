"""nomenklatura's logic-v2 behind a trigram search with fifty candidates: what yente does."""

from functools import cache, lru_cache
from pathlib import Path

from followthemoney import EntityProxy, model
from followthemoney.types import registry
from nomenklatura.matching import get_algorithm

from benchmarks.screening.engines import Answer
from benchmarks.screening.engines.candidates import Candidates
from benchmarks.screening.questions import Row

CANDIDATES = 50


@cache
def _country(code: str) -> str | None:
    return registry.country.clean(code)


def entity(row: Row) -> EntityProxy:
    made = model.make_entity("Person")
    made.id = row.id
    properties = {
        "name": row.names, "birthDate": row.dob, "nationality": [_country(x) for x in row.nat],
        "gender": [row.gender] if row.gender else [], "passportNumber": row.docs,
    }  # fmt: skip
    for name, values in properties.items():
        made.add(name, values, cleaned=True)
    return made


class LogicV2:
    threshold = 0.7
    cores = 1

    def build(self, register: Path) -> None:
        self.search = Candidates(evidence=True)
        self.rows = list(self.search.build(register))
        self.algorithm = get_algorithm("logic-v2")
        self.config = self.algorithm.default_config()
        self.entity = lru_cache(100_000)(lambda at: entity(self.rows[at]))

    def answer(self, rows: list[Row], limit: int) -> list[Answer]:
        return [self._one(row, limit) for row in rows]

    def _one(self, row: Row, limit: int) -> Answer:
        asked = entity(row)
        found = []
        for at in self.search.search(row, CANDIDATES):
            other = self.entity(at)
            score = self.algorithm.compare(asked, other, self.config).score
            found.append((other.id, float(score)))
        found.sort(key=lambda x: -x[1])
        return [x for x in found if x[1] > 0][:limit]

    def likeness(self, pairs: list[tuple[str, str]]) -> list[float]:
        """Score pairs of names alone. Each side has an id of its own: the matcher caches by it."""
        found = []
        for at, names in enumerate(pairs):
            one, other = (
                entity(Row(f"{side}{at}", [name], [], [], "", []))
                for side, name in zip("ab", names, strict=True)
            )
            found.append(float(self.algorithm.compare(one, other, self.config).score))
        return found

    def facts(self) -> dict[str, float]:
        return {}
