"""Three invented bureaus on this machine, each its own node, exchanging over TLS on the loopback.

    python examples/three-bureaus/run.py [--keep FOLDER] [--rounds N]

Warsaw releases a person who is watched for; Chisinau and Kyiv screen travellers against her within
a second. Warsaw takes her back; both purge, and Warsaw holds their signed receipts. Each round is
timed. With --keep the nodes go on running afterwards, for a browser, until Ctrl+C.
"""

import argparse
import contextlib
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from nodes import NAMES, Node, introduce

BORN = "1971-03-05"
GIVEN = [
    "Aldona",
    "Bogna",
    "Cecylia",
    "Dobrawa",
    "Elwira",
    "Faustyna",
    "Gracja",
    "Halszka",
    "Izolda",
    "Jagna",
]


@contextlib.contextmanager
def three(folder: Path) -> Iterator[list[Node]]:
    """Set up and start the three nodes and make them peers; end them at last."""
    nodes = [Node(code, folder).set_up() for code in NAMES]
    try:
        for node in nodes:
            node.start()
        introduce(nodes)
        yield nodes
    finally:
        for node in nodes:
            node.end()


def until(what: Callable[[], bool], most: float = 30.0) -> float:
    """Return how many seconds it took until this was so."""
    began = time.monotonic()
    while not what():
        if time.monotonic() - began > most:
            raise TimeoutError(f"not within {most} seconds")
        time.sleep(0.05)
    return time.monotonic() - began


def told(node: Node, record: str) -> dict[str, str]:
    """Return the outcome of each holder whose receipt for a recall has come."""
    rows = node.get("bureau_officer", f"/records/{record}/holders")["items"]
    return {row["holder"]: row["outcome"] for row in rows if row["confirmed"]}


def one_round(pol: Node, others: list[Node], name: str) -> tuple[float, float]:
    """Release and withdraw one person; return the seconds to screening and to receipts."""
    person = pol.person(name, BORN)
    basis = pol.watch(person)
    everyone = {"everyone": True, "tlp": "TLP:AMBER"}
    pol.release(person, **everyone)
    pol.release(basis, **everyone)
    waiting = list(others)

    def all_screen() -> bool:
        waiting[:] = [node for node in waiting if not node.hits(name, BORN)]
        return not waiting

    screened = until(all_screen)
    pol.withdraw(basis)
    pol.withdraw(person)
    receipts = until(lambda: len(told(pol, person)) == len(others))
    assert not any(node.hits(name, BORN) for node in others)
    return screened, receipts


def main() -> None:
    """Run the rounds and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="keep the nodes and go on serving")
    parser.add_argument("--rounds", type=int, default=5)
    said = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the nodes are ended too
    with (
        tempfile.TemporaryDirectory(prefix="three-bureaus-") as short,
        three(said.keep or Path(short)) as nodes,
    ):
        pol, *others = nodes
        for node in nodes:
            print(f"{node.code}  {node.url}  {node.said['id']}")
        names = (f"{GIVEN[i % 10]} Przykladna{chr(97 + i // 10)}" for i in range(said.rounds))
        rounds = [one_round(pol, others, name) for name in names]
        _report([one[0] for one in rounds], "released in Warsaw, screened for in both others")
        _report([one[1] for one in rounds], "withdrawn, purged in both, receipts in Warsaw")
        if said.keep:
            print("log-in: pol.bureau_officer and so on, password: bell tower at dawn")
            with contextlib.suppress(KeyboardInterrupt):
                while True:
                    time.sleep(1)


def _report(seconds: list[float], what: str) -> None:
    ordered = sorted(seconds)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{what}: median {statistics.median(seconds):.2f} s, p95 {high:.2f} s")


if __name__ == "__main__":
    main()
