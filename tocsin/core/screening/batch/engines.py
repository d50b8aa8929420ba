"""Where shards run: in this process, in processes beside it, or on a Dask cluster.

An engine takes tasks as they are read and gives back results as they end, a bounded number in
flight, so that a file of any length needs the same memory.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from importlib import import_module
from typing import Any

from tocsin.core.errors import InvalidInput
from tocsin.core.screening.apart import spawned
from tocsin.core.screening.batch.blocks import Block
from tocsin.core.screening.batch.shards import Done, Question, screen_shard

ENGINES = ("local", "dask")
_IN_FLIGHT = 2  # per worker: one being screened, one waiting

Task = tuple[int, Block]


def work(
    tasks: Iterable[Task], question: Question, *, engine: str, workers: int, scheduler: str | None
) -> Iterator[Done]:
    """Yield each task's outcome as it ends. Raises InvalidInput for an engine that is not here."""
    if engine == "dask":
        yield from _dask(tasks, question, workers, scheduler)
    elif engine != "local":
        known = " or ".join(ENGINES)
        raise InvalidInput(
            "{engine} is not an engine: {known}.",
            engine=repr(engine[:40]),
            known=known,
            place="--engine",
        )
    elif workers <= 1:
        for number, block in tasks:
            yield screen_shard(question, number, block)
    else:
        yield from _processes(tasks, question, workers)


def _processes(tasks: Iterable[Task], question: Question, workers: int) -> Iterator[Done]:
    with spawned(workers) as pool:
        flying: set[Future[Done]] = set()
        try:
            for number, block in tasks:
                flying.add(pool.submit(screen_shard, question, number, block))
                if len(flying) >= _IN_FLIGHT * workers:
                    ended, flying = wait(flying, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in ended)
            while flying:
                ended, flying = wait(flying, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in ended)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _dask(
    tasks: Iterable[Task], question: Question, workers: int, scheduler: str | None
) -> Iterator[Done]:
    try:
        dask: Any = import_module("distributed")
    except ImportError:
        raise InvalidInput(
            "The Dask engine needs the extra 'dask': install tocsin[dask].", place="--engine"
        ) from None
    if scheduler is None:
        cluster = dask.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None
        )
        with cluster, dask.Client(cluster) as client:
            yield from _submit(client, dask.wait, tasks, question, workers)
    else:
        with dask.Client(scheduler) as client:
            hands = max(1, sum(client.nthreads().values()))
            yield from _submit(client, dask.wait, tasks, question, hands)


def _submit(
    client: Any, wait_: Any, tasks: Iterable[Task], question: Question, hands: int
) -> Iterator[Done]:
    flying: set[Any] = set()
    for number, block in tasks:
        flying.add(client.submit(screen_shard, question, number, block, pure=False))
        if len(flying) >= _IN_FLIGHT * hands:
            ended, flying = wait_(flying, return_when="FIRST_COMPLETED")
            yield from (future.result() for future in ended)
    while flying:
        ended, flying = wait_(flying, return_when="FIRST_COMPLETED")
        yield from (future.result() for future in ended)
