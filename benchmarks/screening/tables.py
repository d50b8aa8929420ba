"""The figures of a run as tables: heads and rows of text, for the terminal and for the manual."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.screening import calibration, measures
from benchmarks.screening.engines import ENGINES
from benchmarks.screening.measures import Floats, Interval
from benchmarks.screening.pairs import read
from benchmarks.screening.summary import Sheet, groups, sheet

# Measured by others on real names (37,581 listed, and with a crowd around them a million): who is
# found first, and found at 1 % false alerts, with dates of birth and without. None: not measured.
REAL: dict[tuple[int, bool], dict[str, tuple[float, float | None]]] = {
    (37_581, True): {"logic_v2": (0.802, 0.644), "token_sort": (0.756, 0.558)},
    (37_581, False): {"logic_v2": (0.699, 0.592), "token_sort": (0.656, 0.413)},
    (1_000_000, True): {"logic_v2": (0.785, 0.407), "token_sort": (0.658, 0.229)},
    (1_000_000, False): {"logic_v2": (0.675, None)},
}
ALLOWED = 0.03


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heading."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]]

    def markdown(self) -> str:
        lines = [self.head, ("---",) * len(self.head), *self.rows]
        return "\n".join("| " + " | ".join(row) + " |" for row in lines)

    def text(self) -> str:
        widths = [
            max(len(row[at]) for row in [self.head, *self.rows]) for at in range(len(self.head))
        ]
        lines = [
            "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True))
            for row in [self.head, *self.rows]
        ]
        return "\n".join([self.title, *lines, ""])


@dataclass(frozen=True, slots=True)
class Run:
    """One size of register, and what each engine said of it."""

    size: int
    folder: Path
    results: dict[str, dict[str, Any]]

    def sheet(self, name: str, *, dated: bool = True) -> Sheet:
        return sheet(self.folder, self.results[name], dated=dated)

    def names(self, *, dated: bool = True) -> list[str]:
        """The engines that answered, or that answered without dates too."""
        asked = "members" if dated else "members, undated"
        return [x for x in ENGINES if x in self.results and asked in self.results[x]["sets"]]


def title_of(name: str) -> str:
    return ENGINES[name][2]


def hardness(runs: Iterable[Run]) -> Table:
    """The peers on our set beside the same peers on real names."""
    rows = []
    for run in runs:
        for dated in (True, False):
            for name, real in REAL.get((run.size, dated), {}).items():
                if name not in run.names(dated=dated):
                    continue
                figures = run.sheet(name, dated=dated).figures()
                for label, key, wanted in (
                    ("found first", "R@1", real[0]),
                    ("found at 1 % false alerts", "hit@1%", real[1]),
                ):
                    if wanted is None:
                        continue
                    away = figures[key] - wanted
                    rows.append((
                        title_of(name), f"{run.size:,}", "yes" if dated else "no", label, f"{wanted:.3f}",
                        f"{figures[key]:.3f}", f"{away:+.3f}", "yes" if abs(away) <= ALLOWED else "no",
                    ))  # fmt: skip
    head = (
        "engine",
        "entries",
        "dates",
        "measure",
        "real names",
        "this bench",
        "away",
        f"within {ALLOWED}",
    )
    return Table("As hard as real names", head, rows)


def headline(runs: Iterable[Run], *, dated: bool) -> Table:
    rows = []
    for run in runs:
        for name in run.names(dated=dated):
            x = run.sheet(name, dated=dated).figures()
            rows.append((
                title_of(name), f"{run.size:,}", f"{x['R@1']:.3f}", f"{x['R@10']:.3f}", f"{x['hit@1%']:.3f}",
                f"{x['hit@own']:.3f}", f"{x['foreign@own']:.4f}", f"{x['hard@own']:.4f}",
            ))  # fmt: skip
    head = ("engine", "entries", "recall@1", "recall@10", "found at 1 % false alerts",
            "found at its own threshold", "false alerts, rare names", "false alerts, shared names")  # fmt: skip
    return Table("With partial evidence" if dated else "Dates of birth withheld", head, rows)


def _signed(x: Interval) -> str:
    return f"{x.value:+.3f} ({x.low:+.3f} to {x.high:+.3f})"


def differences(
    run: Run, peer: str, *, dated: bool
) -> list[tuple[str, int, float, float, Interval, Interval]]:
    """For each class and script: n, our recall@1 and @10, and how far from the peer's, paired."""
    ours, theirs = run.sheet("tocsin", dated=dated), run.sheet(peer, dated=dated)
    count = min(len(ours.rows), len(theirs.rows))
    rows = []
    for group, which in groups(ours.rows[:count]).items():
        mine, other = ours.members, theirs.members
        gaps = [
            measures.interval(mine.at(n)[:count][which].astype(float) - other.at(n)[:count][which])
            for n in (1, 10)
        ]
        rows.append((group, int(which.sum()), float(mine.at(1)[:count][which].mean()),
                     float(mine.at(10)[:count][which].mean()), *gaps))  # fmt: skip
    return rows


