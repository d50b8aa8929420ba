"""Conditions of every notice and diffusion, whatever its colour."""

from django.utils.translation import gettext_lazy as _

from tocsin.core.kinds import Notice, Person, completeness
from tocsin.core.kinds.colours import Checked, Form, Hue, Refuge
from tocsin.core.kinds.words import Care, Instruction, PersonStatus
from tocsin.core.labels import Tlp
from tocsin.rooms.notices.rules.case import Case, months_after
from tocsin.rooms.notices.rules.rule import Rule, Severity
from tocsin.rooms.register.lifecycle import State

PERSONAL = frozenset({Hue.RED, Hue.BLUE, Hue.GREEN, Hue.YELLOW, Hue.BLACK})
KINDS_OF = {
    **{hue: {"person"} for hue in PERSONAL},
    Hue.SILVER: {"asset"},
    Hue.SPECIAL: {"person", "organisation"},
    Hue.PURPLE: {"device_reference", "material_reference", "event"},
}
STATUSES = {
    Hue.RED: {PersonStatus.CONVICTED, PersonStatus.CHARGED, PersonStatus.SUSPECT},
    Hue.BLUE: {
        PersonStatus.CONVICTED,
        PersonStatus.CHARGED,
        PersonStatus.SUSPECT,
        PersonStatus.OF_INTEREST,
        PersonStatus.WITNESS,
        PersonStatus.VICTIM,
    },
    Hue.GREEN: {
        PersonStatus.CONVICTED,
        PersonStatus.CHARGED,
        PersonStatus.SUSPECT,
        PersonStatus.POSSIBLE_THREAT,
    },
    Hue.YELLOW: {PersonStatus.MISSING, PersonStatus.UNABLE_TO_IDENTIFY, PersonStatus.VICTIM},
    Hue.BLACK: {PersonStatus.UNIDENTIFIED_BODY, PersonStatus.DECEASED},
    Hue.SPECIAL: {PersonStatus.SANCTIONED},
}
IN_CARE = {Care.VICTIM, Care.WITNESS, Care.REFUGEE, Care.SENSITIVE}


def _subject(case: Case, _figure: int) -> str | None:
    return None if case.subjects else "subjects"


def _known(case: Case, _figure: int) -> str | None:
    return "subjects" if any(met.body is None for met in case.subjects) else None


def _alive(case: Case, _figure: int) -> str | None:
    gone = [met for met in case.subjects if met.body and met.state != State.RELEASED]
    return "subjects" if gone else None


def _of_its_kind(case: Case, _figure: int) -> str | None:
    wanted = KINDS_OF.get(case.body.hue)
    met = {met.kind for met in case.subjects}
    return "subjects" if wanted and met and not met & wanted else None


def _sought(case: Case, _figure: int) -> str | None:
    return None if case.body.sought else "sought"


def _status(case: Case, _figure: int) -> str | None:
    lacking = any(met.status is None for met, _person in case.persons())
    return "subjects" if lacking else None


def _status_fits(case: Case, _figure: int) -> str | None:
    wanted = STATUSES.get(case.body.hue)
    given = {met.status for met, _person in case.persons() if met.status}
    return "subjects" if wanted and given - wanted else None


def _checked(one: Checked, case: Case) -> str | None:
    return None if one in case.body.checked else "checked"


def _refuge(case: Case, _figure: int) -> str | None:
    asked = isinstance(case.body, Notice) and case.body.refuge is not None
    return None if asked or not list(case.persons()) else "refuge"


def _not_a_refugee(case: Case, _figure: int) -> str | None:
    said = case.body.refuge if isinstance(case.body, Notice) else None
    flagged = any(Care.REFUGEE in person.care for _met, person in case.persons())
    return "refuge" if flagged or said in {Refuge.ASYLUM_SEEKER, Refuge.REFUGEE} else None


def _grounds(case: Case) -> str | None:
    given = isinstance(case.body, Notice) and case.body.care_grounds
    return None if given else "care_grounds"


def _minor(case: Case, _figure: int) -> str | None:
    minors = any(case.is_minor(person) for _met, person in case.persons())
    return _grounds(case) if minors else None


def _in_care(case: Case, _figure: int) -> str | None:
    victims = {PersonStatus.VICTIM, PersonStatus.WITNESS}
    people = list(case.persons())
    cared = any(IN_CARE & set(person.care) or met.status in victims for met, person in people)
    return _grounds(case) if cared else None


def _never_detained(case: Case, _figure: int) -> str | None:
    if case.body.instruction is not Instruction.DETAIN:
        return None
    spared = {
        PersonStatus.VICTIM, PersonStatus.WITNESS, PersonStatus.MISSING,
        PersonStatus.UNABLE_TO_IDENTIFY, PersonStatus.ACQUITTED,
    }  # fmt: skip
    return "instruction" if any(met.status in spared for met, _p in case.persons()) else None


def _ceiling(case: Case, figure: int) -> str | None:
    return "until" if case.body.until.latest > months_after(case.today, figure) else None


def _future(case: Case, _figure: int) -> str | None:
    return None if case.body.until.latest > case.today else "until"


