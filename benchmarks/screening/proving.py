"""What evidence proved to be worth on tuning seeds: the table of ``tocsin.core.screening.worth``.

Run: TOCSIN_SAMPLES=<folder> python -m benchmarks.screening.proving [--seeds 9,10,11] [--register 1000000]
Asks our own engine about every listed person once, and about passengers, nobody of whom is listed.
"""

import argparse

import numpy as np

from benchmarks.screening import run, sets
from benchmarks.screening.measures import Floats
from benchmarks.screening.sets import load
from tocsin.core.screening.weights import LEAST, PRIOR

# Heights of evidence, closer where many hits tell; between them the table is read in proportion.
KNOTS = np.concatenate([np.arange(8.0, 15.0, 0.5), np.arange(15.0, 21.0)])
_STIFF = 20.0  # how strongly a bend of the line is held back where few hits tell
_FIRM = 1e7  # how strongly a fall of it
_STEPS = 40


def _places(evidence: Floats) -> tuple[Floats, Floats]:
    """Return the share of each knot at each height, and what goes on beyond the outermost."""
    inside = np.clip(evidence, KNOTS[0], KNOTS[-1])
    at = np.clip(np.searchsorted(KNOTS, inside, side="right") - 1, 0, len(KNOTS) - 2)
    upper = (inside - KNOTS[at]) / (KNOTS[at + 1] - KNOTS[at])
    shares, each = np.zeros((len(inside), len(KNOTS))), np.arange(len(inside))
    shares[each, at], shares[each, at + 1] = 1.0 - upper, upper
    return shares, evidence - inside


def proved(right: Floats, wrong: Floats, asked: tuple[int, int, int]) -> Floats:
    """Return ln(how much oftener a right pair has evidence of a height than a stranger's) at KNOTS.

    By the likelihood of all hits; more evidence is never worth less. ``asked``: members, passengers,
    entries.
    """
    members, passengers, entries = asked
    shares, beyond = _places(np.concatenate([right, wrong]))
    truth = np.repeat([1.0, 0.0], [len(right), len(wrong)])
    beyond = beyond + np.log(members / (passengers * entries))
    rise, bend = (np.diff(np.eye(len(KNOTS)), n=times, axis=0) for times in (1, 2))
    level = np.zeros(len(rise), bool)  # where the line would fall
    worth = KNOTS.copy()
    for _ in range(_STEPS):
        level |= rise @ worth < 0.0
        held = _STIFF * bend.T @ bend + _FIRM * rise[level].T @ rise[level]
        chance = 1.0 / (1.0 + np.exp(-(shares @ worth + beyond)))
        slope = shares.T @ (truth - chance) - held @ worth
        curve = (shares * (chance * (1.0 - chance))[:, None]).T @ shares + held
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(KNOTS)), slope)
        worth = worth + np.clip(step, -1.0, 1.0)
    return worth


def evidence(scores: list[float], prior: float) -> Floats:
    kept = np.clip(np.array(scores), 1e-15, 1.0 - 1e-15)
    return np.asarray(np.log(kept / (1.0 - kept)) - prior)


def hits(seed: str, sizes: sets.Sizes) -> tuple[list[float], list[float], int]:
    """Return the scores of right hits and of wrong ones, and how many members were asked about."""
    folder = run.prepared(f"tune worth {seed}", sizes)
    told = run.answers("tocsin", folder, "--sets", "members,passengers", "--dated-only")["sets"]
    rows = list(load(folder / "members.jsonl"))
    right = [
        score
        for row, answer in zip(rows, told["members"]["answers"], strict=True)
        for identifier, score in answer
        if identifier == row.answer and score >= LEAST
    ]
    wrong = [score for answer in told["passengers"]["answers"] for _, score in answer]
    return right, wrong, len(rows)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", default="9,10,11")
    options.add_argument("--passengers", type=int, default=1_000_000)
    options.add_argument("--register", type=int, default=sets.LISTED, help="entries beside which")
    chosen = options.parse_args()
    sizes = sets.Sizes(
        chosen.register, members=sets.LISTED, foreign=0, hard=0, passengers=chosen.passengers, pairs=0,
        enough=0, scripts=0,
    )  # fmt: skip
    several = [hits(seed, sizes) for seed in chosen.seeds.split(",")]
    right = evidence([score for mine, _, _ in several for score in mine], PRIOR)
    wrong = evidence([score for _, theirs, _ in several for score in theirs], PRIOR)
    asked = sum(count for _, _, count in several), chosen.passengers * len(several)
    for at, value in zip(KNOTS, proved(right, wrong, (*asked, sizes.register)), strict=True):
        near = [int((np.abs(x - at) <= 0.25).sum()) for x in (right, wrong)]
        print(f"{at:.1f}: {value:.2f}  ({near[0]} right, {near[1]} wrong within a quarter)")


if __name__ == "__main__":
    main()