def by_class(run: Run, peer: str, *, dated: bool) -> Table:
    rows = [
        (group, str(n), f"{first:.3f}", f"{ten:.3f}", _signed(one), _signed(other),
         "below" if one.high < 0 or other.high < 0 else "")
        for group, n, first, ten, one, other in differences(run, peer, dated=dated)
    ]  # fmt: skip
    head = (
        "class or script",
        "n",
        "recall@1",
        "recall@10",
        f"@1 against {peer} (95 %)",
        f"@10 against {peer} (95 %)",
        "",
    )
    return Table(f"By class and script, {'with' if dated else 'without'} dates", head, rows)


def own_classes(run: Run) -> Table:
    """Our engine by class and script, where no peer was asked."""
    both = run.sheet("tocsin"), run.sheet("tocsin", dated=False)
    rows = [
        (
            group,
            str(which.sum()),
            *(f"{x.members.at(n)[which].mean():.3f}" for x in both for n in (1, 10)),
        )
        for group, which in groups(both[0].rows).items()
    ]
    head = ("class or script", "n", "recall@1", "recall@10", "@1 undated", "@10 undated")
    return Table("By class and script", head, rows)


def names_alone(run: Run) -> Table:
    rows = []
    for label, name in (("generated", "pairs"), ("a peer's own cases", "cases")):
        path = run.folder / f"{name}.jsonl"
        if not path.is_file():
            continue
        right = np.array([pair.right for pair in read(path)])
        for engine in run.names():
            if name in run.results[engine]:
                score = np.array(run.results[engine][name])
                rows.append((
                    title_of(engine), label, f"{len(right):,}", f"{measures.average_precision(right, score):.3f}",
                    f"{measures.best_f1(right, score):.3f}", f"{measures.recall_at_false_rate(right, score, 0.01):.3f}",
                ))  # fmt: skip
    head = ("matcher", "pairs", "n", "average precision", "best F1", "recall at 1 % false")
    return Table("Names alone", head, rows)


def passengers(runs: Iterable[Run]) -> Table:
    """False alarms of a manifest in which nobody is listed, with an upper bound of 95 %."""
    rows = []
    for run in runs:
        for name in run.names():
            mine = run.results[name]["sets"].get("passengers")
            if not mine:
                continue
            top = measures.highest(mine["answers"])
            members = run.sheet(name).drawn
            per = 100_000 / len(top)
            least = run.results[name]["threshold"]
            count = int((top >= least).sum())
            rows.append((title_of(name), f"{run.size:,}", f"{len(top):,}", "possible" if name == "tocsin" else "its own threshold",
                         *_alarms(count, per), f"{(members.score >= least).mean():.3f}"))  # fmt: skip
            if mine["verdicts"]:
                strong = mine["verdicts"].count("strong")
                main = [
                    v
                    for v, r in zip(
                        run.results[name]["sets"]["members"]["verdicts"],
                        run.sheet(name).rows,
                        strict=True,
                    )
                    if r.main
                ]
                rows.append(
                    (
                        title_of(name),
                        f"{run.size:,}",
                        f"{len(top):,}",
                        "strong",
                        *_alarms(strong, per),
                        f"{main.count('strong') / len(main):.3f}",
                    )
                )
    head = (
        "engine",
        "entries",
        "passengers",
        "level",
        "false alarms per 100,000",
        "at most (95 %)",
        "listed found there",
    )
    return Table("False alarms at a border", head, rows)


