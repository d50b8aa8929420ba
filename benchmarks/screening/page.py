"""Write a run into the manual: tables between marks, curves beside the page."""

import re
from pathlib import Path

import numpy as np

from benchmarks.screening import measures, tables
from benchmarks.screening.curves import Axis, Line, Pick, chart, intervals
from benchmarks.screening.pairs import read
from benchmarks.screening.run import ROOT
from benchmarks.screening.tables import Run, Table

PAGE = ROOT / "docs" / "developer" / "screening-bench.md"
_SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


_PICTURES = {
    "quality": (
        ("Found against false alerts, with partial evidence", "screening-found.svg"),
        ("Found against false alerts, dates of birth withheld", "screening-found-undated.svg"),
    ),
    "classes": (("Recall by class and script, ours beside logic-v2", "screening-classes.svg"),),
    "names": (("Precision and recall of pairs of names", "screening-names.svg"),),
}


def write(found: dict[str, list[Table]], note: str) -> None:
    """Put tables and pictures between the marks of their name; what was not measured says so."""
    text = PAGE.read_text(encoding="utf-8")
    for name, several in found.items():
        parts = [f"{x.title}:\n\n{x.markdown()}" for x in several if x.rows]
        drawn = [x for x in _PICTURES.get(name, ()) if parts and (PAGE.parent / x[1]).is_file()]
        parts += [f"![{says}]({file})" for says, file in drawn]
        text = _between(text, name, "\n\n".join(parts) or "Not measured in this run.")
    PAGE.write_text(_between(text, "run", note), encoding="utf-8")


def _between(text: str, name: str, body: str) -> str:
    marks = re.escape(f"[//]: # (measured:{name})"), re.escape(f"[//]: # (end:{name})")
    pattern = re.compile(f"({marks[0]}\n).*?({marks[1]})", re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"{PAGE.name} has no place for {name}")
    return pattern.sub(lambda found: f"{found[1]}\n{body}\n\n{found[2]}", text)


def pictures(run: Run, folder: Path = PAGE.parent) -> None:
    for dated, suffix in ((True, ""), (False, "-undated")):
        (folder / f"screening-found{suffix}.svg").write_text(
            found(run, dated=dated), encoding="utf-8"
        )
    (folder / "screening-names.svg").write_text(names(run), encoding="utf-8")
    if "logic_v2" in run.results:
        (folder / "screening-classes.svg").write_text(classes(run), encoding="utf-8")


def found(run: Run, *, dated: bool) -> str:
    """How many of the listed are found as more strangers raise an alarm."""
    x = Axis(
        "strangers who raise a false alert",
        0.001,
        0.3,
        (0.001, 0.003, 0.01, 0.03, 0.1, 0.3),
        log=True,
        percent=True,
    )
    y = Axis("listed persons found", 0.2, 1.0, _SHARES[1:], percent=True)
    lines = []
    for name in run.names():
        sheet = run.sheet(name, dated=dated)
        rates = np.geomspace(0.001, 0.3, 60)
        points = [
            (r, max(0.2, measures.hit_at_rate(sheet.drawn, sheet.strangers, r))) for r in rates
        ]
        lines.append(Line(tables.title_of(name), points))
    label = "with partial evidence" if dated else "dates of birth withheld"
    title = f"Found against false alerts, {run.size:,} entries, {label}"
    return chart(
        title,
        "One line an engine: the share of listed persons found, by the share of strangers above the same score.",
        (x, y),
        lines,
    )


def names(run: Run) -> str:
    """Precision and recall of pairs of names alone."""
    right = np.array([pair.right for pair in read(run.folder / "pairs.jsonl")])
    lines = []
    for name in run.names():
        if "pairs" in run.results[name]:
            recall, precision = measures.curve(right, np.array(run.results[name]["pairs"]))
            lines.append(
                Line(
                    tables.title_of(name),
                    list(zip(recall.tolist(), precision.tolist(), strict=True)),
                )
            )
    axes = (
        Axis("recall", 0.0, 1.0, _SHARES, percent=True),
        Axis("precision", 0.3, 1.0, (0.4, 0.6, 0.8, 1.0), percent=True),
    )
    return chart(
        "Names alone: precision and recall",
        "One line a matcher over the same pairs of names.",
        axes,
        lines,
    )


def classes(run: Run) -> str:
    """Recall@1 of every class and script, ours and logic-v2's, on the very same questions."""
    sheets = [run.sheet(name) for name in ("tocsin", "logic_v2")]
    rows = []
    for group, which in tables.groups(sheets[0].rows).items():
        values = [measures.interval(sheet.members.at(1)[which]) for sheet in sheets]
        rows.append(Pick(group, [(v.value, v.low, v.high) for v in values]))
    axis = Axis(
        "recall@1 with partial evidence, and its 95 % interval", 0.0, 1.0, _SHARES, percent=True
    )
    return intervals(
        "Every class of error and every script",
        "Recall@1 by class and by script, ours and logic-v2's.",
        axis,
        ["Tocsin", "trigram candidates + logic-v2"],
        rows,
    )
