"""The names of a long register may be read by several processes; nothing else comes of it."""

import multiprocessing
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


@pytest.mark.parametrize(("persons", "processes"), [(100, 0), (101, 2)])
def test_no_process_is_begun_for_what_is_read_sooner_here(monkeypatch, persons, processes):
    monkeypatch.setattr(apart, "AT_A_TIME", 100)
    with apart.Readers(2) as readers:
        readers.beside(REGISTER[at % len(REGISTER)] for at in range(persons))
        assert len(readers._reading) == processes


def test_words_of_another_vocabulary_keep_what_they_say():
    here = Vocabulary.of([("anna", 0), ("brado", 0)])
    there = Vocabulary.of([("brado", 0), ("brado", 1), ("wickora", 0)]).numbers
    assert here.numbered(there.texts, there.scripts).tolist() == [1, 2, 3]
    assert here.numbers.texts.texts() == ["anna", "brado", "brado", "wickora"]
    assert here.numbers.scripts.tolist() == [0, 0, 1, 0]
