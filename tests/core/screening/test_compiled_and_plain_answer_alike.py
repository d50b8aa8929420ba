"""The compiled loops and the numpy paths give the same answers, to the last bit."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.screening.people import (
    REGISTER,
    WORDS,
    newcomers_meant,
    persons,
    registers,
    wild_names,
)
from tocsin.core.screening import Index, Person, compare, directory, fast, names, warming
from tocsin.core.screening.segment import build_segment
from tocsin.core.screening.waiting import Waiting

pytestmark = pytest.mark.skipif(not fast.installed(), reason="the extra fast is missing")
SHARED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
FOREIGN = (
    ("Barack Wickora", "贝拉克·维科拉"), ("Barack Wickora", "バラク・ウィコラ"),
    ("Barack Wickora", "버락 위코라"), ("Mohammed bin Dolman", "محمد بن دولمان"),
    ("Abd al-Rahman Zabrani", "Abdelrahman Zabrani"), ("Ig0r Brad0v", "Игорь Брадов"),
    ("A. B. Wickora", "Anna Beata Wickora"), ("", "\0"), ("x" * 10_000, "x" * 9_000),
)  # fmt: skip


@pytest.fixture(scope="module")
def compiled() -> None:
    assert warming.warm()


@pytest.fixture
def plain(compiled, monkeypatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.delenv(fast.SWITCH, raising=False)
    fast.loops.cache_clear()


def both_ways(patch, ask):
    patch.delenv(fast.SWITCH, raising=False)
    fast.loops.cache_clear()
    assert fast.loops() is not None
    quick = ask()
    patch.setenv(fast.SWITCH, "numpy")
    fast.loops.cache_clear()
    assert fast.loops() is None
    return quick, ask()


@pytest.mark.parametrize(("one", "other"), FOREIGN)
def test_two_names_score_alike(plain, one, other):
    a, b = Person("a", (one,), ("1970-02-03",)), Person("b", (other,), ("1970-03-02",))
    quick, slow = both_ways(plain, lambda: compare(a, b))
    assert quick == slow


NO_TOKENS = " ".join(["de la van der"] * 2) + " de la van der jr"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("щжщбщдщгщжщвщ гщжщвщбщдщжщм", "щжщбщдщгщжщвщгщжщвщбщдщжщмк"),
        ("Щ" * 32 + " Щукін", "Щ" * 31 + "ж Щукін"),
        (NO_TOKENS, NO_TOKENS),
        (NO_TOKENS, "Anna Wickora"),
    ],
)
def test_names_of_too_many_letters_or_of_none_that_count_score_alike(plain, one, other):
    a, b = (
        Person(x, (name,), ("1970-02-03",), docs=("FA1",))
        for x, name in zip("ab", (one, other), strict=True)
    )
    quick, slow = both_ways(plain, lambda: (compare(a, b), Index.build([b]).screen(a)))
    assert quick == slow


@SHARED
@given(register=registers(), asked=persons)
def test_any_register_answers_alike(plain, register, asked):
    quick, slow = both_ways(plain, lambda: Index.build(register).screen(asked, threshold=1e-9))
    assert quick == slow


def all_meant(asked: list[Person], newcomers: list[Person], least: float) -> list[str]:
    """Whoever is meant for sure and whoever is in doubt, which without loops all are."""
    found = newcomers_meant(asked, newcomers, least)
    sure = [found.person(number) for number in found.pairs.right.tolist()]
    return sorted(x.id for x in (*sure, *found.in_doubt))


@SHARED
@given(newcomers=registers(), asked=persons, least=st.floats(-20.0, 5.0))
def test_newcomers_are_held_alike_to_a_question(plain, newcomers, asked, least):
    waiting = Waiting()
    for person in newcomers:
        waiting.add(person)
    quick, slow = both_ways(plain, lambda: waiting.hopeful(asked, least))
    assert quick == slow
    quick, slow = both_ways(plain, lambda: all_meant([asked], newcomers, least))
    assert quick == slow


@SHARED
@given(name=wild_names)
def test_any_name_is_answered_alike(plain, name):
    index = Index.build(REGISTER)
    quick, slow = both_ways(plain, lambda: index.screen(Person("q", (name,)), threshold=1e-9))
    assert quick == slow


def test_what_may_be_returned_is_decided_alike(plain):
    index = Index.build([Person(f"p{at}", ("Anna Wickora",), classes={at % 3}) for at in range(90)])
    index.remove("p4")
    asked = Person("q", ("Anna Wickora",))
    quick, slow = both_ways(plain, lambda: index.screen(asked, 50, allowed={1}, threshold=1e-9))
    assert quick == slow
    assert {x.id for x in quick} == {f"p{at}" for at in range(1, 90, 3)} - {"p4"}


@pytest.mark.parametrize("words", [1, 7, 8, 30])
def test_however_many_words_a_person_bears_they_are_weighed_alike(plain, words):
    names = tuple(f"{first}an Wick{first}ra" for first in "bcdfghjklmnprst"[: -(-words // 2)])
    index = Index.build([Person("p", names), *REGISTER])
    quick, slow = both_ways(plain, lambda: index.screen(Person("q", names[-1:]), threshold=1e-9))
    assert quick == slow
    assert quick[0].id == "p"


@pytest.mark.parametrize("word", ["Wolfeschlegelsteinhausen", "Bradvksztrmnpld", "Wickora" * 20])
def test_words_too_long_for_a_card_are_weighed_alike(plain, word):
    others = [Person(f"p{at}", (f"Anna {word[:at]}{word[at + 1 :]}",)) for at in range(len(word))]
    index = Index.build([*others, Person("k", (f"Anna {word} Kora",)), *REGISTER])
    asked = Person("q", (f"Anna {word}",))
    quick, slow = both_ways(plain, lambda: index.screen(asked, 50, threshold=1e-9))
    assert quick == slow
    assert quick


def test_more_namesakes_than_are_looked_at_together_are_weighed_alike(plain):
    born = [f"19{at % 80 + 10}-0{at % 9 + 1}-11" for at in range(600)]
    index = Index.build(
        [Person(f"p{at}", ("Anna Wickora",), (date,)) for at, date in enumerate(born)]
    )
    asked = Person("q", ("Anna Wickora",), born[:1], docs=("AB1234",))
    quick, slow = both_ways(plain, lambda: index.screen(asked, 50, threshold=1e-9))
    assert quick == slow
    assert quick[0].score > quick[-1].score


@pytest.mark.parametrize("changed", ["loops/scores.py", "fast.py", "fast_words.py"])
def test_whoever_asks_the_loops_otherwise_has_them_compiled_anew(monkeypatch, tmp_path, changed):
    folder = tmp_path / "screening"
    shutil.copytree(fast._LOOPS.parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fast, "_LOOPS", folder / "loops")
    before = fast._mark()
    (folder / "lexicon.py").write_text("# of no matter to the loops")
    assert fast._mark() == before
    with (folder / changed).open("a") as file:
        file.write("\n# another type of argument\n")
    assert fast._mark() != before


def test_without_the_mark_of_these_sources_nothing_is_compiled(compiled, monkeypatch, tmp_path):
    monkeypatch.setattr(fast, "_mark", lambda: tmp_path / "missing")
    fast.loops.cache_clear()
    assert fast.loops() is None
    fast.loops.cache_clear()


def test_whoever_looked_before_another_process_had_compiled_is_ready_too(compiled, monkeypatch):
    with monkeypatch.context() as earlier:
        earlier.setattr(fast, "is_warm", lambda: False)
        fast.loops.cache_clear()
        assert fast.loops() is None
    assert warming.warm()


ASKS = """
from tempfile import TemporaryDirectory
from tocsin.core.screening import Index, Person, common_words, fast, segment, widening
for many in (1, 600):
    index = Index.build([Person(f"p{at}", (f"Jan Brado{at}", "貝拉克"), ("1971-03-05",)) for at in range(many)])
    for name in ("Jan Brado7", "Jan Brado8", "Yan Brad0", "Янъ Брадо"):
        index.screen(Person("q", (name,), ("1971-03-05",), docs=("FA123456",)))
    for others in ("O'Brien", "O'Brien-Żuk Янъ"):
        index.screen_many([Person("q", (f"Kuwo {chr(97 + at)}azar", others)) for at in range(26)] * 2)
