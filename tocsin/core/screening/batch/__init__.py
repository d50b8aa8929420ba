"""A file of persons screened against a file of persons: streamed, resumable, on as many cores.

The same shard function runs in this process, in processes beside it, or on a Dask cluster.
"""

from tocsin.core.screening.batch.run import Job, Outcome, Progress, run

__all__ = ["Job", "Outcome", "Progress", "run"]
