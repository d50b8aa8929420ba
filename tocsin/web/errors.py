"""The only table from error class to HTTP status, and the pages that show an error.

A person gets what happened, what to do and a code; a machine gets problem+json (RFC 9457); an htmx
request gets a notice for the corner of the page it stands on.
"""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tocsin.core import errors
from tocsin.web.telling import spot, told

Handler: TypeAlias = Callable[[HttpRequest], HttpResponseBase]
Text: TypeAlias = str | Promise

logger = logging.getLogger(__name__)

MANUAL_PAGE = "/manual/errors"
PROBLEM_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Answer:
    """How one kind of error is shown: its status, a title, and what to do about it."""

    status: HTTPStatus
    title: Text
    advice: Text


ANSWERS: dict[type[errors.TocsinError], Answer] = {
    errors.TocsinError: Answer(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("This did not work"),
        _("Try again; if it happens twice, give the code below to the node's operator."),
    ),
    errors.InvalidInput: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("This cannot be used as given"),
        _("Correct the place that is named and send it again. Nothing was saved."),
    ),
    errors.InvalidStatement: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("This statement breaks its form"),
        _("Ask the bureau that sent it to issue it again. Nothing was saved."),
    ),
    errors.InvalidLabel: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Nobody could honour this label"),
        _("Choose an audience, a marking and a purpose that fit together."),
    ),
    errors.MalformedFile: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("This file cannot be read"),
        _("Correct the row, line or element that is named and upload the file again."),
    ),
    errors.TooLarge: Answer(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("This is too large"),
        _("Split the file, or shorten the field that is named, and try again."),
    ),
    errors.NotAllowed: Answer(
        HTTPStatus.FORBIDDEN,
        _("You may not do this"),
        _("Ask your bureau's administrator if you need it for your work."),
    ),
    errors.PowerMissing: Answer(
        HTTPStatus.FORBIDDEN,
        _("Your role does not include this"),
        _("An administrator can propose a role that does; a second one must agree."),
    ),
    errors.SameOfficer: Answer(
        HTTPStatus.FORBIDDEN,
        _("This needs a second officer"),
        _("Ask a colleague with the same power: nobody is both halves of a pair."),
    ),
    errors.AccessEnded: Answer(
        HTTPStatus.FORBIDDEN,
        _("Your access has ended"),
        _("Ask your bureau's administrator to renew the account, grant or token."),
    ),
    errors.NotFound: Answer(
        HTTPStatus.NOT_FOUND,
        _("There is nothing here for you"),
        _("Check the address or search for it. It may never have existed, or be gone."),
    ),
    errors.Conflict: Answer(
        HTTPStatus.CONFLICT,
        _("This cannot be done now"),
        _("Load the page again to see how things stand."),
    ),
    errors.WrongState: Answer(
        HTTPStatus.CONFLICT,
        _("This step is not possible from here"),
        _("Load the page again: it shows the steps that are open."),
    ),
    errors.Stale: Answer(
        HTTPStatus.CONFLICT,
        _("Somebody else changed this first"),
        _("Load the page again, look at the change, and make yours on top of it."),
    ),
    errors.ProofFailed: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("The proof does not hold"),
        _("Do not rely on this content. Tell your security officer and keep the file."),
    ),
    errors.UnknownKey: Answer(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("Signed by a key nobody vouches for"),
        _("Compare the card's fingerprint with its bureau by telephone before going on."),
    ),
    errors.Unavailable: Answer(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("A part of the node is not ready"),
        _("Wait a minute and try again. The health page shows what is missing."),
    ),
}


