"""Every verb as a command: ``tocsin records widen ID ...`` calls the node's API with a token.

So a shell is one officer, never two, and nothing is reached that a page would refuse.
"""

import inspect
import json
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from enum import Enum
from http.client import HTTPMessage
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin
from urllib.parse import urlencode
from uuid import uuid4

import typer
from pydantic.fields import FieldInfo

from tocsin.core.errors import InvalidInput, Unavailable
from tocsin.node import tls
from tocsin.node.environment import BASE_URL, TOKEN
from tocsin.rooms.bureaus.verb import VERBS, Upload, Verb
from tocsin.web.fetch import context

_PIECE = 1 << 20


def add_commands(app: typer.Typer, groups: dict[str, typer.Typer]) -> None:
    """Add one command a verb, in a group a noun, beside what the node itself put there."""
    for verb in VERBS.values():
        if verb.plural not in groups:
            groups[verb.plural] = typer.Typer(
                no_args_is_help=True, help=f"{verb.plural.capitalize()}: verbs through the API."
            )
            app.add_typer(groups[verb.plural], name=verb.plural)
        name = verb.action.replace("_", "-")
        if name not in {command.name for command in groups[verb.plural].registered_commands}:
            groups[verb.plural].command(name, help=verb.promise)(command(verb))


def command(verb: Verb[Any, Any]) -> Callable[..., None]:
    """Return the function of one verb's command, its options made from the verb's arguments."""

    def call(**said: Any) -> None:
        _call(verb, said)

    parameters = [_option(name, info) for name, info in verb.arguments.model_fields.items()]
    if verb.target is not None:
        pk = Annotated[str, typer.Argument(metavar="ID")]
        parameters.insert(0, _parameter("pk", pk, inspect.Parameter.empty))
    call.__annotations__ = {one.name: one.annotation for one in parameters}
    call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return call


def _option(name: str, info: FieldInfo) -> inspect.Parameter:
    annotation = info.annotation
    flag, hint = f"--{name.replace('_', '-')}", ""
    kind: Any = str
    empty: Any = inspect.Parameter.empty if info.is_required() else ""
    if annotation is bool:
        kind, empty = bool, False
    elif get_origin(annotation) in {list, frozenset, set}:
        kind, hint = list[str], _words(get_args(annotation)[0])
        empty = empty if info.is_required() else None
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        hint = _words(annotation)
    elif annotation is Upload:
        kind = Path
    elif get_origin(annotation) is dict or hasattr(annotation, "model_fields"):
        hint = "JSON, or @file"
    return _parameter(name, Annotated[kind, typer.Option(flag, help=hint)], empty)


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
    )


def _words(annotation: Any) -> str:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return ", ".join(str(member.value) for member in annotation)
    return ""


def _call(verb: Verb[Any, Any], said: dict[str, Any]) -> None:
    body: bytes | Form
    pk = said.pop("pk", None)
    base = BASE_URL.read().rstrip("/")
    where = f"{base}/api/{verb.plural}/" + (f"{pk}/" if pk else "") + verb.action
    arguments = {name: _value(verb, name, value) for name, value in said.items() if value}
    uploads = {name: value for name, value in arguments.items() if isinstance(value, Path)}
    if uploads:
        others = {name: value for name, value in arguments.items() if name not in uploads}
        form = Form(next(iter(uploads.values())))
        kind, body = form.kind, form
        where += f"?{urlencode(others)}" if others else ""
    else:
        kind, body = "application/json", json.dumps(arguments).encode()
    sys.stdout.write(json.dumps(send(where, kind, body), indent=2, ensure_ascii=False) + "\n")


def _value(verb: Verb[Any, Any], name: str, value: Any) -> Any:
    annotation = verb.arguments.model_fields[name].annotation
    if annotation is Upload:
        return Path(value)
    if get_origin(annotation) is dict or hasattr(annotation, "model_fields"):
        text = Path(value[1:]).read_text("utf-8") if value.startswith("@") else value
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            raise InvalidInput("is not JSON: {reason}", reason=error, place=f"--{name}") from error
    return value


class Form:
    """A form that sends one file as ``file``, read piece by piece while it is sent."""

    def __init__(self, path: Path) -> None:
        mark = uuid4().hex
        name = path.name.replace('"', "")
        self._path = path
        self._head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        self._tail = f"\r\n--{mark}--\r\n".encode()
        self.kind = f"multipart/form-data; boundary={mark}"

    def __len__(self) -> int:
        return len(self._head) + self._path.stat().st_size + len(self._tail)

    def __iter__(self) -> Iterator[bytes]:
        yield self._head
        with self._path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
        yield self._tail


def send(where: str, kind: str, body: bytes | Form | None, *, method: str = "POST") -> Any:
    """Call the node's API and return its JSON; raise with the node's own sentence."""
    return json.loads(_sent(where, kind, body, method)[1])


def fetch(path: str) -> tuple[str, bytes]:
    """Return the name and the bytes of a file that the node's API hands out."""
    base = BASE_URL.read().rstrip("/")
    head, data = _sent(f"{base}/api{path}", "application/json", None, "GET")
    # A name is a name, whatever the other end says: never a path.
    return Path(head.get_filename() or "file").name, data


def _sent(
    where: str, kind: str, body: bytes | Form | None, method: str
) -> tuple[HTTPMessage, bytes]:
    token = TOKEN.read()
    if not token:
        raise InvalidInput("set it to an API token of yours", place=TOKEN.name)
    if not where.startswith(("http://", "https://")):
        raise InvalidInput("must begin with http:// or https://", place=BASE_URL.name)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
    if isinstance(body, Form):
        headers["Content-Length"] = str(len(body))
    request = urllib.request.Request(where, data=body, headers=headers, method=method)  # noqa: S310
    try:
        # Our own certificate is in the home; nothing here can leave one unverified.
        own = context(tls.own()) if where.startswith("https://") else None
        with urllib.request.urlopen(request, timeout=60, context=own) as answer:  # noqa: S310
            return answer.headers, bytes(answer.read())
    except urllib.error.HTTPError as error:
        said = json.loads(error.read() or b"{}")
        sentence = said.get("detail") or said.get("title") or str(error)
        raise InvalidInput("{said}", said=sentence, place=said.get("place")) from error
    except urllib.error.URLError as error:
        raise Unavailable(
            "no node answers at {address}: {reason}", address=BASE_URL.read(), reason=error.reason
        ) from error
