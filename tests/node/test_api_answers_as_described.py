"""Whatever is sent to the API, it answers as its own description says, and never breaks down."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
ROLES = ["administrator", "bureau_officer", "oversight"]


def _operations(schema):
    return [result.ok() for result in schema.get_all_operations()]


@pytest.fixture
def schema(cast):
    from tocsin.node.api import api
    from tocsin.node.wsgi import application

    def served(environ, start_response):
        answer = application(environ, start_response)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()  # as every server does; it closes uploaded files

    loaded = schemathesis.openapi.from_dict(api.get_openapi_schema())
    loaded.app = served
    return loaded


def _try(operation, token, examples):
    headers = {"Host": "localhost"}
    if token:
        headers["Authorization"] = f"Bearer {token}"

    @settings(
        max_examples=examples,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(case=operation.as_strategy())
    def one(case):
        answer = case.call(headers=headers)
        case.validate_response(answer, checks=CHECKS)

    one()


@pytest.mark.parametrize("role", ROLES)
def test_with_a_token_every_route_answers_as_described(schema, cast, role) -> None:
    token = cast.token(cast.home, role)
    for operation in _operations(schema):
        _try(operation, token, 2)


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_with_a_token_every_route_answers_as_described_at_length(schema, cast, role) -> None:
    token = cast.token(cast.home, role)
    for operation in _operations(schema):
        _try(operation, token, 30)


def test_without_a_token_every_route_says_401_as_a_problem(schema) -> None:
    for operation in _operations(schema):

        @settings(
            max_examples=1, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        @given(case=operation.as_strategy())
        def one(case):
            answer = case.call(headers={"Host": "localhost"})
            assert answer.status_code == 401, case.formatted_path
            assert answer.headers["content-type"][0] == "application/problem+json"

        one()
