"""Feeds kept in line with the register: a row is added whenever what a peer may have changes.

No officer says this; it follows from what officers said of records, labels and groups, and from
the clock. A row is only a hint: what is served is decided when it is served.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from tocsin.rooms.bureaus.models import Group, GroupVersion
from tocsin.rooms.exchange import reach
from tocsin.rooms.exchange.actions import recalls
from tocsin.rooms.exchange.models import Feed, FeedRow, Peer, Standing
from tocsin.rooms.register.models import Anchor, Ruling

CHUNK = 500
TICK = timedelta(microseconds=1)
HANGING = ("link", "basis")
EVERY = timedelta(seconds=60)


def follow(peer: Peer, touched: Iterable[UUID] | None = None, at: datetime | None = None) -> int:
    """Bring what a peer is offered in line with what it may have; return how many rows were added.

    ``touched`` narrows to records that changed, and to what hangs on them; all without it.
    """
    at = at or timezone.now()
    if peer.state != Peer.State.ACCEPTED:
        return _retract(peer, Standing.unrestricted.filter(peer=peer, offered=True), at)
    if touched is None:
        return _follow_all(peer, at)
    added = 0
    for chunk in _chunks(sorted(_with_hanging(touched))):
        added += _follow_some(peer, chunk, at)
    return added


def _follow_all(peer: Peer, at: datetime) -> int:
    added = 0
    given = reach.given_to(peer, at).order_by("pk").values_list("pk", "kind")
    order = sorted(given, key=lambda row: row[1] in HANGING)
    for chunk in _chunks([pk for pk, _kind in order]):
        added += _follow_some(peer, chunk, at)
    still = reach.given_to(peer, at).values("pk")
    lost = Standing.unrestricted.filter(peer=peer, offered=True).exclude(subject__in=still)
    added += _retract(peer, lost.exclude(subject__in=Group.unrestricted.values("pk")), at)
    added += _memberships(peer, at)
    return added


def _follow_some(peer: Peer, chunk: list[UUID], at: datetime) -> int:
    standing = {
        row.subject: row for row in Standing.unrestricted.filter(peer=peer, subject__in=chunk)
    }
    given = reach.given_to(peer, at, chunk).select_related("release_class")
    records = sorted(given, key=lambda record: record.kind in HANGING)
    marks = _marks([record.pk for record in records])
    added = 0
    for record in records:
        now, before = f"{record.revision}.{marks.get(record.pk, 0)}", standing.pop(record.pk, None)
        if before is None or not before.offered or before.mark != now:
            feed = feed_of(peer, reach.group_for(peer, record))
            append(feed, FeedRow.Act.OFFER, record.pk, now, at)
            added += 1
    lost = [row.pk for row in standing.values() if row.offered]
    return added + _retract(peer, Standing.unrestricted.filter(pk__in=lost), at)


def _retract(peer: Peer, lost: Iterable[Standing], at: datetime) -> int:
    added = 0
    for row in list(lost):
        recalls.recall(peer, row.subject, at)
        append(row.feed, FeedRow.Act.RETRACT, row.subject, row.mark, at)
        added += 1
    return added


def _memberships(peer: Peer, at: datetime) -> int:
    """Offer the newest version of each group that the peer is a member of, and of no other.

    A peer that was taken out is told no later version: who is in is the members' to know.
    """
    added = 0
    groups = Group.unrestricted.filter(members=peer.partner_id).exclude(owner=peer.partner_id)
    told = dict(
        Standing.unrestricted.filter(peer=peer, subject__in=groups.values("pk")).values_list(
            "subject", "mark"
        )
    )
    for group in groups:
        if told.get(group.pk) != str(group.version):
            feed = feed_of(peer, None)
            append(feed, FeedRow.Act.MEMBERSHIP, group.pk, str(group.version), at)
            added += 1
    return added


def feed_of(peer: Peer, group: UUID | None) -> Feed:
    """Return the peer's feed for this group, or its direct one, made when first needed."""
    return Feed.unrestricted.get_or_create(peer=peer, group_id=group, inbox=False)[0]


def append(feed: Feed, act: FeedRow.Act, subject: UUID, mark: str, at: datetime) -> None:
    """Add a row whose moment is later than every one before, whatever the clock says."""
    locked = Feed.unrestricted.select_for_update().get(pk=feed.pk)
    locked.last = max(at, timezone.now(), (locked.last or at) + TICK)
    locked.save(update_fields=["last"])
    FeedRow.unrestricted.create(feed=locked, added=locked.last, act=act, subject=subject, mark=mark)
    Standing.unrestricted.update_or_create(
        peer_id=feed.peer_id,
        subject=subject,
        defaults={"feed": locked, "mark": mark, "offered": act != FeedRow.Act.RETRACT},
    )
    Peer.unrestricted.filter(pk=feed.peer_id, news=False).update(news=True)


def _marks(records: list[UUID]) -> dict[UUID, int]:
    rulings = Ruling.unrestricted.filter(record__in=records)
    return dict(rulings.values_list("record").annotate(newest=Max("pk")))


def _with_hanging(touched: Iterable[UUID]) -> set[UUID]:
    found = set(touched)
    for chunk in _chunks(sorted(found)):
        hanging = Anchor.unrestricted.filter(on__in=chunk).values_list("record_id", flat=True)
        found |= set(hanging)
    return found


def _chunks(ids: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def changed(records: set[UUID]) -> None:
    """Follow these changed records for every peer, in the caller's transaction."""
    at = timezone.now()
    for peer in Peer.unrestricted.open().select_related("bureau", "partner"):
        follow(peer, records, at)


def reconcile(at: datetime) -> int:
    """Follow everything, as the clock: groups change and labels run out with no change of record.

    Done at once when a group has a new version, and each minute.
    """
    newest = GroupVersion.unrestricted.order_by("-pk").values_list("pk", flat=True).first() or 0
    done = 0
    for peer in Peer.unrestricted.open().select_related("bureau", "partner"):
        late = peer.reconciled is None or peer.reconciled + EVERY <= at
        if late or peer.groups_seen != newest:
            with transaction.atomic():
                done += follow(peer, None, at)
                Peer.unrestricted.filter(pk=peer.pk).update(reconciled=at, groups_seen=newest)
    return done