def _audience(case: Case, _figure: int) -> str | None:
    label = case.label
    if case.body.form is Form.NOTICE:
        return None if label.everyone or label.groups else "label"
    return None if (label.bureaus or label.groups) and not label.everyone else "label"


def _reachable(case: Case, _figure: int) -> str | None:
    contact = case.body.contact
    return None if contact.telephone or contact.email else "contact"


def _not_public(case: Case, _figure: int) -> str | None:
    return "label" if case.label.tlp is Tlp.CLEAR and case.body.hue is not Hue.SPECIAL else None


def _strong(case: Case, _figure: int) -> str | None:
    weak = any(completeness(person) for _met, person in case.persons())
    return "subjects" if weak else None


def _alive_person(case: Case, _figure: int) -> str | None:
    if case.body.hue is Hue.BLACK:
        return None
    dead = any(_is_dead(person) for _met, person in case.persons())
    return "subjects" if dead else None


def _is_dead(person: Person) -> bool:
    return person.died is not None or Care.DECEASED in person.care


_STOP, _DOUBT, _HINT = Severity.STOP, Severity.DOUBT, Severity.HINT

RULES: tuple[Rule, ...] = (
    Rule(
        "purpose",
        "RPD 10(2)",
        _STOP,
        _("Say what is sought; it decides what colleagues do on a hit."),
        _sought,
        configured=True,
    ),
    Rule("subject", "RPD 82-97", _STOP, _("Link at least one subject."), _subject, configured=True),
    Rule(
        "subject-known",
        "RPD 7",
        _STOP,
        _("A subject is no record that you can see; link another one."),
        _known,
        configured=True,
    ),
    Rule(
        "subject-in-force",
        "RPD 49-53",
        _STOP,
        _("A subject is not in force: it was withdrawn, expired or never submitted."),
        _alive,
        configured=True,
    ),
    Rule(
        "subject-kind",
        "RPD 82-97",
        _STOP,
        _("A notice of this colour is about another kind of record."),
        _of_its_kind,
        configured=True,
    ),
    Rule("status", "RPD 44", _STOP, _("Give the status of every person in this matter."), _status),
    Rule(
        "status-fits",
        "RPD 44, 82-91",
        _STOP,
        _("The status of a person does not go with a notice of this colour."),
        _status_fits,
        configured=True,
    ),
    Rule(
        "article-2",
        "Constitution, Article 2",
        _STOP,
        _("Check, and say so, that the request is in the spirit of the Universal Declaration."),
        lambda case, _figure: _checked(Checked.ARTICLE_2, case),
    ),
    Rule(
        "article-3",
        "Constitution, Article 3",
        _STOP,
        _("Check, and say so, that the matter is not political, military, religious or racial."),
        lambda case, _figure: _checked(Checked.ARTICLE_3, case),
    ),
    Rule(
        "refuge-asked",
        "Constitution, Article 2",
        _STOP,
        _("Ask whether the person has refugee status or has applied for asylum, and say so."),
        _refuge,
        hues=PERSONAL | {Hue.SILVER},
    ),
    Rule(
        "refuge",
        "Constitution, Article 2",
        _DOUBT,
        _("A refugee or asylum seeker: nothing may reach the state fled from."),
        _not_a_refugee,
    ),
    Rule(
        "care-minor",
        "RPD 38-42",
        _STOP,
        _("The person is or may be a minor: say why the data are needed here."),
        _minor,
        configured=True,
    ),
    Rule(
        "care",
        "RPD 38-42",
        _STOP,
        _("Victims, witnesses, refugees and sensitive data need separate grounds."),
        _in_care,
        configured=True,
    ),
    Rule(
        "care-instruction",
        "RPD 38-42",
        _STOP,
        _("Nobody is told to detain a victim, a witness or a missing person."),
        _never_detained,
        configured=True,
    ),
    Rule(
        "deceased",
        "RPD 38-42",
        _DOUBT,
        _("The person is recorded as dead: is there still a purpose?"),
        _alive_person,
        configured=True,
    ),
    Rule(
        "retention-ceiling",
        "RPD 49-53",
        _STOP,
        _("A notice is kept %(figure)s months at most; before its end it can be renewed."),
        _ceiling,
        configured=True,
        figure=60,
    ),
    Rule("retention-future", "RPD 49-53", _STOP, _("The last day has passed already."), _future),
    Rule(
        "audience",
        "RPD 82, 97-99",
        _STOP,
        _(
            "A notice goes to all members or a working group, a diffusion to the bureaus you"
            " choose: choose them in the label."
        ),
        _audience,
        configured=True,
    ),
    Rule(
        "not-public",
        "RPD 61",
        _STOP,
        _("Only an extract that the owner approves is made public; choose a closer marking."),
        _not_public,
        configured=True,
    ),
    Rule(
        "contact",
        "RPD 63, 104-105",
        _STOP,
        _("Give a telephone number or e-mail: a hit must be verified with you."),
        _reachable,
        configured=True,
    ),
    Rule(
        "weak",
        "RPD 12",
        _HINT,
        _("Weak for screening: complete the person's record, so that a hit can be trusted."),
        _strong,
        configured=True,
    ),
)
