"""Attachments: add one to a record of one's own bureau, remove one."""

from typing import Annotated

from pydantic import StringConstraints

from tocsin.core.errors import Conflict, NotAllowed, WrongState
from tocsin.core.kinds import KINDS
from tocsin.core.protocol.facts import MOST_FILES
from tocsin.core.sentences import say
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, Upload, verb
from tocsin.rooms.register import vault, writing
from tocsin.rooms.register.lifecycle import FINAL, State
from tocsin.rooms.register.models import Attachment, Record

Reason = Annotated[str, StringConstraints(min_length=3, max_length=300, strip_whitespace=True)]


@verb(Power.ATTACHMENT_ADD)
def add(act: Act, record: Record, *, file: Upload) -> Attachment:
    """Add a picture, PDF or text; pictures are encoded again without metadata.

    Raises MalformedFile or TooLarge naming the file, and NotAllowed on kinds with closed fields
    for anything but a picture.
    """
    if KINDS[record.kind].ends_as_any:
        raise NotAllowed("say with the profile's own verb what the file is", place="file")
    if KINDS[record.kind].kept_by:
        raise NotAllowed(
            "a notice has no annex; photographs are kept with the person", place="file"
        )
    return keep(act, record, file)


def keep(act: Act, record: Record, file: Upload) -> Attachment:
    """Keep a file with a record of the own bureau that nobody else holds; for verbs that add one.

    Raises as ``add`` does.
    """
    if record.owner_id != act.reader.bureau:
        raise NotAllowed("only the bureau that owns this record can do that")
    if State(record.state) in FINAL:
        raise WrongState("a {state} record is never changed", state=say(record.state))
    if writing.reaches_others(record):
        raise NotAllowed("others hold this record: release it to the own bureau first, then attach")
    return enclose(act, record, file)


def enclose(act: Act, record: Record, file: Upload) -> Attachment:
    """Keep a file with an own record, whoever holds it: for words that one officer says to others.

    Raises as ``add`` does.
    """
    kept = vault.inspect(file.name, file.read(vault.LARGEST + 1))
    if KINDS[record.kind].closed and not kept.media_type.startswith("image/"):
        raise NotAllowed("records of this kind carry reviewed photographs only", place="file")
    if Attachment.unrestricted.filter(record=record, digest=kept.digest).exists():
        raise Conflict("this record has the very same file already", place="file")
    if Attachment.unrestricted.filter(record=record).count() >= MOST_FILES:
        raise Conflict("a record has {most} files at most", most=MOST_FILES, place="file")
    vault.claim(kept.digest)
    vault.store(kept)
    attachment = Attachment.unrestricted.create(
        record=record,
        name=file.name[-200:],
        media_type=kept.media_type,
        size=len(kept.data),
        digest=kept.digest,
        added=act.at,
        officer=act.reader.officer,
    )
    vault.keep(kept.digest)
    writing.refile(record, officer=act.reader.officer, at=act.at)
    act.on(record.id, attachment.id)
    act.note(sha256=kept.digest)
    writing.tell(record, "attached", act.at)
    return attachment


@verb(Power.ATTACHMENT_REMOVE)
def remove(act: Act, attachment: Attachment, *, reason: Reason) -> Record:
    """Remove an attachment and its file."""
    record = attachment.record
    if record.owner_id != act.reader.bureau:
        raise NotAllowed("only the bureau that owns this record can do that")
    act.on(record.id, attachment.id)
    act.note(sha256=attachment.digest, reason=reason)
    vault.drop(attachment)
    writing.refile(record, officer=act.reader.officer, at=act.at)
    writing.tell(record, "attached", act.at)
    return record
