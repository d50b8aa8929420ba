"""Any entry can be proved, and any state to continue an earlier one, from a few rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.rooms.journal.logs import Log
from tocsin.core.errors import NotFound, WrongState
from tocsin.core.ledger import checkpoint, proofs
from tocsin.core.ledger.tree import leaf_hash, root
from tocsin.rooms.journal.models import Checkpoint, Entry
from tocsin.rooms.journal.proof import continues, latest_checkpoint, prove

pytestmark = pytest.mark.django_db


@pytest.fixture
def log():
    made = Log()
    made.append(700)
    made.sequence()
    return made


@pytest.mark.parametrize("sequence", [0, 255, 256, 511, 512, 699])
def test_an_entry_is_proved_under_the_newest_checkpoint(log, sequence) -> None:
    entry = Entry.unrestricted.get(log=log.id, sequence=sequence)
    proof = prove(entry.uuid)
    signed = checkpoint.verify(proof.checkpoint, log.card.journal)
    assert (proof.sequence, proof.size, signed.size) == (sequence, 700, 700)
    proofs.check_inclusion(
        leaf_hash(proof.leaf.encode()), sequence, signed.size, proof.path, signed.root
    )


def test_every_kept_state_is_continued(log) -> None:
    entries = Entry.unrestricted.filter(log=log.id).order_by("sequence")
    hashes = [bytes(entry.leaf_hash) for entry in entries]
    for old in (1, 255, 256, 300, 512, 700):
        path = continues(log.id, 0, old, 700)
        proofs.check_consistency(old, root(hashes[:old]), 700, root(hashes), path)


def test_a_proof_reads_few_rows(log) -> None:
    entry = Entry.unrestricted.get(log=log.id, sequence=600)
    with CaptureQueriesContext(connection) as queries:
        prove(entry.uuid)
    assert len(queries) <= 16


def test_what_is_not_there_or_not_numbered_is_not_proved(log) -> None:
    with pytest.raises(NotFound):
        prove(log.id)
    [waiting] = log.append()
    with pytest.raises(WrongState):
        prove(waiting)
    with pytest.raises(NotFound):
        continues(log.id, 0, 1, 701)


def test_the_latest_checkpoint_is_that_of_the_newest_epoch(log) -> None:
    log.close()
    newest = latest_checkpoint(log.id)
    assert newest == Checkpoint.unrestricted.get(epoch__log=log.id, epoch__number=1)
    assert latest_checkpoint(Log().id) is None
