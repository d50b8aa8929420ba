"""The names of a long register may be read by several processes; nothing else comes of it."""

from tests.core.screening.people import REGISTER
from tocsin.core.screening import Index, apart
from tocsin.core.screening.lexicon import Vocabulary


def test_an_index_is_the_same_however_many_processes_read_its_names(monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "AT_A_TIME", len(REGISTER) // 3)
    for workers in (1, 2):
        Index.build(REGISTER, workers=workers).save(tmp_path / str(workers))
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_words_taken_in_from_another_vocabulary_keep_what_they_say():
    here = Vocabulary.of([("anna", 0), ("brado", 0)])
    there = Vocabulary.of([("brado", 0), ("brado", 1), ("wickora", 0)])
    assert here.taken_in(there).tolist() == [1, 2, 3]
    assert list(zip(here.texts, here.scripts, strict=True)) == list(here.numbers)
    assert list(here.numbers) == [("anna", 0), ("brado", 0), ("brado", 1), ("wickora", 0)]
