"""Requests made from the OpenAPI document: nothing crashes, answers are documented, every error has the one shape."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from mechgraph.server.operations import OPERATIONS

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")


@pytest.fixture(scope="module")
def document(embedded: str) -> Any:
    return schemathesis.openapi.from_url(f"{embedded}/api/openapi.json")


@pytest.mark.parametrize("path", [o.path for o in OPERATIONS])
def test_the_document_is_what_the_server_does(document: Any, path: str) -> None:
    """For texts of every kind, seeded, fifteen requests a route."""

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(document[path]["GET"].as_strategy())
    def holds(case: Any) -> None:
        from schemathesis.checks import not_a_server_error
        from schemathesis.specs.openapi.checks import (
            content_type_conformance,
            response_schema_conformance,
            status_code_conformance,
        )

        response = case.call(timeout=30)
        kept = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
        case.validate_response(response, checks=kept)
        if response.status_code >= 400:
            assert response.headers["content-type"][0].startswith("application/problem+json")
            body = response.json()
            assert body["type"].startswith("urn:mechgraph:problem:")
            assert body["status"] == response.status_code
            assert body["title"]
            assert body["detail"]

    holds()
