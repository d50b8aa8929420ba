"""Each rule of pre-flight has a case that passes and one that fails, and says by which article."""

import pytest

from tests.rooms.notices.conditions import FAILING, PASSING, case
from tocsin.rooms.notices.rules import BY_ID, RULES, Setting, Severity, preflight, stops


def test_no_rule_lacks_an_example() -> None:
    assert sorted(FAILING) == sorted(rule.id for rule in RULES)
    assert len(BY_ID) == len(RULES), "an id names one rule"


@pytest.mark.parametrize("colour", PASSING)
def test_a_complete_notice_of_each_colour_passes(colour: str) -> None:
    found = preflight(case(colour))
    assert stops(found) == []
    assert {one.rule for one in found} <= {"weak"}


@pytest.mark.parametrize("rule", FAILING)
def test_a_rule_fails_by_one_change_and_passes_without_it(rule: str) -> None:
    colour, change = FAILING[rule]
    spared = {one.rule for one in preflight(case(colour))} - {"weak"}
    assert rule not in spared
    said = {one.rule: one for one in preflight(case(colour, **change))}
    assert rule in said, f"{rule} was not found; found were {sorted(said)}"
    finding = said[rule]
    assert finding.article == BY_ID[rule].article
    assert finding.article
    assert finding.place
    assert len(finding.sentence) > 20
    assert "%(" not in finding.sentence


def test_the_full_name_sex_birth_and_document_or_a_photograph_and_more_identify() -> None:
    bare = {"names": [{"text": "Oksana Vyhadanenko"}, {"text": "Oksana V."}]}
    assert "red-identity" in {one.rule for one in preflight(case("red", person=bare))}
    photographed = case("red", person=bare | {"photographs": [PHOTOGRAPH]})
    assert "red-identity" not in {one.rule for one in preflight(photographed)}


PHOTOGRAPH = "33333333-3333-4333-8333-333333333333"


def test_a_bureau_sets_severity_citation_and_figure_but_never_the_test() -> None:
    set_here = {"red-maximum": Setting(Severity.DOUBT, "RPD 83(1)(b)", 12)}
    year_and_half = case("red", offence={**PASSING["red"]["offence"], "maximum": 18})
    assert "red-maximum" in {one.rule for one in preflight(year_and_half)}
    assert "red-maximum" not in {one.rule for one in preflight(year_and_half, set_here)}
    half_a_year = case("red", offence={**PASSING["red"]["offence"], "maximum": 6})
    found = {one.rule: one for one in preflight(half_a_year, set_here)}["red-maximum"]
    assert (found.severity, found.article) == (Severity.DOUBT, "RPD 83(1)(b)")
    assert "12 months" in found.sentence


def test_the_gravest_comes_first() -> None:
    found = preflight(
        case("red", refuge="refugee", warrant=None, person={"names": [{"text": "X"}]})
    )
    order = [list(Severity).index(one.severity) for one in found]
    assert order == sorted(order)
    assert {Severity.STOP, Severity.DOUBT, Severity.HINT} <= {one.severity for one in found}


@pytest.mark.django_db
def test_two_officers_of_compliance_set_a_condition_and_it_counts_at_once(cast) -> None:
    from tests.rooms.notices.alerts import drafted, wanted
    from tocsin.core.errors import InvalidInput, NotAllowed, SameOfficer
    from tocsin.rooms.bureaus.actions import proposals
    from tocsin.rooms.notices.actions import conditions, notices

    offence = {**PASSING["red"]["offence"], "maximum": 12}
    notice = drafted(cast, wanted(cast), offence=offence)
    with pytest.raises(InvalidInput, match=r"24 months or more.*RPD 83"):
        notices.submit(cast.home.bureau_officer, notice)
    said = {"rule": "red-maximum", "severity": "stop", "article": "RPD 83(1)(b)(i)", "figure": 12}
    proposal = conditions.change(cast.home.reviewer, **said, reason="as the official text has it")
    with pytest.raises(SameOfficer):
        proposals.approve(cast.home.reviewer, proposal)
    proposals.approve(cast.home.oversight, proposal)
    notices.submit(cast.home.bureau_officer, notice)
    fixed = conditions.change(
        cast.home.reviewer, rule="article-3", severity="off", article="none", reason="try it"
    )
    with pytest.raises(NotAllowed, match="not a bureau's to change"):
        proposals.approve(cast.home.oversight, fixed)
