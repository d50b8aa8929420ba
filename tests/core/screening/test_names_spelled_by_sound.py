"""A name of one people written by sound in the script of another is found and weighed."""

from math import fsum

import pytest

from tocsin.core.screening import Index, Person, compare
from tocsin.core.screening.echoes import all_echoes
from tocsin.core.screening.writing.letters import answered, itself, numbered, odds
from tocsin.core.screening.writing.scripts import HAN, KANA, PLAIN

LATIN = "Barnabas Wickerman"
SPELLED = (
    "巴纳巴斯·威克曼", "バーナバス・ウィッカーマン", "바나바스 위커먼", "ברנבס ויקרמן",
    "بارناباس ويكرمان", "Барнабас Уикерман",
)  # fmt: skip
STRANGERS = (
    "马修·海伍德", "マシュー・ヘイウッド", "매튜 헤이우드", "מתיו הייווד", "ماثيو هيوود",
    "Мэттью Хейвуд",
)  # fmt: skip


@pytest.mark.parametrize("name", SPELLED)
def test_it_is_found_from_either_side(name):
    crowd = [Person(f"s{at}", (x,)) for at, x in enumerate(STRANGERS)]
    for asked, entry in ((name, LATIN), (LATIN, name)):
        index = Index.build([*crowd, Person("right", (entry,))])
        found = index.screen(Person("q", (asked,)), threshold=2e-5)
        assert [x.id for x in found] == ["right"]


@pytest.mark.parametrize("name", STRANGERS)
def test_another_name_is_no_match(name):
    reasons = compare(Person("q", (LATIN,)), Person("m", (name,))).reasons
    assert fsum(x["weight"] for x in reasons) < 0.3


def test_a_korean_name_written_apart_is_read_as_one_written_together():
    apart = compare(Person("q", ("김 정은",)), Person("m", ("Kim Jong Un",)))
    together = compare(Person("q", ("김정은",)), Person("m", ("Kim Jong Un",)))
    assert apart.score == together.score
    assert fsum(x["weight"] for x in apart.reasons) > 9.5


def test_letters_of_a_script_without_pairs_say_nothing():
    assert odds().shape[0] == KANA + 1
    assert itself(_row("anna"))[0] > 0


def test_padding_never_changes_what_letters_answer():
    short = answered(_scripts(HAN, 1), _row("anna"), _row("anna"))
    mixed = answered(_scripts(HAN, 2), _row("anna", "wickermanns"), _row("anna", "weikeman"))
    assert short[0] == mixed[0]


def test_echoes_are_few_and_need_two_consonants():
    assert all_echoes(["ana"], [PLAIN]) == [()]
    assert 1 <= len(all_echoes(["jerzy-gregorczyk" * 3], [PLAIN])[0]) <= 12


def _row(*words: str):
    import numpy as np

    return np.frombuffer(b"".join(numbered(x) for x in words), dtype=np.uint8).reshape(-1, 16)


def _scripts(script: int, count: int):
    import numpy as np

    return np.full(count, script, dtype=np.uint8)
