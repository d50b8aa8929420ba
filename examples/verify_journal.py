"""Verifies a bureau's journal from its export and its card alone, with no code of Tocsin's.

    python3 examples/verify_journal.py journal.jsonl journal.jsonl.card [kept-checkpoint]

One package is needed, cryptography, for Ed25519. The auditor's chapter of the manual explains each
step. It prints what it finds and exits with 1 if anything is wrong.
"""

import base64
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def commitment(salt: str, text: str) -> str:
    raw = bytes.fromhex(salt)
    return sha(b"tocsin/commitment/v1\0" + bytes([len(raw)]) + raw + text.encode()).hex()


def read_card(path: Path) -> dict[str, Any]:
    """Return what the card says, signed by its root. Compare its words by telephone as well."""
    signed = json.loads(path.read_text(encoding="utf-8"))
    said: dict[str, Any] = json.loads(signed["statement"])
    frame = b"tocsin/signature/v1\0statement/key-event/card@1\0" + signed["statement"].encode()
    root = Ed25519PublicKey.from_public_bytes(base64.b64decode(said["root"]))
    root.verify(base64.b64decode(signed["signature"]), frame)
    return said


def read_checkpoint(text: str, card: dict[str, Any]) -> tuple[int, int, bytes]:
    """Return (epoch, size, root) of a checkpoint signed by the journal's key for its epoch."""
    body, _, signatures = text.rpartition("\n\n")
    name, size, root = body.split("\n")[:3]
    origin, _, epoch = name.rpartition("/")
    if origin != card["journal"]["origin"]:
        raise ValueError(f"the checkpoint is of another journal: {origin}")
    keys = [k for k in card["journal"]["keys"] if k["epoch"] <= int(epoch)]
    raw = base64.b64decode(keys[-1]["key"])
    key_hash = sha(name.encode() + b"\n\x01" + raw)[:4]
    for line in signatures.splitlines():
        signer, value = line.removeprefix("\u2014 ").split(" ")
        data = base64.b64decode(value)
        if signer == name and data[:4] == key_hash:
            Ed25519PublicKey.from_public_bytes(raw).verify(data[4:], (body + "\n").encode())
            return int(epoch), int(size), base64.b64decode(root)
    raise ValueError("the checkpoint is not signed by the journal's key")


class Tree:
    """The Merkle tree of RFC 6962, kept as the roots of its complete subtrees."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        rest, self.size = self.size, self.size + 1
        while rest & 1:
            leaf, rest = sha(b"\1" + self.peaks.pop() + leaf), rest >> 1
        self.peaks.append(leaf)

    def root(self) -> bytes:
        if not self.peaks:
            return sha(b"")
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = sha(b"\1" + peak + root)
        return root


def entry_faults(line: dict[str, Any]) -> Iterator[str]:
    """Compare an entry with its hash, and its parts with what its leaf commits to."""
    leaf = json.loads(line["leaf"])
    if sha(b"\0" + line["leaf"].encode()).hex() != line["hash"]:
        yield "the leaf has another hash"
    commits = {name: value for name, value in leaf["commits"].items() if name != "rows"}
    for name, (salt, text) in line["parts"].items():
        if commits.pop(name, None) != commitment(salt, text):
            yield f"its {name} was changed"
    if sorted(commits) != line.get("erased", []):
        yield "parts are missing that nobody says were erased"


def row_hash(line: dict[str, Any]) -> bytes:
    digits = line.get("commitment") or commitment(line["salt"], line["text"])
    return sha(b"\0" + digits.encode())


class Reader:
    """Walks an export line by line and says everything that is wrong."""

    def __init__(self, card: dict[str, Any], kept: tuple[int, int, bytes] | None) -> None:
        self.card, self.kept, self.met = card, kept, kept is None
        self.epoch, self.tree, self.before = -1, Tree(), (-1, 0, "")
        self.rows, self.rows_root, self.rows_said = Tree(), "", 0
        self.entries, self.covered, self.ended = 0, 0, False

    def faults(self, lines: Iterable[dict[str, Any]]) -> Iterator[str]:
        readers = {"leaf": self.entry, "checkpoint": self.checkpoint, "end": self.end}
        for line in lines:
            if "row" in line:
                if line["row"] != self.rows.size:
                    yield f"row {line['row']} stands where row {self.rows.size} belongs"
                self.rows.add(row_hash(line))
                continue
            yield from self.manifest()
            if "epoch" in line:
                yield from self.uncovered()
                self.before = (self.epoch, self.tree.size, self.tree.root().hex())
                self.epoch, self.tree, self.covered = line["epoch"], Tree(), 0
            for name, reader in readers.items():
                if name in line:
                    yield from reader(line)
        yield from self.uncovered()
        if not self.ended:
            yield "the export ends before its end"
        if not self.met:
            yield "the journal is shorter than when your checkpoint was made"

    def manifest(self) -> Iterator[str]:
        """Compare the rows just read with what the entry above them commits to."""
        place = f"epoch {self.epoch}, entry {self.tree.size - 1}"
        if self.rows_root and self.rows.root().hex() != self.rows_root:
            yield f"{place}: its rows were changed"
        if self.rows.size != self.rows_said:
            yield f"{place}: it counts other rows than follow"
        self.rows, self.rows_root, self.rows_said = Tree(), "", 0

    def uncovered(self) -> Iterator[str]:
        if self.covered != self.tree.size:
            yield f"epoch {self.epoch}: no checkpoint covers the entries from {self.covered} on"

    def entry(self, line: dict[str, Any]) -> Iterator[str]:
        place = f"epoch {self.epoch}, entry {line['sequence']}"
        if line["sequence"] != self.tree.size:
            yield f"{place}: stands where entry {self.tree.size} belongs"
        for fault in entry_faults(line):
            yield f"{place}: {fault}"
        leaf = json.loads(line["leaf"])
        last = leaf.get("carried")
        if last and (last["epoch"], last["size"], last["root"]) != self.before:
            yield f"{place}: the epoch before ended otherwise"
        self.rows_root, self.rows_said = leaf["commits"].get("rows", ""), line.get("rows", 0)
        self.tree.add(sha(b"\0" + line["leaf"].encode()))
        self.entries += 1
        if self.kept and self.kept[:2] == (self.epoch, self.tree.size):
            self.met = True
            if self.kept[2] != self.tree.root():
                yield f"{place}: the journal was rewritten after your checkpoint was made"

    def checkpoint(self, line: dict[str, Any]) -> Iterator[str]:
        found = read_checkpoint(line["checkpoint"], self.card)
        self.covered = self.tree.size
        if found != (self.epoch, self.tree.size, self.tree.root()):
            yield f"epoch {self.epoch}: the entries before {self.tree.size} are not those signed"

    def end(self, line: dict[str, Any]) -> Iterator[str]:
        self.ended = True
        if line["end"]["entries"] != self.entries:
            yield "the last line counts other entries than there are"


def main() -> int:
    export, card_file, *rest = (Path(name) for name in sys.argv[1:])
    card = read_card(card_file)
    kept = read_checkpoint(rest[0].read_text(encoding="utf-8"), card) if rest else None
    wrong = 0
    try:
        with export.open(encoding="utf-8") as file:
            for fault in Reader(card, kept).faults(map(json.loads, file)):
                wrong += 1
                print(fault)
    except (ValueError, KeyError, TypeError, InvalidSignature) as error:
        wrong += 1
        print(f"damaged: {error or type(error).__name__}")
    print(f"{wrong} findings" if wrong else "nothing is wrong")
    if kept is None:
        print("cannot know whether the key's holder rewrote it: keep a checkpoint")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
