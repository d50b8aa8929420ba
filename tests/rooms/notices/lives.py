"""Random officers say random verbs of a real notice on a real database, the clock among them.

After each step: the stage and its envelope agree, nothing was published by one person, nobody is
in screening for a notice that is not in force or past its last day.
"""

import random
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.rooms.notices.alerts import drafted, fresh, red, version
from tocsin.core.errors import TocsinError
from tocsin.rooms.notices.lifecycle import ENVELOPE, IN_FORCE, QUARANTINE, Stage

SAYERS = (
    ("bureau_officer", 1),
    ("bureau_officer", 2),
    ("reviewer", 1),
    ("reviewer", 2),
    ("oversight", 1),
)
ALONE = ("edit", "submit", "rework", "review", "ask", "answer", "approve", "refuse", "release")
ALONE += ("verify", "block", "discard")
TOGETHER = ("send_unverified", "amend", "change_status", "add_addendum", "suspend", "resume")
TOGETHER += ("unblock", "renew", "withdraw", "cancel", "delete")
# A life that only tries everything ends in the first room; these are more likely than the rest.
LIKELY = ("submit", "approve", "release", "edit", "amend") * 3


@dataclass
class Life:
    """One notice on its way, and who had a hand in publishing it."""

    cast: Any
    person: Any
    draw: random.Random
    notice: Any = None
    at: Any = None
    said: list[str] = field(default_factory=list)

    def reader(self, sayer: tuple[str, int]) -> Any:
        return self.cast.home.reader(*sayer)

    def step(self) -> None:
        """Say one verb by somebody, or let time pass; what is refused changes nothing."""
        before = fresh(self.notice)
        was_refused = False
        try:
            self._anything(before)
        except TocsinError:
            was_refused = True
        if was_refused:
            again = fresh(self.notice)
            assert (again.stage, again.record.state) == (before.stage, before.record.state)
        self.holds(Stage(before.stage))

    def _anything(self, notice: Any) -> None:
        if self.draw.random() < 0.12:
            return self._wait()
        verb = self.draw.choice((*ALONE, *TOGETHER, *LIKELY))
        self.said.append(verb)
        sayer = self.draw.choice(SAYERS)
        if verb in TOGETHER:
            return self._together(notice, verb, sayer)
        return self._say(notice, verb, self.reader(sayer))

    def _say(self, notice: Any, verb: str, who: Any) -> None:
        from tocsin.rooms.notices.actions import notices

        if verb == "discard" and notice.stage == Stage.DRAFT:
            return  # it would be gone, and with it the life
        getattr(notices, verb)(who, notice, **self._arguments(notice, verb))

    def _together(self, notice: Any, verb: str, sayer: tuple[str, int]) -> None:
        from tocsin.rooms.bureaus.actions import proposals
        from tocsin.rooms.notices.actions import notices

        first, second = self.reader(sayer), self.reader(self.draw.choice(SAYERS))
        proposal = getattr(notices, verb)(first, notice, **self._arguments(notice, verb))
        proposals.approve(second, proposal)

    def _arguments(self, notice: Any, verb: str) -> dict[str, Any]:
        later = self.at + timedelta(days=self.draw.choice((1, 30)))
        until = (notice.until + timedelta(days=90)).date()
        reason = {"reason": "as it came"}
        known = self.draw.random() < 0.9
        seen = version(notice) if known and self._has_draft(notice) else "never seen before"
        return {
            "edit": {"body": red(self.person.pk, headline=f"Version {len(self.said)}")},
            "ask": {"question": "which court was it?", "until": later},
            "answer": {"text": "the one named there"},
            "approve": {"grounds": "complete", "version": seen},
            "verify": {"grounds": "complete"},
            "refuse": {"ground": "identity", "explanation": "not enough"},
            "amend": {"version": seen, "note": "as ordered"},
            "add_addendum": {"text": "extradition was refused"},
            "change_status": {"subject": self.person.pk, "status": "suspect", **reason},
            "renew": {"until": until, **reason},
            "cancel": {"ground": "article_3", "explanation": "it was political"},
        }.get(verb, {} if verb in {"submit", "review", "release", "discard"} else reason)

    def _has_draft(self, notice: Any) -> bool:
        from tocsin.rooms.notices.actions.passing import draft_of

        return draft_of(notice) is not None

    def _wait(self) -> None:
        """Let the clock act as of some time ahead; it stays there for what it looks at."""
        from tocsin.rooms.notices.actions import deadlines

        self.said.append("(time)")
        ahead = self.at + timedelta(days=self.draw.choice((1, 4, 40, 200, 800)))
        deadlines.act_due(ahead)
        notice = fresh(self.notice)
        if ahead >= notice.until:
            assert Stage(notice.stage) not in IN_FORCE, f"past due and in force: {self.said}"
            self.screened(ahead, expected=False)

    def holds(self, before: Stage) -> None:
        notice = fresh(self.notice)
        stage, state = Stage(notice.stage), notice.record.state
        if stage is not Stage.DELETED:
            assert state == ENVELOPE[stage].value, f"{stage} with {state}: {self.said}"
        if stage in QUARANTINE:
            assert before in QUARANTINE, f"a draft again: {self.said}"
            assert notice.record.revision == 0
        if notice.record.revision and stage is not Stage.DELETED:
            self.published_by_two(notice)
        at = timezone.now()
        self.screened(at, expected=stage in IN_FORCE and notice.until > at)

    def published_by_two(self, notice: Any) -> None:
        steps = list(notice.passages.all())
        hands = set(notice.hands)
        people = {str(one) for p in steps for one in (p.officer_id, p.proposer_id) if one}
        assert len(people | hands) >= 2, f"published by one: {self.said}"
        assert people - {str(notice.drafter_id)}, f"by its drafter alone: {self.said}"

    def screened(self, at: Any, *, expected: bool) -> None:
        """Say whether the desk is told of the person, as the register's bases have it at ``at``."""
        from tocsin.rooms.hits.subjects import standing

        found = {subject.id for subject in standing("live", at, only=[self.person.pk])}
        assert (self.person.pk in found) == expected, f"{expected} at {at}: {self.said}"


def live(cast: Any, person: Any, *, steps: int, seed: int, at: Any) -> list[str]:
    """Live one random life and return what was said."""
    life = Life(cast, person, random.Random(seed), at=at)
    life.notice = drafted(cast, person, case=f"HOM-2026/{seed}")
    for _number in range(steps):
        if fresh(life.notice).stage == Stage.DELETED:
            break
        life.step()
    return life.said
