"""Lists: special notices follow the entries of a list that the bureau has imported."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, Stale, WrongState
from tocsin.core.kinds.closed import Desk
from tocsin.core.kinds.colours import Checked, Form, Hue, Sought
from tocsin.core.kinds.words import Instruction, PersonStatus
from tocsin.core.labels import Label, Tlp
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, verb_of_two
from tocsin.rooms.notices.actions import passing
from tocsin.rooms.notices.following import Batch, Entry, batch
from tocsin.rooms.notices.models import Notice
from tocsin.rooms.register import writing
from tocsin.rooms.release.models import intern

Version = Annotated[str, StringConstraints(min_length=10, max_length=40)]
Telephone = Annotated[str, StringConstraints(pattern=r"^\+[0-9]{6,15}$")]
ALL_MEMBERS = Label(everyone=True, tlp=Tlp.GREEN)
YEARS = 5


@verb_of_two(Power.LIST_FOLLOW)
def follow(act: Act, *, version: Version, telephone: Telephone) -> dict[str, Any]:
    """Release, amend and withdraw special notices as the imported list has it. Two officers.

    Raises Stale when the list or the notices are not as in the batch ``version`` any more, and
    WrongState when there is nothing to follow.
    """
    found = batch(act.reader, act.at)
    if found.is_empty:
        raise WrongState("the special notices follow the list already")
    if found.version != version:
        raise Stale("the list or the notices have changed since; look at the batch again")
    for entry in found.new:
        _release(act, entry, telephone)
    for one in found.amended:
        _amend(act, one.notice, one.entry)
    for notice in found.delisted:
        passing.take(act, notice, "notice.withdraw", text="delisted")
    act.note(new=len(found.new), amended=len(found.amended), delisted=len(found.delisted))
    return _said(found)


def _said(found: Batch) -> dict[str, Any]:
    return {
        "new": len(found.new),
        "amended": len(found.amended),
        "delisted": len(found.delisted),
        "left": found.left,
    }


def _release(act: Act, entry: Entry, telephone: str) -> Notice:
    """Make and sign the special notice of an entry: the list wrote it, two officers release it."""
    body = writing.checked("notice", _body(act, entry, telephone))
    record = writing.begin(act.reader, "notice", act.at)
    writing.derive(record, body)
    record.save()
    notice = Notice(record=record, drafter_id=act.proposer or act.reader.officer, changed=act.at)
    notice.label = ALL_MEMBERS.plain()
    passing.derive(notice, body)
    notice.released = act.at
    notice.save()
    passing.clear_flight(act.reader, body, ALL_MEMBERS, act.at)
    record.release_class = intern(record.owner_id, record.state, record.realm, ALL_MEMBERS)
    passing.take(act, notice, "list.follow", text=entry.reference)
    passing.signed(act, notice, body, "as listed")
    return notice


def _amend(act: Act, notice: Notice, entry: Entry) -> None:
    body = writing.checked("notice", {**notice.record.body, "listing": entry.listing()})
    passing.signed(act, notice, body, "as amended on the list")
    passing.take(
        act, notice, "notice.amend", text=f"as amended on the list {entry.amended}".strip()
    )


def _body(act: Act, entry: Entry, telephone: str) -> dict[str, Any]:
    last = act.at.date() + timedelta(days=365 * YEARS - 1)
    return {
        "form": Form.NOTICE.value,
        "case": _case(act.reader.bureau_code, entry.reference),
        "colour": Hue.SPECIAL.value,
        "headline": f"{entry.list_name} {entry.reference}",
        "subjects": [{"record": str(entry.subject), "status": PersonStatus.SANCTIONED.value}],
        "sought": [Sought.MEASURES.value],
        "checked": [Checked.ARTICLE_2.value, Checked.ARTICLE_3.value],
        "instruction": Instruction.APPLY_SANCTIONS.value,
        "contact": {
            "bureau": act.reader.bureau_code,
            "desk": Desk.DUTY_OFFICER.value,
            "telephone": telephone,
        },
        "until": last.isoformat(),
        "listing": entry.listing(),
    }


def _case(code: str, reference: str) -> str:
    """Return the case reference of an entry: letters and digits in groups."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in reference)
    groups = [group[:10] for group in plain.upper().split("-") if group][:3]
    if not groups:
        raise InvalidInput("this entry of the list has no reference", place="version")
    return f"{code}-{'-'.join(groups)}"