def _alarms(count: int, per: float) -> tuple[str, str]:
    upper = (np.sqrt(count + 1) + 0.98) ** 2 if count else 3.0
    return f"{count * per:.1f}", f"{upper * per:.1f}"


_WORTH_TELLING = 1e-3  # a score below which nobody is shown but to who asks by name alone


def bands(run: Run, worth: calibration.Worth) -> list[calibration.Band]:
    """Ten bands of our own engine's scores, right ones and those that passengers raise."""
    mine = run.results["tocsin"]
    sets, least = mine["sets"], _WORTH_TELLING
    rows = run.sheet("tocsin").rows
    right = [
        score
        for row, answer in zip(rows, sets["members"]["answers"], strict=True)
        for identifier, score in answer
        if row.main and identifier == row.answer and score >= least
    ]
    wrong: Floats = np.array(
        [s for answer in sets["passengers"]["answers"] for _, s in answer if s >= least]
    )
    members, passengers = sum(row.main for row in rows), len(sets["passengers"]["answers"])
    return calibration.bands(np.array(right), members, wrong, passengers, run.size, worth)


def _near_one(score: float) -> str:
    return f"{score:.3f}" if score < 0.99 else f"1 - {1 - score:.0e}"


def calibrated(run: Run, found: list[calibration.Band]) -> Table:
    rows = []
    for band in found:
        cells = []
        for at, base in enumerate(calibration.BASE_RATES):
            value, low, high = band.observed(base)
            mark = ("" if band.sharp(at) else " (few)") if band.kept(at) else " (out)"
            cells.append(f"{band.predicted[at]:.2g}; {value:.2g} ({low:.2g} to {high:.2g}){mark}")
        edges = f"{_near_one(band.low)} to {_near_one(band.high)}"
        rows.append((edges, str(band.right), str(band.wrong), *cells))
    head = (
        "score",
        "right",
        "wrong",
        *(f"at {x:g}: predicted; observed" for x in calibration.BASE_RATES),
    )
    return Table(f"Predicted and observed beside {run.size:,} entries", head, rows)


def speed(runs: Iterable[Run]) -> Table:
    """Speed and size, never without the quality of the same run."""
    rows = []
    for run in runs:
        for name in run.names():
            x = run.results[name]
            if "speed" not in x:
                continue
            quality = run.sheet(name).figures()
            facts = x.get("facts", {})
            rows.append((
                title_of(name), f"{run.size:,}", str(x["cores"]), f"{x['speed']['batch']:,.0f}", f"{x['speed']['two']:,.0f}" if x["speed"].get("two") else "",
                f"{x['speed']['batch_processor']:,.0f}", f"{x['speed']['p50']:.2f}", f"{x['speed']['p99']:.2f}",
                *(f"{x['speed'][key]:.2f}" if key in x["speed"] else "" for key in ("again", "again_p99")),
                f"{x['built']['wall']:.1f}", f"{facts['bytes']:.0f}" if "bytes" in facts else "",
                f"{1000 * facts['open']:.0f}" if "open" in facts else "", f"{x['peak']:,.0f}",
                f"{quality['R@1']:.3f}", f"{quality['hit@1%']:.3f}",
            ))  # fmt: skip
    head = ("engine", "entries", "cores", "batch/s", "in two processes", "batch/s of processor", "one p50 ms", "one p99 ms",
            "again p50 ms", "again p99 ms", "build s", "bytes an entry", "open ms", "peak MB", "recall@1", "found at 1 %")  # fmt: skip
    return Table("Speed, beside the quality of the same run", head, rows)
