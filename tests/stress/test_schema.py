"""Every endpoint, asked all that its schema allows and forbids: no 500, and nothing that it does not tell."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.service_under_test import application
from tests.stress.running import LONG, service

CASES = 300 if LONG else 15  # of each endpoint
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OPERATIONS = [
    each.ok() for each in schemathesis.openapi.from_dict(application().openapi()).get_all_operations()
]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with service() as running:
        yield running.url


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.method.upper()} {each.path}")
def test_an_endpoint_answers_as_its_schema_tells(operation, url: str):
    good, bad = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @settings(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(good, bad))
    def ask(case) -> None:
        case.call_and_validate(base_url=url, checks=CHECKS)

    ask()