widening.REMEMBERED_FROM, segment.LONG, common_words.FEWEST_BEARERS = 0, 0, 1
with TemporaryDirectory() as folder:
    Index.build([Person("p", ("Jan Brado", "Anna Brado"))]).save(folder + "/index")
    index = Index.open(folder + "/index")
    for name in ("Jan Brado", "Janek Bradov", "Jan Wickora"):  # known, looked up, remembered
        index.screen(Person("q", (name,)))
loops = fast.loops()
several = {"hold", "hold_beside"}  # whatever it is given
asked = {name: getattr(loops, name) for name in loops.__all__}
print([x for x, loop in asked.items() if len(loop.signatures) > 1 and x not in several])
print([x for x, loop in asked.items() if loop.stats.cache_misses])
"""


def test_short_and_long_registers_are_asked_by_the_same_compiled_loops(compiled):
    said = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["[]", "[]"], "nobody waits for a compiler after the warming"


EACH_ONCE = """
from tocsin.core.screening import fast, warming
warming._ask_once()
loops = fast.loops()
print([name for name in loops.__all__ if not getattr(loops, name).signatures])
"""


def test_every_loop_is_compiled_before_anybody_asks(compiled):
    said = subprocess.run(
        [sys.executable, "-c", EACH_ONCE], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


MANY_NAMES = Person(
    "many", tuple(f"{WORDS[at % 9]} {WORDS[at % 8]} {WORDS[-at % 11]}" for at in range(40)),
    ("1971-03-05", "1980"), ("POL", "UKR"),
)  # fmt: skip


@SHARED
@given(register=registers(), name=wild_names)
def test_a_segment_holds_the_same(plain, register, name):
    people = [*register, Person("wild", (name, "Jan bin Brado")), MANY_NAMES]
    quick, slow = both_ways(plain, lambda: build_segment(people).arrays)
    for array, values in slow.items():
        assert quick[array].tolist() == values.tolist(), array
        assert quick[array].dtype == values.dtype


@SHARED
@given(register=registers(), name=wild_names)
def test_a_few_are_filed_in_one_call_as_many_are(compiled, register, name):
    people = [*register, Person("wild", (name, "Jan bin Brado")), MANY_NAMES]
    together = build_segment(people).arrays
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(directory, "FEW", 0)
        by_list = build_segment(people).arrays
    for array, values in by_list.items():
        assert together[array].tolist() == values.tolist(), array
        assert together[array].dtype == values.dtype


def test_the_loops_know_words_by_the_same_marks():
    from tocsin.core.screening.loops import marks

    for name in ("PARTICLE", "PATRONYMIC", "INITIAL", "DESCENT"):
        assert getattr(marks, name) == getattr(names, name)
