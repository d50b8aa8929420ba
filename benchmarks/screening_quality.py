"""Who is found, who is wrongly shown: recall, false alarms and a table by error class.

Run: python benchmarks/screening_quality.py [--entries 40000] [--seed 1] [--no-dates]
Seeds below 100 are for tuning, from 100 on for testing.
"""

import argparse
import random
import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.people.population import people_of
from benchmarks.people.variants import entry, question, traveller
from tocsin.core.screening import STRONG, THRESHOLD, Index, Match, Person


def without_dates(person: Person) -> Person:
    return Person(person.id, person.names, (), person.nat, person.gender, person.docs)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--entries", type=int, default=40_000)
    options.add_argument("--questions", type=int, default=3_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--no-dates", action="store_true")
    chosen = options.parse_args()
    chance = random.Random(chosen.seed)
    listed = people_of(chosen.seed * 7 + 1, chosen.entries)
    began = time.process_time()
    index = Index.build(entry(person, f"p{at}", chance) for at, person in enumerate(listed))
    built = time.process_time() - began
    members = chance.sample(range(len(listed)), min(chosen.questions, len(listed)))
    asked = [question(listed[at], f"q{at}", f"p{at}", chance) for at in members]
    strangers = [
        question(x, "s", "", chance) for x in people_of(chosen.seed * 7 + 2, chosen.questions)
    ]
    travellers = [traveller(x, "t") for x in people_of(chosen.seed * 7 + 3, chosen.questions)]
    people = [x.person for x in asked]
    others = [x.person for x in strangers]
    if chosen.no_dates:
        people, others = [without_dates(x) for x in people], [without_dates(x) for x in others]
    began = time.process_time()
    found = index.screen_many(people, 10, threshold=1e-7)
    took = time.process_time() - began
    wrong = index.screen_many(others, 10, threshold=1e-7)
    passing = index.screen_many(travellers, 10, threshold=1e-7)
    print(
        f"{len(index):,} entries, built in {built:.1f} s, {index.size / len(index):.0f} bytes each; {len(people) / took:,.0f} questions/s"
    )
    report(asked, found, wrong, passing)


def top(matches: list[Match]) -> float:
    return matches[0].score if matches else 0.0


def report(
    asked: list, found: list[list[Match]], wrong: list[list[Match]], passing: list[list[Match]]
) -> None:
    ranks = [
        next((at for at, m in enumerate(ms) if m.id == x.answer), 99)
        for x, ms in zip(asked, found, strict=True)
    ]
    scores = [
        next((m.score for m in ms if m.id == x.answer), 0.0)
        for x, ms in zip(asked, found, strict=True)
    ]
    count = len(asked)
    print(
        f"recall@1 {sum(r == 0 for r in ranks) / count:.3f}  recall@10 {sum(r < 10 for r in ranks) / count:.3f}"
    )
    alarms = sorted((top(x) for x in wrong), reverse=True)
    for rate in (0.001, 0.01, 0.05):
        least = alarms[int(rate * len(alarms))]
        hit = sum(s > least and r == 0 for s, r in zip(scores, ranks, strict=True)) / count
        print(f"  right person first at {rate:.1%} false alarms (score > {least:.4f}): {hit:.3f}")
    for name, least in (("possible", THRESHOLD), ("strong", STRONG)):
        hit = sum(s >= least for s in scores) / count
        false = sum(top(x) >= least for x in wrong) / len(wrong)
        border = sum(top(x) >= least for x in passing) / len(passing)
        if name == "strong":
            hit, false, border = (
                sum(any(m.verdict == "strong" for m in ms[:1]) for ms in side) / len(side)
                for side in (found, wrong, passing)
            )
        print(
            f"  at {name} ({least}): found {hit:.3f}, strangers of the same peoples {false:.4f}, travellers {border:.5f}"
        )
    for least in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999):
        hit = sum(s >= least for s in scores) / count
        false = sum(top(x) >= least for x in wrong) / len(wrong)
        border = sum(top(x) >= least for x in passing) / len(passing)
        print(f"    {least:>6}: found {hit:.3f}  strangers {false:.4f}  travellers {border:.5f}")
    by_kind: dict[str, list[int]] = defaultdict(list)
    for x, rank in zip(asked, ranks, strict=True):
        by_kind[x.kind].append(rank)
    for kind, mine in sorted(by_kind.items()):
        print(
            f"  {kind:<16} n {len(mine):>4}  @1 {sum(r == 0 for r in mine) / len(mine):.3f}  @10 {sum(r < 10 for r in mine) / len(mine):.3f}"
        )


if __name__ == "__main__":
    main()
