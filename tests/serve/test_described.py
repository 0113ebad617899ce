"""The API against its own description: schemathesis asks all sorts of things, and no answer is a fault or undescribed.

`VEDETTE_API_EXAMPLES=500 python -m pytest -q tests/serve/test_described.py` is the long run.
"""

import os
from collections.abc import Callable
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from vedette.serve import keys
from vedette.serve.guard import SCOPES

EXAMPLES = int(os.environ.get("VEDETTE_API_EXAMPLES", "6"))
OPERATIONS = 20
ELSEWHERE = [
    ignored_auth,  # test_routes.py tries every route as nobody; here the token is in every request
    positive_data_acceptance,  # a country, a box or a record time is any text to OpenAPI, and most texts are none
]


def test_no_answer_is_a_fault_or_undescribed(serve: Callable[..., FastAPI]) -> None:
    app, token = serve(), keys.new_token()
    accounts = app.state.web.accounts
    accounts.add_token(accounts.find("admin").id, keys.digest(token), "tests", SCOPES)
    head = {"host": "localhost", "authorization": f"Bearer {token}"}
    described = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=head)
    tried, wrong = 0, list[str]()
    for found in described.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # else the description itself is at fault, and this fails

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def ask(case: Any) -> None:
            case.call_and_validate(headers=head, excluded_checks=ELSEWHERE)

        try:
            ask()
        except (AssertionError, BaseExceptionGroup) as error:
            wrong.append(f"{operation.label}: {error} {getattr(error, 'exceptions', '')}")
        tried += 1
    assert not wrong, "\n".join(wrong)
    assert tried >= OPERATIONS
