"""The JSON API: every verb's route, the rooms' own readings, bearer tokens, problem+json."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from tocsin import __version__
from tocsin.core.errors import TocsinError
from tocsin.core.refusals import sentence as refused
from tocsin.node import rooms
from tocsin.node.doors.routes import add_routes
from tocsin.rooms.bureaus.login.bearing import Bearer, challenge
from tocsin.web.errors import ANSWERS, PROBLEM_TYPE, Page, page_of, respond


class Described(NinjaAPI):
    """An API whose description also names the errors that every route may answer."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the OpenAPI document, with problem+json under each status of the one table."""
        schema = super().get_openapi_schema(**options)
        schema["components"].setdefault("schemas", {})["Problem"] = PROBLEM
        for methods in schema["paths"].values():
            for operation in methods.values():
                for status, title in refusals().items():
                    operation["responses"].setdefault(
                        status,
                        {"description": title, "content": {PROBLEM_TYPE: {"schema": _REFERENCE}}},
                    )
        return schema


PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "instance", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "code": {"type": "string"},
        "place": {"type": "string"},
    },
}
_REFERENCE = {"$ref": "#/components/schemas/Problem"}


def refusals() -> dict[int, str]:
    """Return status and title of each way in which a route may refuse."""
    known = {int(answer.status): str(answer.title) for answer in reversed(ANSWERS.values())}
    known.pop(500)
    return {400: "This request cannot be read", 401: "Send a token"} | known


api = Described(
    title="Tocsin",
    version=__version__,
    description="Every verb of this node, and what a token's officer may read.",
    auth=Bearer(),
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(TocsinError)
def on_error(request: HttpRequest, error: TocsinError) -> HttpResponse:
    """Answer our own errors from the one table in web/errors."""
    return respond(request, page_of(error))


@api.exception_handler(AuthenticationError)
def on_stranger(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    """Answer a missing or spent token, and say how this route takes one."""
    said = "send a token: Authorization: Bearer toc_..."
    answer = _problem(request, 401, "unauthenticated", said)
    answer["WWW-Authenticate"] = challenge(request)
    return answer


@api.exception_handler(ValidationError)
def on_bad_body(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Name the first field that does not fit, as every other door does."""
    first = error.errors[0]
    place = ".".join(str(part) for part in first["loc"] if part not in {"body", "query", "path"})
    said = refused(str(first["type"]), first.get("ctx") or {})
    return _problem(request, 422, "invalid-input", said, place=place)


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the router itself refuses."""
    return _problem(request, error.status_code, "bad-request", str(error))


def _problem(
    request: HttpRequest, status: int, code: str, sentence: str, *, place: str | None = None
) -> HttpResponse:
    advice = "See /api/docs for what this route takes."
    return respond(request, Page(status, code, code, sentence, advice, place))


rooms.load()
add_routes(api)
for module in rooms.modules("api"):
    api.add_router("", module.router)
