"""Imports: a file read into the register as records of the own bureau, seen by it alone."""

from datetime import datetime
from io import SEEK_END
from pathlib import Path
from typing import IO, Annotated, Any

from django.db import transaction
from pydantic import StringConstraints

from tocsin.core.errors import InvalidInput, NotAllowed, TooLarge, WrongState
from tocsin.core.formats import FORMATS, sniff
from tocsin.core.formats.limits import HEAD
from tocsin.core.kinds.words import Instruction
from tocsin.core.sentences import say
from tocsin.rooms.bureaus.models import Bureau
from tocsin.rooms.bureaus.powers import Power
from tocsin.rooms.bureaus.verb import Act, Upload, verb
from tocsin.rooms.journal import actions as journal
from tocsin.rooms.register.actions.intake import files
from tocsin.rooms.register.models import Import

LARGEST = 1_000_000_000
UN_LIST = "UN Security Council consolidated list"
Source = Annotated[str, StringConstraints(max_length=60, strip_whitespace=True)]


@verb(Power.IMPORT_START)
def start(
    act: Act,
    *,
    file: Upload,
    source: Source = "",
    kind: str = "person",
    dry_run: bool = False,
    screened: bool = False,
    instruction: Instruction = Instruction.CONTACT_OWNER,
) -> Import:
    """Read a file into the register; the work is carried on in the background.

    ``source`` names the list or file: an entry with the same number from the same source is the
    same record, so that reading a newer copy revises what changed and reports what is gone.
    ``screened`` gives every person and document a basis, with the ``instruction`` for a hit; a list
    of the United Nations is always screened. ``dry_run`` says what would happen and writes nothing.
    Raises MalformedFile for a file of no format read here.
    """
    _only_persons(kind)
    if file.size > LARGEST:
        raise TooLarge("files may have {most} MB at most", most=LARGEST // 1_000_000, place="file")
    job = _job(file.open(), file.name, source)
    job.bureau_id, job.realm = act.reader.bureau, act.reader.realm.value
    job.officer_id, job.started = act.reader.officer, act.at
    job.dry_run, job.instruction = dry_run, instruction.value
    job.screened = job.screened or screened
    job.save()
    act.on(job.pk)
    act.note(**_said(job))
    return job


def start_as_operator(
    bureau: Bureau, path: Path, *, at: datetime, source: str, dry_run: bool, screened: bool
) -> Import:
    """Begin an import from the node's own machine; journalled as *operator*."""
    with path.open("rb") as file:
        job = _job(file, path.name, source or path.stem)
    job.bureau, job.started, job.dry_run = bureau, at, dry_run
    job.screened = job.screened or screened
    with transaction.atomic():
        job.save()
        journal.append(
            log=bureau.pk,
            verb=Power.IMPORT_START.value,
            realm=job.realm,
            objects=[job.pk],
            actor=None,
            purpose="operator",
            detail={"operator": True, **_said(job)},
            at=at,
        )
    return job


def _only_persons(kind: str) -> None:
    if kind != "person":
        raise InvalidInput(
            "plain tables hold persons; other kinds come as JSON lines that name their kind",
            place="kind",
        )


def _job(file: IO[bytes], name: str, source: str) -> Import:
    """Return an unsaved import whose file has been kept."""
    format_name = sniff(file.read(HEAD), name)
    if not source and format_name != "unsc":
        raise InvalidInput("name the source: the list, agency or file", place="source")
    is_list = format_name == "unsc"
    source = UN_LIST if is_list else source[:60]
    job = Import(name=name[-200:], format=format_name, source=source, screened=is_list)
    job.size = file.seek(0, SEEK_END)
    file.seek(0)
    job.digest = files.keep(job.pk, file)
    return job


def _said(job: Import) -> dict[str, Any]:
    return {
        "file": job.name,
        "sha256": job.digest,
        "format": FORMATS[job.format].title,
        "source": job.source,
        "dry_run": job.dry_run,
        "screened": job.screened,
    }


@verb(Power.IMPORT_CANCEL)
def cancel(act: Act, job: Import) -> Import:
    """Stop an import; the rows taken stay, and reading the file again goes on from there."""
    if job.bureau_id != act.reader.bureau:
        raise NotAllowed("only the bureau that began this import can stop it")
    if not job.is_under_way:
        raise WrongState("this import is {phase} already", phase=say(job.phase))
    job.phase, job.finished = Import.Phase.CANCELLED, act.at
    job.save(update_fields=["phase", "finished"])
    files.drop(job.pk)
    act.on(job.pk)
    act.note(rows=job.rows)
    return job
