"""The API route of every verb: ``POST /api/records/{pk}/widen`` with its arguments as JSON."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import File, NinjaAPI, Status, UploadedFile

from tocsin.rooms.bureaus.models import Proposal
from tocsin.rooms.bureaus.reading.requests import reader
from tocsin.rooms.bureaus.verb import VERBS, Secret, Upload, Verb


def add_routes(api: NinjaAPI) -> None:
    """Give every verb its route."""
    for verb in VERBS.values():
        base = f"/{verb.plural}/{{pk}}" if verb.target else f"/{verb.plural}"
        api.default_router.add_api_operation(
            f"{base}/{verb.action}",
            ["POST"],
            _uploading(verb) if uploads(verb) else _speaking(verb),
            operation_id=verb.name,
            tags=[verb.room],
            summary=verb.promise.partition("\n")[0],
            description=verb.promise,
            response={200: dict[str, Any], 202: dict[str, Any]},
        )


def uploads(verb: Verb[Any, Any]) -> bool:
    """Say whether a verb takes a file."""
    return any(info.annotation is Upload for info in verb.arguments.model_fields.values())


def _speaking(verb: Verb[Any, Any]) -> Any:
    body_type = verb.arguments

    if verb.target is None:

        def bare(request: HttpRequest, body: body_type) -> Any:  # type: ignore[valid-type]
            return _say(request, verb, None, body.model_dump(exclude_unset=True))  # type: ignore[attr-defined]

        return bare

    if not body_type.model_fields:

        def silent(request: HttpRequest, pk: UUID) -> Any:
            return _say(request, verb, pk, {})

        return silent

    def door(request: HttpRequest, pk: UUID, body: body_type) -> Any:  # type: ignore[valid-type]
        return _say(request, verb, pk, body.model_dump(exclude_unset=True))  # type: ignore[attr-defined]

    return door


def _uploading(verb: Verb[Any, Any]) -> Any:
    """Return the door of a verb with a file: multipart ``file``, other arguments in the query."""
    name = next(n for n, info in verb.arguments.model_fields.items() if info.annotation is Upload)

    def said(request: HttpRequest, file: UploadedFile) -> dict[str, Any]:
        others = {key: value for key, value in request.GET.items() if key != name}
        assert file.file is not None
        return {**others, name: Upload(name=file.name or "file", data=file.file)}

    if verb.target is None:

        def bare(request: HttpRequest, file: File[UploadedFile]) -> Any:
            return _say(request, verb, None, said(request, file))

        return bare

    def door(request: HttpRequest, pk: UUID, file: File[UploadedFile]) -> Any:
        return _say(request, verb, pk, said(request, file))

    return door


def _say(
    request: HttpRequest, verb: Verb[Any, Any], pk: UUID | None, arguments: dict[str, Any]
) -> Status[dict[str, Any]]:
    who = reader(request)
    who.need(verb.power)
    target = verb.find(who, pk) if pk is not None else None
    result = verb.perform(who, target, arguments)
    if isinstance(result, Proposal) and verb.officers == 2:
        return Status(202, result.summary())
    return Status(200, answer(result))


def answer(result: Any) -> dict[str, Any]:
    """Return a verb's result as JSON data."""
    if isinstance(result, Secret):
        return {"title": result.title, "secret": result.text}
    summary = getattr(result, "summary", None)
    if summary is not None:
        made: dict[str, Any] = summary()
        return made
    return {} if result is None else {"result": result}
