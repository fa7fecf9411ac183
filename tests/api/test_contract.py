"""The committed schema is a promise: what it has stays, and what is added breaks nobody."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.api.breaking_changes import breaking_changes
from tests.api.write_schema import FILE, current

Schema = dict[str, Any]
PROMISED: Schema = json.loads(FILE.read_text())


def test_nothing_that_was_promised_is_broken():
    assert breaking_changes(PROMISED, current()) == [], (
        "clients rely on these; if they must change, bring out a new version of the path"
    )


def schemas(schema: Schema) -> Schema:
    return schema["components"]["schemas"]


def form(schema: Schema, path: str) -> Schema:
    return schema["paths"][path]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]


def parameter(schema: Schema, path: str, name: str) -> Schema:
    [told] = [each for each in schema["paths"][path]["post"]["parameters"] if each["name"] == name]
    return told


def tensor(schema: Schema) -> Schema:
    body = schema["paths"]["/v2/models/{model}/infer"]["post"]["requestBody"]
    return body["content"]["application/json"]["schema"]["properties"]["inputs"]["items"]


BREAKING: dict[str, tuple[Callable[[Schema], object], str]] = {
    "a path is gone": (lambda s: s["paths"].pop("/v1/read"), "post /v1/read: gone"),
    "a method is gone": (lambda s: s["paths"]["/v1/model"].pop("get"), "get /v1/model: gone"),
    "a status is gone": (
        lambda s: s["paths"]["/v1/predict"]["post"]["responses"].pop("503"),
        "post /v1/predict: 503: gone",
    ),
    "a field is gone": (
        lambda s: schemas(s)["Prediction"]["properties"].pop("seen"),
        "post /v1/predict: 200.seen: gone",
    ),
    "a field of a batch's items is gone": (
        lambda s: schemas(s)["Box"]["properties"].pop("x"),
        "post /v1/predict/batch: 200.results[].result.box.x: gone",
    ),
    "a field may be missing": (
        lambda s: schemas(s)["Prediction"]["required"].remove("digit"),
        "post /v1/predict: 200.digit: may be missing now",
    ),
    "a field has another type": (
        lambda s: schemas(s)["Prediction"]["properties"]["message"].update(type="integer"),
        "post /v1/predict: 200.message: string became integer",
    ),
    "a list holds something else": (
        lambda s: schemas(s)["Prediction"]["properties"]["probabilities"]["items"].update(type="string"),
        "post /v1/predict: 200.probabilities[]: number became string",
    ),
    "an answer can be null": (
        lambda s: schemas(s)["Prediction"]["properties"]["model"].update(nullable=True),
        "post /v1/predict: 200.model: null can come now",
    ),
    "an answer has a value that no client knows": (
        lambda s: schemas(s)["Verdict"]["enum"].append("maybe"),
        "post /v1/predict: 200.verdict: values can come that no client knows",
    ),
    "an answer has another media type": (
        lambda s: s["paths"]["/v1/model"]["get"]["responses"]["200"]["content"].pop("application/json"),
        "get /v1/model: 200 application/json: gone",
    ),
    "a request has a new required field": (
        lambda s: form(s, "/v1/predict")["required"].append("key"),
        "post /v1/predict: body.key: required now",
    ),
    "a request's field is gone": (
        lambda s: form(s, "/v1/predict")["properties"].pop("file"),
        "post /v1/predict: body.file: gone",
    ),
    "a request may hold less": (
        lambda s: form(s, "/v1/predict/batch")["properties"]["files"].update(maxItems=10),
        "post /v1/predict/batch: body.files: maxItems is stricter",
    ),
    "a request's alternative is gone": (
        lambda s: tensor(s)["properties"]["data"]["anyOf"].pop(),
        "post /v2/models/{model}/infer: body.inputs[].data: its alternatives changed",
    ),
    "a parameter is required": (
        lambda s: s["paths"]["/v1/model"]["get"].update(
            parameters=[{"in": "query", "name": "key", "required": True}]
        ),
        "get /v1/model: parameter key: required now",
    ),
    "a parameter may be less": (
        lambda s: parameter(s, "/v1/explain", "label")["schema"].update(maximum=8),
        "post /v1/explain: parameter label: maximum is stricter",
    ),
    "a parameter has another type": (
        lambda s: parameter(s, "/v1/explain", "label")["schema"].update(type="string"),
        "post /v1/explain: parameter label: integer became string",
    ),
    "a parameter's value is not taken": (
        lambda s: schemas(s)["Which"]["enum"].pop(),
        "post /v1/explain: parameter model: values are not taken any more",
    ),
    "a body is taken as something else": (
        lambda s: s["paths"]["/v1/read"]["post"]["requestBody"].update(content={"image/png": {}}),
        "post /v1/read: body multipart/form-data: not taken any more",
    ),
}
ADDITIONS: dict[str, Callable[[Schema], object]] = {
    "a path": lambda s: s["paths"].update({"/v1/new": s["paths"]["/v1/read"]}),
    "a method": lambda s: s["paths"]["/v1/read"].update(put=s["paths"]["/v1/read"]["post"]),
    "a field of an answer": lambda s: (
        schemas(s)["Prediction"]["properties"].update(new={"type": "string"}),
        schemas(s)["Prediction"]["required"].append("new"),
    ),
    "an optional field of a request": lambda s: form(s, "/v1/predict")["properties"].update(
        hint={"type": "string"}
    ),
    "an optional parameter": lambda s: s["paths"]["/v1/model"]["get"].update(
        parameters=[{"in": "query", "name": "key"}]
    ),
    "a status": lambda s: s["paths"]["/v1/model"]["get"]["responses"].update({"429": {"description": ""}}),
    "a request may hold more": lambda s: form(s, "/v1/predict/batch")["properties"]["files"].update(
        maxItems=1000
    ),
    "a request takes another type too": lambda s: tensor(s)["properties"]["data"]["anyOf"].append(
        {"type": "string"}
    ),
    "an answer is never null any more": lambda s: schemas(s)["Prediction"]["properties"]["box"].pop(
        "nullable"
    ),
    "other words": lambda s: schemas(s)["Prediction"].update(description="Another description."),
}


@pytest.mark.parametrize("name", BREAKING)
def test_a_breaking_change_is_found(name: str):
    change, told = BREAKING[name]
    changed = deepcopy(PROMISED)
    change(changed)
    assert told in breaking_changes(PROMISED, changed)


@pytest.mark.parametrize("name", ADDITIONS)
def test_an_addition_breaks_nobody(name: str):
    changed = deepcopy(PROMISED)
    ADDITIONS[name](changed)
    assert changed != PROMISED
    assert breaking_changes(PROMISED, changed) == []
