"""The keys of hosted bureaus: files in the home, outside the database, for the node alone to read.

``<home>/keys/<bureau>/root.key`` is the bureau's root and belongs on a stick in a safe once the
card is issued; ``node.key``, ``sealing.key`` and ``journal.key`` are certified by it and stay.
Written by ``bureaus.rotate_key``, ``revoke_key`` and by founding a bureau, read by whatever signs.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from tocsin.core.errors import Unavailable
from tocsin.core.statements import cards
from tocsin.core.statements.keys import SealingKey, SigningKey

NODE_KEY_LASTS = timedelta(days=400)


def folder(bureau: UUID) -> Path:
    """Return where the keys of a hosted bureau lie."""
    return Path(settings.TOCSIN_HOME) / "keys" / str(bureau)


def signer(bureau: UUID) -> SigningKey:
    """Return the node key with which this bureau's statements are signed."""
    return SigningKey.from_bytes(_read(str(folder(bureau) / "node.key")))


def journal_signer(bureau: UUID) -> SigningKey:
    """Return the key that signs this bureau's journal checkpoints."""
    return SigningKey.from_bytes(_read(str(folder(bureau) / "journal.key")))


def sealer(bureau: UUID) -> SealingKey:
    """Return the key that opens what was sealed to this bureau."""
    return SealingKey.from_bytes(_read(str(folder(bureau) / "sealing.key")))


def create(bureau: UUID, code: str, name: str, *, origin: str, at: datetime) -> str:
    """Make root, node, sealing and journal keys for a new bureau and return its card as text."""
    root = _new(bureau, "root.key", SigningKey.generate().bytes)
    node = _new(bureau, "node.key", SigningKey.generate().bytes)
    sealing = _new(bureau, "sealing.key", SealingKey.generate().bytes)
    journal = _new(bureau, "journal.key", SigningKey.generate().bytes)
    signing = SigningKey.from_bytes(root)
    certified = _certify(signing, bureau, node, sealing, at)
    log = cards.Journal(origin, (cards.LogKey(0, SigningKey.from_bytes(journal).public),))
    card = cards.issue(
        signing, bureau=bureau, code=code, name=name, at=at, journal=log, nodes=[certified]
    )
    return card.encode().decode()


def rotate(bureau: UUID, card: str, *, at: datetime) -> str:
    """Replace the node key by a new one certified by the root, and return the new card as text.

    Raises Unavailable when the root key is not in the home: bring the stick from the safe.
    """
    old = cards.decode(card.encode())
    return _issue(_root(bureau), old, at=at, revoked=old.revoked, renew=True)


def revoke(bureau: UUID, card: str, ended: cards.Revocation, *, at: datetime) -> str:
    """Return a card by which a node key says nothing from a moment on; one in use is replaced.

    Raises Unavailable when the root key is not in the home.
    """
    old = cards.decode(card.encode())
    in_use = ended.key == signer(bureau).public.id
    return _issue(_root(bureau), old, at=at, revoked=(*old.revoked, ended), renew=in_use)


def _issue(
    root: SigningKey,
    old: cards.Card,
    *,
    at: datetime,
    revoked: Iterable[cards.Revocation],
    renew: bool,
) -> str:
    """Return the next card; with a new node key, whose files take the place of the old ones."""
    bureau, nodes = old.bureau, old.nodes
    node, sealing = SigningKey.generate().bytes, SealingKey.generate().bytes
    if renew:
        nodes = (*nodes, _certify(root, bureau, node, sealing, at))
    fresh = cards.issue(
        root,
        bureau=bureau,
        code=old.code,
        name=old.name,
        at=at,
        journal=old.journal,
        nodes=nodes,
        revoked=revoked,
        serial=old.serial + 1,
    )
    if renew:
        _replace(folder(bureau) / "node.key", node)
        _replace(folder(bureau) / "sealing.key", sealing)
        _read.cache_clear()
    return fresh.encode().decode()


def _root(bureau: UUID) -> SigningKey:
    root_file = folder(bureau) / "root.key"
    if not root_file.exists():
        raise Unavailable(
            "put the root key back as {root_file} for this step, then take it away",
            root_file=root_file,
        )
    return SigningKey.from_bytes(root_file.read_bytes())


def _certify(
    root: SigningKey, bureau: UUID, node: bytes, sealing: bytes, at: datetime
) -> cards.NodeKey:
    return cards.certify(
        root,
        bureau=bureau,
        signing=SigningKey.from_bytes(node).public,
        sealing=SealingKey.from_bytes(sealing).public,
        not_before=at,
        not_after=at + NODE_KEY_LASTS,
    )


def _new(bureau: UUID, name: str, data: bytes) -> bytes:
    path = folder(bureau) / name
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600, exist_ok=False)
    path.write_bytes(data)
    return data


def _replace(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    part.touch(mode=0o600)
    part.write_bytes(data)
    part.replace(path)


@lru_cache(maxsize=64)
def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except FileNotFoundError as error:
        raise Unavailable(
            "the key {path} is missing; restore it from the backup", path=path
        ) from error
