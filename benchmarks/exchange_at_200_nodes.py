"""Two hundred nodes in one process: do they converge, and what grows how with nodes and records.

    python benchmarks/exchange_at_200_nodes.py [RUNS] [NODES] [RECORDS] [--seeds 0,3,5-9]

Without arguments: the table of growth, then 20 runs of 200 nodes with 40 records each in trouble;
with ``--seeds`` these runs alone, so that they can be divided over days
(losses, doubles, a partition, restarts). Every node peers with about six others; every record is
released to all, and every second one is withdrawn. A run of 200 nodes takes minutes.
"""

import argparse
import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.core.protocol.simulation.network import Weather
from tests.core.protocol.simulation.world import World
from tocsin.core.labels import Label, Tlp

EVERYONE = Label(tlp=Tlp.GREEN, everyone=True, forward=True)


def live(seed: int, nodes: int, records: int, *, trouble: bool) -> dict[str, float]:
    begun = time.process_time()
    world = World(seed, nodes, degree=6)
    world.pass_time(2)
    before = (world.network.sent, world.network.bytes)
    if trouble:
        world.network.weather = Weather(lost=0.1, doubled=0.1, slowest=20)
        edges = sorted(world.oracle.edges, key=sorted)
        world.network.cut |= set(world.random.sample(edges, len(edges) // 10))
        for node in world.random.sample(world.nodes, nodes // 20):
            world.kill(node)
    up = [node for node in world.nodes if node.id not in world.network.down]
    made = [(world.create(owner, EVERYONE), owner) for owner in world.random.choices(up, k=records)]
    world.pass_time(4)
    for record, owner in made[: records // 2]:
        world.rule(owner, record, state="withdrawn")
    world.heal()
    faults = world.wrong() + world.settle()
    return {
        "faults": len(faults),
        "messages": world.network.sent - before[0],
        "bytes": world.network.bytes - before[1],
        "seconds": time.process_time() - begun,
        "copies": sum(len(held) for held in world.oracle.held.values()),
    }


def row(label: str, found: dict[str, float]) -> None:
    copies = max(found["copies"], 1)
    print(
        f"| {label} | {found['copies']:,.0f} | {found['messages']:,.0f} | {found['bytes'] / 1e6:,.1f}"
        f" | {found['seconds']:,.1f} | {found['messages'] / copies:.1f}"
        f" | {found['bytes'] / copies / 1e3:.1f} | {found['faults']} |",
        flush=True,
    )


def seeds_of(text: str) -> list[int]:
    """Return the seeds that a list such as 0,3,5-9 names."""
    parts = [part.split("-") for part in text.split(",") if part]
    return [seed for part in parts for seed in range(int(part[0]), int(part[-1]) + 1)]


def main() -> None:
    reading = argparse.ArgumentParser()
    for name, usual in (("runs", 20), ("nodes", 200), ("records", 40)):
        reading.add_argument(name, nargs="?", type=int, default=usual)
    reading.add_argument("--seeds", type=seeds_of, default=[])
    said = reading.parse_args()
    nodes, records = said.nodes, said.records
    head = "| run | copies | messages | MB | processor s | messages a copy | kB a copy | faults |"
    print(head + "\n" + "| --- " * 8 + "|")
    if not said.seeds:
        growth(nodes, records)
    for seed in said.seeds or range(said.runs):
        row(f"{seed}: {nodes} nodes, {records} records", live(seed, nodes, records, trouble=True))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def growth(nodes: int, records: int) -> None:
    """Print what grows how with nodes and with records, in fair weather."""
    for count in (nodes // 8, nodes // 4, nodes // 2, nodes):
        row(f"{count} nodes, {records} records", live(1, count, records, trouble=False))
    for count in (records // 4, records // 2, records, records * 2):
        row(f"{nodes // 4} nodes, {count} records", live(1, nodes // 4, count, trouble=False))


if __name__ == "__main__":
    main()
