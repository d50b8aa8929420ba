"""The names of a long register may be read by several processes; nothing else comes of it."""

from tests.core.screening.people import REGISTER
from tocsin.core.screening import Index, apart
from tocsin.core.screening.lexicon import Vocabulary


def test_an_index_is_the_same_however_many_processes_read_its_names(monkeypatch, tmp_path):
    monkeypatch.setattr(apart, "AT_A_TIME", len(REGISTER) // 3)
    for workers in (1, 2):
        Index.build(REGISTER, workers=workers).save(tmp_path / str(workers))
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_words_of_another_vocabulary_keep_what_they_say():
    here = Vocabulary.of([("anna", 0), ("brado", 0)])
    there = Vocabulary.of([("brado", 0), ("brado", 1), ("wickora", 0)]).numbers
    assert here.numbered(there.texts, there.scripts).tolist() == [1, 2, 3]
    assert here.numbers.texts.texts() == ["anna", "brado", "brado", "wickora"]
    assert here.numbers.scripts.tolist() == [0, 0, 1, 0]
