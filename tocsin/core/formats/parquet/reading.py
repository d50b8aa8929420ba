"""The side that listens: starts the reader apart, believes only well-formed lines, makes rows."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from importlib.util import find_spec
from io import UnsupportedOperation
from pathlib import Path
from typing import IO, Any

from tocsin.core.errors import InvalidInput, MalformedFile, TooLarge
from tocsin.core.formats.cells import split_list
from tocsin.core.formats.delimited import person_row
from tocsin.core.formats.limits import Limits, open_stream
from tocsin.core.formats.persons import Plain, column_named
from tocsin.core.formats.rows import Ids, Item, Remark, RowError
from tocsin.core.sentences import say, sentence_of

_PROGRAM = Path(__file__).with_name("apart.py")
_MEMORY = 4_000_000_000
_CHUNK = 1 << 20


def _on_disk(source: IO[bytes], limits: Limits, stack: ExitStack) -> IO[bytes]:
    """Return the source as a file that another process can be handed, from its first byte."""
    with suppress(UnsupportedOperation, AttributeError):
        source.fileno()
        if source.tell() == 0:
            return source
    copy: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the stack
    stack.callback(copy.close)
    stream = open_stream(source, limits)
    while chunk := stream.read(_CHUNK):
        copy.write(chunk)
    copy.seek(0)
    return copy


def _size(file: IO[bytes], limits: Limits) -> None:
    if file.seek(0, 2) > limits.file:
        raise TooLarge("the file is larger than {most:,} bytes", most=limits.file, place="file")
    file.seek(0)


def _started(file: IO[bytes], limits: Limits, stack: ExitStack) -> subprocess.Popen[bytes]:
    told = {
        "file": file.fileno(),
        "rows": limits.rows,
        "column": limits.column,
        "memory": _MEMORY,
    }
    command = [sys.executable, "-I", str(_PROGRAM), json.dumps(told)]
    child = subprocess.Popen(  # noqa: S603 - our own program, run by our own interpreter
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        pass_fds=(file.fileno(),),
    )
    stack.enter_context(child)
    stack.callback(child.kill)
    return child


def _ask(child: subprocess.Popen[bytes], columns: list[str]) -> None:
    assert child.stdin is not None
    # A reader that is already gone is found out when it says nothing more.
    with suppress(BrokenPipeError):
        os.write(child.stdin.fileno(), json.dumps(columns).encode() + b"\n")


def _said(child: subprocess.Popen[bytes], limits: Limits) -> Iterator[Any]:
    """Yield what the reader says until its end; a fault or a sudden death is raised."""
    assert child.stdout is not None
    while line := child.stdout.readline(16 * limits.line):
        try:
            something = json.loads(line)
        except ValueError as problem:
            raise TooLarge("one row is too long", place="file") from problem
        if something == "end":
            return
        if isinstance(something, dict) and "fault" in something:
            sentence, place = sentence_of(something["sentence"]), str(something["place"])
            if something["fault"] == "large":
                raise TooLarge(say(sentence), place=place)
            raise MalformedFile(
                "is not a whole Parquet file: {reason}", reason=sentence, place=place
            )
        yield something
    raise MalformedFile("is not a whole Parquet file: its reader broke down over it", place="file")


def _roles(names: Sequence[str]) -> dict[str, str]:
    roles = {name: role for name in names if (role := column_named(name))}
    if not {"names", "family", "given"} & set(roles.values()):
        raise MalformedFile("no column is called 'names'", place="schema")
    if len(set(roles.values())) != len(roles) or len(set(names)) != len(names):
        raise MalformedFile("two columns mean the same", place="schema")
    return roles


def read_parquet(source: IO[bytes], limits: Limits, *, numbered: bool = False) -> Iterator[Item]:
    """Yield the persons of a Parquet file from a seekable binary stream.

    Raises ``InvalidInput`` without the extra, ``MalformedFile`` and ``TooLarge`` for the file.
    """
    if find_spec("pyarrow") is None:
        raise InvalidInput(
            "reading Parquet needs the extra 'parquet' (pip install 'tocsin[parquet]')",
            place="file",
        )
    with ExitStack() as stack:
        file = _on_disk(source, limits, stack)
        _size(file, limits)
        child = _started(file, limits, stack)
        said = _said(child, limits)
        names = next(said)["columns"]
        roles = _roles(names)
        for name in names:
            if name not in roles:
                yield Remark(
                    "schema",
                    say("the column '{shown}' is not known and was not read", shown=name[:40]),
                )
        _ask(child, list(roles))
        yield from _rows(said, list(roles.values()), Ids(limits), numbered=numbered)


def _rows(said: Iterator[Any], roles: Sequence[str], ids: Ids, *, numbered: bool) -> Iterator[Item]:
    for number, values in enumerate(said, 1):
        ids.count()
        place = f"row {number}"
        try:
            plain = _plain(dict(zip(roles, values, strict=True)))
        except InvalidInput as problem:
            yield RowError(place, problem.place, problem.sentence)
            continue
        yield person_row(plain, place, number, ids, numbered=numbered)


def _plain(values: Mapping[str, Any]) -> Plain:
    plain = Plain()
    for role, value in values.items():
        if value is None:
            continue
        if isinstance(value, dict):
            raise InvalidInput(str(value["wrong"]), place=f"column {role}")
        texts = [text.strip() for text in (value if isinstance(value, list) else [value])]
        if role in ("id", "gender", "given", "family"):
            if len(texts) > 1:
                raise InvalidInput("must be one text", place=f"column {role}")
            setattr(plain, role, (texts[0] if texts else "") or getattr(plain, role))
        elif isinstance(value, list):
            getattr(plain, role).extend(text for text in texts if text)
        else:
            getattr(plain, role).extend(split_list(value))
    return plain
