"""splink on DuckDB: blocks and weights of Fellegi and Sunter, trained by expectation maximisation.

Trained on the first questions it is asked and the register, which flatters it a little.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyarrow as pa
import splink.comparison_library as cl
from rigour.text.phonetics import metaphone
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from benchmarks.screening.engines import Answer
from benchmarks.screening.engines.folding import folded
from benchmarks.screening.questions import Row
from benchmarks.screening.sets import load

_BLOCKS = [
    block_on("whole"), block_on("last"), block_on("first", "year"), block_on("last_sound", "year"),
    block_on("first_sound", "last_sound"), block_on("born"),
]  # fmt: skip


def _records(rows: Iterable[Row]) -> pa.Table:
    """One record a name: splink compares fields, not lists of names."""
    records = []
    for row in rows:
        for number, name in enumerate(row.names):
            words = sorted(folded(name).split(), key=len)
            born = row.dob[0] if row.dob else ""
            first, last = (words[0], words[-1]) if words else ("", "")
            records.append({
                "unique_id": f"{row.id}#{number}", "whole": " ".join(sorted(words)) or None,
                "first": first or None, "last": last or None,
                "first_sound": metaphone(first) or None, "last_sound": metaphone(last) or None,
                "born": born if len(born) == 10 else None, "year": born[:4] or None,
                "state": row.nat[0] if row.nat else None, "sex": row.gender or None,
            })  # fmt: skip
    columns = [
        "unique_id",
        "whole",
        "first",
        "last",
        "first_sound",
        "last_sound",
        "born",
        "year",
        "state",
        "sex",
    ]
    return pa.table({name: pa.array([x[name] for x in records], pa.string()) for name in columns})


class Splink:
    threshold = 0.5
    cores = 2

    def build(self, register: Path) -> None:
        self.register = _records(load(register))
        self.trained: dict[str, Any] | None = None
        # It learns from questions that have answers; strangers, who are timed first, have none.
        asked = load(register.with_name("members.jsonl"))
        self._train([row for row in asked if row.main])

    def _linker(self, rows: list[Row]) -> Linker:
        # A database of its own: tables of earlier questions are looked for after they are deleted.
        database = DuckDBAPI()
        entries = database.register(self.register, table_name="register")
        questions = database.register(_records(rows), table_name="questions")
        settings = self.trained or SettingsCreator(
            link_type="link_only",
            comparisons=[
                cl.JaroWinklerAtThresholds("whole", [0.97, 0.93, 0.88, 0.8]),
                cl.JaroWinklerAtThresholds("last", [0.95, 0.88]).configure(term_frequency_adjustments=True),
                cl.LevenshteinAtThresholds("born", [1, 2]), cl.ExactMatch("year"), cl.ExactMatch("state"),
                cl.ExactMatch("sex"),
            ],
            blocking_rules_to_generate_predictions=_BLOCKS,
        )  # fmt: skip
        return Linker([entries, questions], settings, log_level="ERROR")

    def _train(self, rows: list[Row]) -> None:
        linker = self._linker(rows)
        training = linker.training
        training.estimate_probability_two_random_records_match([block_on("whole")], recall=0.6)
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        training.estimate_parameters_using_expectation_maximisation(block_on("born"))
        training.estimate_parameters_using_expectation_maximisation(block_on("whole"))
        self.trained = linker.misc.save_model_to_json()

    def answer(self, rows: list[Row], limit: int) -> list[Answer]:
        linker = self._linker(rows)
        pairs = linker.inference.predict(threshold_match_probability=1e-9)
        best: dict[str, dict[str, float]] = {row.id: {} for row in rows}
        for record in pairs.as_record_list():
            ends = [record["unique_id_l"].split("#")[0], record["unique_id_r"].split("#")[0]]
            asked, entry = ends if ends[0] in best else ends[::-1]
            score = record["match_probability"]
            best[asked][entry] = max(score, best[asked].get(entry, 0.0))
        return [sorted(best[row.id].items(), key=lambda x: -x[1])[:limit] for row in rows]

    def facts(self) -> dict[str, float]:
        return {}
