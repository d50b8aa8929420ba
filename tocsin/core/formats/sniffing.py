"""Which format a file is in, told from its first bytes; the name only breaks a tie."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tocsin.core.errors import MalformedFile
from tocsin.core.formats.limits import refuse_archive


@dataclass(frozen=True, slots=True)
class Format:
    """A format that is read here: its name for scripts, its title for people."""

    name: str
    title: str
    endings: tuple[str, ...]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("csv", "CSV", (".csv", ".tsv", ".txt")),
        "jsonl": Format("jsonl", "JSON lines", (".jsonl", ".ndjson", ".json")),
        "parquet": Format("parquet", "Parquet", (".parquet", ".pq")),
        "ftm": Format("ftm", "FollowTheMoney", (".ftm.json", ".ftm")),
        "stix": Format("stix", "STIX 2.1", (".stix", ".stix2")),
        "misp": Format("misp", "MISP", (".misp",)),
        "unsc": Format("unsc", "UN Security Council consolidated list", (".xml",)),
    },
)
_FTM = re.compile(rb'"schema"\s*:\s*"[A-Z]')
_STIX = re.compile(rb'"type"\s*:\s*"bundle"|\{\s*"objects"\s*:\s*\[|"spec_version"\s*:\s*"2')
_MISP = re.compile(rb'(?:\[\s*)?\{\s*"(?:Event|response)"\s*:')


def sniff(head: bytes, filename: str = "") -> str:
    """Return the name of the format that the first bytes of a file show.

    Raises ``MalformedFile`` for an archive, an empty file or a format that is not read here.
    """
    refuse_archive(head)
    if head.startswith(b"PAR1"):
        return "parquet"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not text:
        raise MalformedFile("the file is empty", place="file")
    if text.startswith(b"<"):
        if b"<CONSOLIDATED_LIST" in head or b"<!DOCTYPE" in head:
            return "unsc"
        raise MalformedFile(
            "this XML is not a UN Security Council consolidated list", place="line 1"
        )
    if _MISP.match(text):
        return "misp"
    if text.startswith(b"["):
        if _STIX.search(text):
            return "stix"
        raise MalformedFile(
            "this is one JSON list: write one object to a line instead", place="line 1"
        )
    if text.startswith(b"{"):
        return _of_objects(text, filename)
    return "csv"


def _of_objects(text: bytes, filename: str) -> str:
    first = text.split(b"\n", 1)[0]
    if b'"properties"' in first and _FTM.search(first):
        return "ftm"
    if _STIX.search(text):
        return "stix"
    if first.strip() == b"{":
        raise MalformedFile(
            "one object is spread over several lines: write one object to a line", place="line 1"
        )
    return "ftm" if filename.endswith((".ftm", ".ftm.json")) else "jsonl"
