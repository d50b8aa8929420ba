"""The names of a long register may be read by several processes; nothing else comes of it."""

import multiprocessing
import os
import select
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.core.screening.people import REGISTER
from tocsin.core.screening import Index, apart
from tocsin.core.screening.lexicon import Vocabulary


def test_an_index_is_the_same_however_many_processes_read_its_names(monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "AT_A_TIME", len(REGISTER) // 3)
    for workers in (1, 2):
        Index.build(REGISTER, workers=workers).save(tmp_path / str(workers))
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_of_several_with_one_id_the_last_counts_although_all_were_read(monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "AT_A_TIME", len(REGISTER) // 3)
    again = [replace(REGISTER[-1], id=REGISTER[0].id), *REGISTER[1:3]]
    for workers in (1, 2):
        coming = iter([*REGISTER, *again])
        index = Index.build(coming, workers=workers)
        assert index.get(REGISTER[0].id).names == REGISTER[-1].names
        index.save(tmp_path / str(workers))
    assert len(index) == len(REGISTER)
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_whoever_breaks_off_leaves_no_process_behind(monkeypatch):
    monkeypatch.setattr(apart, "AT_A_TIME", len(REGISTER) // 3)

    def broken():
        yield from REGISTER
        raise OSError("the file ends here")

    with pytest.raises(OSError, match="ends here"):
        Index.build(broken(), workers=2)
    assert not multiprocessing.active_children()


@pytest.mark.parametrize(("persons", "parts"), [(100, 0), (101, 2), (350, 4)])
def test_each_part_is_sent_once_and_none_of_what_is_read_sooner_here(monkeypatch, persons, parts):
    monkeypatch.setattr(apart, "AT_A_TIME", 100)
    sent = []
    monkeypatch.setattr(apart.ProcessPoolExecutor, "submit", lambda _, __, x: sent.append(x))
    coming = [REGISTER[at % len(REGISTER)] for at in range(persons)]
    with apart.Readers(2) as readers:
        assert readers.beside(iter(coming)) == coming
    assert len(sent) == parts
    assert [x for part in sent for x in part] == ([x.names for x in coming] if parts else [])


_KILLED = """
import os, signal
from concurrent.futures import wait
from tocsin.core.screening.apart import spawned
if __name__ == "__main__":
    pool = spawned(2)
    wait([pool.submit(os.getpid) for _ in range(8)])
    print(*pool._processes, flush=True)
    signal.pause()
"""


@pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="needs Linux: a process that can be waited for"
)
def test_whoever_is_killed_leaves_no_process_behind_either(tmp_path):
    program = tmp_path / "killed.py"
    program.write_text(_KILLED)
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True) as running:
        ends = [os.pidfd_open(int(x)) for x in running.stdout.readline().split()]
        running.kill()
    assert len(ends) == 2
    for end in ends:
        assert select.select([end], [], [], 60)[0], "it lives on without the one that began it"
        os.close(end)


def test_words_of_another_vocabulary_keep_what_they_say():
    here = Vocabulary.of([("anna", 0), ("brado", 0)])
    there = Vocabulary.of([("brado", 0), ("brado", 1), ("wickora", 0)]).numbers
    assert here.numbered(there.texts, there.scripts).tolist() == [1, 2, 3]
    assert here.numbers.texts.texts() == ["anna", "brado", "brado", "wickora"]
    assert here.numbers.scripts.tolist() == [0, 0, 1, 0]
