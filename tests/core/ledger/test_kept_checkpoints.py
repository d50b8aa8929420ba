"""Against the log key's own holder only a checkpoint kept from before helps, and it is said so."""

import io

import pytest

from tests.core.ledger.exports import LOG, NEXT_LOG, Journal, card
from tocsin.core.errors import ProofFailed
from tocsin.core.ledger.report import Rewriting
from tocsin.core.ledger.verify import verify

CARD = card()


def report(journal, kept=None, whose=CARD):
    return verify(io.BytesIO(b"".join(journal.lines())), whose, kept)


def test_without_one_rewriting_cannot_be_known() -> None:
    found = report(Journal().append(10))
    assert found.ok
    assert found.rewriting is Rewriting.CANNOT_KNOW
    assert "cannot know" in found.sentences()[-1]


@pytest.mark.parametrize("size", [1, 255, 256, 257, 400, 512, 600])
def test_a_log_that_continues_it_was_not_rewritten(size) -> None:
    journal = Journal().append(600)
    found = report(journal, journal.checkpoint(size=size))
    assert (found.ok, found.rewriting) == (True, Rewriting.EXCLUDED)


@pytest.mark.parametrize("size", [255, 256, 300])
def test_a_log_cut_off_by_its_key_holder_is_found(size) -> None:
    kept = Journal().append(400).checkpoint()
    found = report(Journal().append(size), kept)
    assert (found.ok, found.rewriting) == (False, Rewriting.FOUND)
    assert "cut off" in str(found.findings[0])


@pytest.mark.parametrize("size", [100, 256, 400])
def test_a_log_rewritten_by_its_key_holder_is_found(size) -> None:
    kept = Journal().append(400).checkpoint(size=size)
    rewritten = Journal(seed=2).append(500)
    assert report(rewritten).ok, "its own key's holder signs whatever he likes"
    found = report(rewritten, kept)
    assert (found.ok, found.rewriting) == (False, Rewriting.FOUND)
    assert "rewritten" in str(found.findings[0])


def test_a_damaged_place_is_not_called_rewritten() -> None:
    journal = Journal().append(600)
    lines = journal.lines()
    del lines[5]
    found = verify(io.BytesIO(b"".join(lines)), CARD, journal.checkpoint(size=200))
    assert found.rewriting is Rewriting.CANNOT_KNOW
    assert "cannot be compared" in str(found.findings[-1])


def test_one_that_the_log_key_did_not_sign_is_refused() -> None:
    with pytest.raises(ProofFailed):
        report(Journal().append(3), Journal(key=NEXT_LOG).append(3).checkpoint())


def test_one_of_an_earlier_epoch_is_compared_with_that_epoch() -> None:
    journal = Journal().append(300).close().append(20)
    for size in (10, 256, 300):
        assert report(journal, journal.checkpoint(0, size)).rewriting is Rewriting.EXCLUDED


def test_an_epoch_that_is_gone_is_known_by_the_end_the_next_one_carries() -> None:
    journal = Journal().append(300).close().append(20)
    first, *lines = journal.lines()
    later = lines[lines.index(b'{"epoch":1}\n') : -1]
    end = b'{"end":{"entries":21,"epochs":1}}\n'
    data = b"".join([first, *later, end])
    found = verify(io.BytesIO(data), CARD, journal.checkpoint(0))
    assert (found.ok, found.rewriting) == (True, Rewriting.EXCLUDED)
    other = Journal(seed=2).append(300).checkpoint()
    assert verify(io.BytesIO(data), CARD, other).rewriting is Rewriting.FOUND


def test_a_closed_epoch_cannot_be_rewritten_under_the_old_key_alone() -> None:
    """The thief of a retired log key signs a new epoch 0; epoch 1 carries the true end."""
    both = card(LOG, NEXT_LOG)
    journal = Journal().append(300).close(NEXT_LOG).append(20)
    assert report(journal, whose=both).ok
    forged = Journal(seed=2).append(300)
    journal.epochs[0] = forged.epochs[0]
    found = report(journal, whose=both)
    assert [str(finding) for finding in found.findings] == [
        "epoch 1, entry 0: the first entry carries another end of the epoch before"
    ]
