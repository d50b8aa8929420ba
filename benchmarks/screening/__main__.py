"""Run the bench.

python -m benchmarks.screening                          our engine, 37,581 listed, test seed
python -m benchmarks.screening --split tune             the same on a tuning seed
python -m benchmarks.screening --register 1000000       a crowd around the same listed
"""

import argparse

from benchmarks.screening import run, sets, words
from benchmarks.screening.summary import by_group, lines, sheet


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.screening")
    options.add_argument("--split", choices=("tune", "test"), default="test")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--register", type=int, default=sets.LISTED)
    options.add_argument("--passengers", type=int, default=20_000)
    options.add_argument("--engines", default="tocsin")
    options.add_argument("--timed", type=int, default=2_000)
    options.add_argument("--quick", action="store_true", help="only the questions drawn by weight")
    chosen = options.parse_args()
    if words.samples() is None:
        print("TOCSIN_SAMPLES is not set: transliterations come from the committed tables alone.")
    sizes = sets.Sizes(chosen.register, passengers=chosen.passengers)
    folder = run.prepared(f"{chosen.split} {chosen.seed}", sizes)
    for name in chosen.engines.split(","):
        arguments = ["--timed", str(chosen.timed), *(["--main-only"] if chosen.quick else [])]
        result = run.answers(name, folder, *arguments)
        both = sheet(folder, result, dated=True), sheet(folder, result, dated=False)
        print("\n".join(lines(name, both)))
        print("\n".join(by_group(both)))
        alarms = [
            max((s for _, s in x), default=0.0) for x in result["sets"]["passengers"]["answers"]
        ]
        verdicts = result["sets"]["passengers"]["verdicts"]
        print(
            f"passengers {len(alarms):,}: at own threshold {sum(x >= result['threshold'] for x in alarms) / len(alarms):.6f}, strong {verdicts.count('strong')}"
        )
        print({key: result[key] for key in ("built", "speed", "facts", "peak")})


if __name__ == "__main__":
    main()