@dataclass(frozen=True, slots=True)
class Page:
    """An error as it is shown, whatever raised it."""

    status: int
    code: str
    title: Text
    sentence: Text
    advice: Text
    place: str | None = None

    @property
    def spoken(self) -> str:
        """The sentence as a page writes it: after its place, or with a capital of its own."""
        said = told(self.sentence)
        begun = said if self.place else said[:1].upper() + said[1:]
        return begun if begun.endswith((".", "!", "?")) else f"{begun}."

    @property
    def spot(self) -> str:
        """Where it happened, as a page writes it."""
        return spot(self.place or "")

    def problem(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body of a problem+json answer: English, whatever the page's language."""
        with override("en"):
            body = {
                "type": f"{MANUAL_PAGE}#{self.code}",
                "title": str(self.title),
                "status": self.status,
                "detail": str(self.sentence),
                "instance": request.path,
                "code": self.code,
            }
        return body if self.place is None else {**body, "place": self.place}


_WITHOUT_CLASS: dict[int, Page] = {
    400: Page(
        400,
        "bad-request",
        _("This request cannot be read"),
        _("Something in the request is malformed."),
        _("Go back, load the page again and repeat the step."),
    ),
    403: Page(
        403,
        "forbidden",
        _("You may not do this"),
        _("This door is closed to you."),
        _("Ask your bureau's administrator if you need it for your work."),
    ),
    404: Page(
        404,
        errors.NotFound.code,
        ANSWERS[errors.NotFound].title,
        _("No page or record that you may see has this address."),
        ANSWERS[errors.NotFound].advice,
    ),
    405: Page(
        405,
        "method-not-allowed",
        _("This address does not do that"),
        _("The address exists, but not for this kind of request."),
        _("Go back and use the button on the page."),
    ),
    429: Page(
        429,
        "too-many-requests",
        _("Too many requests"),
        _("The limit for this kind of request has been reached."),
        _("Wait a minute and try again; the limit protects you and your partners."),
    ),
    500: Page(
        500,
        errors.TocsinError.code,
        _("The node made a mistake"),
        _("This is our fault, not yours. Nothing half-finished was saved."),
        _("Try again; if it happens twice, tell the node's operator what you did."),
    ),
}

CSRF_PAGE = Page(
    403,
    "form-expired",
    _("This form has expired"),
    _("The form was open too long, or was opened in another session."),
    _("Go back, load the page again and send the form once more."),
)


def status_of(error: errors.TocsinError | type[errors.TocsinError]) -> int:
    """Return the HTTP status of an error or error class; each leaf has its own row."""
    return int(_answer_of(error if isinstance(error, type) else type(error)).status)


def page_of(error: errors.TocsinError) -> Page:
    """Return how an error is shown."""
    answer = _answer_of(type(error))
    return Page(
        int(answer.status), error.code, answer.title, error.sentence, answer.advice, error.place
    )


def _answer_of(kind: type[errors.TocsinError]) -> Answer:
    return next(ANSWERS[parent] for parent in kind.__mro__ if parent in ANSWERS)


def wants_json(request: HttpRequest) -> bool:
    """Say whether a machine asked: the API's paths, or JSON preferred over HTML."""
    if request.path.startswith(("/api/", "/taxii2/")):
        return True
    preferred = request.get_preferred_type(["text/html", "application/json", PROBLEM_TYPE])
    return preferred in {"application/json", PROBLEM_TYPE}


def respond(request: HttpRequest, page: Page) -> HttpResponse:
    """Answer with a page, a fragment or problem+json, whichever the request can use."""
    if wants_json(request):
        return JsonResponse(page.problem(request), status=page.status, content_type=PROBLEM_TYPE)
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(_drawn("web/_error.html", page, request), status=page.status)
        answer["HX-Retarget"], answer["HX-Reswap"] = "#toasts", "beforeend"
        return answer
    return HttpResponse(_drawn("web/error.html", page, request), status=page.status)


def _drawn(template: str, page: Page, request: HttpRequest) -> str:
    try:
        return render_to_string(template, {"page": page}, request)
    except Exception:
        # Whatever broke the page may break its frame: a plain page is better than none.
        logger.exception("the error page was drawn without its frame")
        return render_to_string(template, {"page": page})


class ErrorPages:
    """Turns what a view raises on purpose into an answer.

    Also mends two answers that would mislead: a bare 405, and the log-in page that htmx would put
    into the middle of a page whose session has ended.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        if answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not _has_body(answer):
            page = respond(request, _WITHOUT_CLASS[405])
            page["Allow"] = answer.headers.get("Allow", "")
            return page
        is_htmx = request.headers.get("HX-Request") == "true"
        if is_htmx and _leads_to(answer, resolve_url(settings.LOGIN_URL)):
            return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"})
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        page = _page_for(error)
        return None if page is None else respond(request, page)


def _has_body(answer: HttpResponseBase) -> bool:
    return bool(getattr(answer, "content", b"")) or answer.streaming


def _leads_to(answer: HttpResponseBase, path: str) -> bool:
    return answer.headers.get("Location", "").partition("?")[0] == path


def _page_for(error: BaseException | None) -> Page | None:
    match error:
        case errors.TocsinError():
            return page_of(error)
        case Http404():
            return _WITHOUT_CLASS[404]
        case PermissionDenied():
            return _WITHOUT_CLASS[403]
        case BadRequest() | SuspiciousOperation():
            return _WITHOUT_CLASS[400]
    return None


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Serve as ``handler400``."""
    return respond(request, _WITHOUT_CLASS[400])


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Serve as ``handler403``."""
    return respond(request, _WITHOUT_CLASS[403])


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django's
    """Serve as ``handler404``."""
    return respond(request, _WITHOUT_CLASS[404])


def server_error(request: HttpRequest) -> HttpResponse:
    """Serve as ``handler500``; an error of ours raised by a middleware keeps its own status."""
    return respond(request, _page_for(sys.exc_info()[1]) or _WITHOUT_CLASS[500])


def too_many(request: HttpRequest) -> HttpResponse:
    """Answer a request past a limit with 429."""
    return respond(request, _WITHOUT_CLASS[429])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Serve as ``CSRF_FAILURE_VIEW``; the reason is for the log, not for the screen."""
    logger.warning("form refused: %s", reason)
    return respond(request, CSRF_PAGE)
