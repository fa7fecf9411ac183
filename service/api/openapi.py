"""GET /openapi.json in OpenAPI 3.0, the last that the packaged Swagger UI understands."""

from typing import Any

from fastapi import FastAPI

from service.api.explanations_example import EXPLANATION_EXAMPLE
from service.api.guards.described import guarded
from service.api.readings import READING_EXAMPLE

DESCRIPTION = """\
Reads handwritten digits from drawings, scans and photographs, and says how sure it is.

    curl -F file=@digit.png http://localhost:8000/v1/predict

Every error answers as `application/problem+json` (RFC 9457) with a `type`, what was found and what to do.
`X-Request-ID` is accepted and returned; `Server-Timing` tells the milliseconds of each stage.
"""

# Answers with nulls, which FastAPI would leave out of an example.
EXAMPLES = {"/v1/read": READING_EXAMPLE, "/v1/explain": EXPLANATION_EXAMPLE}


def use_3_0(app: FastAPI, *, keyed: bool = False, limited: bool = False) -> None:
    """Have the application describe itself in OpenAPI 3.0.3 instead of 3.1, with the guards it has."""
    app.openapi_version = "3.0.3"
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = _in_3_0(describe())
            for path, example in EXAMPLES.items():
                _answer(schema, path)["example"] = example
            app.openapi_schema = guarded(schema, keyed=keyed, limited=limited)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _answer(schema: dict[str, Any], path: str) -> dict[str, Any]:
    answer: dict[str, Any] = schema["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]
    return answer


def _in_3_0(schema: Any) -> Any:  # noqa: ANN401  any JSON
    """The schema with `nullable` for a null among choices, `enum` for `const`, and bounds as 3.0 has them."""
    if isinstance(schema, list):
        return [_in_3_0(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: _in_3_0(value) for key, value in schema.items()}
    if {"type": "null"} in (choices := told.get("anyOf", [])):
        told["anyOf"] = [each for each in choices if each != {"type": "null"}]
        told["nullable"] = True
        if len(told["anyOf"]) == 1:
            [choice] = told.pop("anyOf")
            told.update({"allOf": [choice]} if "$ref" in choice else choice)
    for bound, excluded in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(told.get(excluded), int | float):  # 3.0: the bound, and a flag that it is left out
            told[bound], told[excluded] = told[excluded], True
    if "const" in told:
        told["enum"] = [told.pop("const")]
    return told
