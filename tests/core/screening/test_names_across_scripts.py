"""One person's name is recognised however it is written."""

from math import fsum

import pytest

from tocsin.core.screening import Person, compare, fold, script_of, tokens

SAME = (
    ("Олександр Ковальчук", "Oleksandr KOVALCHUK"),
    ("Александр Ковальчук", "Oleksandr Kovalchuk"),
    ("Григорій Бондаренко", "Hryhorii Bondarenko"),
    ("Григорий Бондаренко", "Grigory Bondarenko"),
    ("Евгений Дольменов", "Ievgenii Dolmenov"),
    ("Євген Дольменко", "Yevhen Dolmenko"),
    ("Kowalczuk Łukasz", "Lukasz Kowalczuk"),
    ("Jörg Grünmüller", "Joerg Gruenmueller"),
    ("Søren Lübdahl", "Soren Lubdahl"),
    ("محمد عبد الرحمن الراشدي", "Mohammed Abdulrahman Al-Rashedi"),
    ("Abd al-Rahman Rashedi", "Abdelrahman Al Rashedi"),
    ("Νίκος Μαυροκόπουλος", "Nikos Mavrokopoulos"),
    ("გიორგი მელაშვილი", "Giorgi Melashvili"),
    ("Գևորգ Բրադոյան", "Gevorg Bradoyan"),
    ("משה מזרחי", "Moshe Mizrahi"),
    ("李伟强", "Li Weiqiang"),
    ("李伟强", "Weiqiang LI"),
    ("王晓明", "Wang Xiao Ming"),
    ("김민준", "Kim Min-jun"),
    ("박정훈", "Pak Jong Hun"),
    ("山田 太郎", "Taro Yamada"),
    ("Nguyễn Văn Dũng", "Nguyen Van Dung"),
    ("Mehmet Kiroğlu", "Mehmet Kir oglu"),
    ("Anna Maria Dolińska-Wick", "Anna Maria Wick Dolinska"),
    ("WICKORA, Brado", "Brado Wickora"),
    ("Xibrado Wickora", "Xibrado Wikora"),
    ("Sergey Viktorovich Dolmenov", "Sergey Dolmenov"),
)
OTHERS = (
    ("Oleksandr Kovalchuk", "Oleksandr Zabrowen"),
    ("Bashar al-Zabrani", "Hafez al-Zabrani"),
    ("Sergey Ivanov", "Sergey Viktorovich Lavrenov"),
    ("李伟强", "李建国"),
    ("김민준", "김영호"),
    ("محمد الراشدي", "محمد الكيرماني"),
)


def names_weigh(one: str, other: str) -> float:
    return fsum(x["weight"] for x in compare(Person("q", (one,)), Person("m", (other,))).reasons)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_name_scores_far_above_a_stranger(one, other):
    assert names_weigh(one, other) > 6.0


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_a_shared_given_name_is_not_a_shared_name(one, other):
    assert names_weigh(one, other) < 4.2


def test_folding_gives_plain_latin_words():
    assert fold("Олександр Ковальчук") == "oleksandr kovalchuk"
    assert fold("WICKORA, Łukasz") == "lukasz wickora"
    assert fold("") == ""


def test_search_tokens_hold_both_readings_of_a_cyrillic_name():
    assert {"grigorij", "grigorii", "hrihorii"} & set(tokens("Григорій"))
    assert {x[0] for x in tokens("Григорій")} == {"g", "h"}


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Ковальчук", "Cyrillic"), ("Dolińska", "Latin"), ("محمد", "Arabic"), ("משה", "Hebrew"),
        ("李伟强", "Han"), ("김민준", "Hangul"), ("山田たろう", "Japanese"), ("Νίκος", "Greek"),
        ("გიორგი", "Georgian"), ("Գևորգ", "Armenian"), ("123 !", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_script_of_a_text(text, script):
    assert script_of(text) == script
