"""The schema tells everything that an endpoint answers, in words that its packaged viewer understands."""

from typing import Any

import pytest
from pydantic import BaseModel

from service.api.explanations import ExplainedPicture
from service.api.predict import MAX_BATCH
from service.api.readings import ReadPicture
from tests.api.service_under_test import application, running

pytestmark = pytest.mark.anyio

UPLOADS = {"400", "408", "413", "415", "422", "503"}
STATUSES = {
    ("post", "/v1/predict"): {"200", *UPLOADS},
    ("post", "/v1/predict/batch"): {"200", *UPLOADS},
    ("post", "/v1/read"): {"200", *UPLOADS},
    ("post", "/v1/explain"): {"200", *UPLOADS},
    ("get", "/v1/model"): {"200", "503"},
    ("get", "/v1/models"): {"200"},
    ("get", "/v2"): {"200"},
    ("get", "/v2/health/live"): {"200"},
    ("get", "/v2/health/ready"): {"200", "503"},
    **{
        ("get", f"/v2/models/{{model}}{version}{ready}"): {"200", "404", "503"}
        for version in ("", "/versions/{version}")
        for ready in ("", "/ready")
    },
    ("post", "/v2/models/{model}/infer"): {"200", "400", "404", "408", "413", "415", "503"},
    ("post", "/v2/models/{model}/versions/{version}/infer"): {
        "200",
        "400",
        "404",
        "408",
        "413",
        "415",
        "503",
    },
    ("get", "/health/live"): {"200"},
    ("get", "/health/ready"): {"200", "503"},
    ("get", "/metrics"): {"200"},
}


@pytest.fixture
async def schema() -> dict[str, Any]:
    async with running(application()) as client:
        return (await client.get("/openapi.json")).json()


def operations(schema: dict[str, Any]) -> list[tuple[tuple[str, str], dict[str, Any]]]:
    return [
        ((method, path), told)
        for path, methods in schema["paths"].items()
        for method, told in methods.items()
    ]


async def test_every_endpoint_names_every_status_that_it_answers(schema: dict[str, Any]):
    assert {which: set(told["responses"]) for which, told in operations(schema)} == STATUSES


async def test_every_problem_is_documented_with_its_shape_and_an_example(schema: dict[str, Any]):
    for _, told in operations(schema):
        for status, response in told["responses"].items():
            if status == "200":
                continue
            assert list(response["content"]) == ["application/problem+json"]
            content = response["content"]["application/problem+json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
            for name, example in content["examples"].items():
                assert example["value"]["status"] == int(status)
                assert example["value"]["type"] == f"urn:digits:{name}"


async def test_every_endpoint_has_a_name_a_summary_and_a_description(schema: dict[str, Any]):
    names = [told["operationId"] for _, told in operations(schema)]
    assert len(set(names)) == len(names)
    for _, told in operations(schema):
        assert told["summary"]
        assert told["description"]


@pytest.mark.parametrize(("path", "answer"), [("/v1/read", ReadPicture), ("/v1/explain", ExplainedPicture)])
async def test_an_example_is_an_answer_that_can_come(
    schema: dict[str, Any], path: str, answer: type[BaseModel]
):
    content = schema["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]
    assert list(content["example"]) == list(answer.model_fields)
    assert answer.model_validate(content["example"]).model_dump(mode="json") == content["example"]


async def test_uploads_are_described_so_that_a_viewer_offers_to_choose_a_file(schema: dict[str, Any]):
    forms = {
        path: schema["paths"][path]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
        for path in ("/v1/predict", "/v1/predict/batch")
    }
    one, many = forms["/v1/predict"], forms["/v1/predict/batch"]
    assert one["required"] == ["file"]
    assert (one["properties"]["file"]["type"], one["properties"]["file"]["format"]) == ("string", "binary")
    assert many["required"] == ["files"]
    assert many["properties"]["files"]["items"]["format"] == "binary"
    assert many["properties"]["files"]["maxItems"] == MAX_BATCH


async def test_the_schema_uses_nothing_that_openapi_3_0_does_not_have(schema: dict[str, Any]):
    def check(part: Any) -> None:
        if isinstance(part, list):
            for each in part:
                check(each)
        elif isinstance(part, dict):
            assert part.get("type") != "null"
            assert "const" not in part
            for name, each in part.items():
                if name != "example":
                    check(each)

    assert schema["openapi"] == "3.0.3"
    check(schema["components"])
    prediction = schema["components"]["schemas"]["Prediction"]
    assert prediction["properties"]["digit"]["nullable"]
    assert prediction["properties"]["box"]["nullable"]
    assert set(prediction["required"]) == set(prediction["properties"])
