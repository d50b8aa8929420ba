"""Write an invented manifest and register for ``tocsin screen``: CSV and JSON lines.

Run: python benchmarks/screening_files.py FOLDER [--queries 10000] [--entries 100000]
Three in a hundred of the manifest are on the register, written as somebody else would.
"""

import argparse
import csv
import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.people.population import people_of
from benchmarks.people.variants import entry, question, traveller


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--queries", type=int, default=10_000)
    options.add_argument("--entries", type=int, default=100_000)
    chosen = options.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(6)
    listed = people_of(61, chosen.entries)
    with (chosen.folder / "persons.jsonl").open("w", encoding="utf-8") as file:
        for at, person in enumerate(listed):
            found = entry(person, f"p{at}", chance)
            row = {
                "id": found.id,
                "names": found.names,
                "dob": found.dob,
                "nat": found.nat,
                "gender": found.gender,
                "docs": found.docs,
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    with (chosen.folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "names", "dob", "nat", "gender", "docs"])
        for at, person in enumerate(people_of(62, chosen.queries)):
            asked = traveller(person, f"q{at}")
            if chance.random() < 0.03:
                member = chance.randrange(len(listed))
                asked = question(listed[member], f"q{at}-is-p{member}", "", chance).person
            lists = (asked.names, asked.dob, asked.nat, (asked.gender or "",), asked.docs)
            writer.writerow([asked.id, *(";".join(x) for x in lists)])


if __name__ == "__main__":
    main()
