"""POST /v1/explain: typed numbers that a client can check, from the bundled networks."""

import base64
import math

import pytest

from service.api.explanations import ExplainedPicture
from service.api.explanations_example import EXPLANATION_EXAMPLE
from tests.api.service_under_test import application, assert_problem, post, running
from tests.fakes import FakeManager
from tests.pictures import blank, drawn, png

pytestmark = pytest.mark.anyio


async def explained(path: str, picture: bytes | None = None) -> dict:
    async with running(application(manager=FakeManager())) as client:
        response = await post(client, picture or png(drawn(3)), path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert ExplainedPicture.model_validate_json(response.content, strict=True, extra="forbid")
    return response.json()


async def test_the_dense_network_is_told_number_by_number():
    told = await explained("/v1/explain?model=ann&label=5")
    assert list(told) == ["verdict", "digit", "message", "seen", "network", "computation", "course"]
    assert (told["verdict"], told["digit"]) == ("digit", 3)
    assert told["network"]["kind"] == "dense"
    assert told["network"]["labels"] == list("0123456789")
    computation = told["computation"]
    assert len(computation["digit"]) == len(computation["inputs"]) == 784
    assert [len(layer["sums"]) for layer in computation["layers"]] == [800, 10]
    assert base64.b64decode(computation["neuron"]["weights"].split(",")[1]).startswith(b"\x89PNG")


async def test_a_client_can_check_the_sums():
    computation = (await explained("/v1/explain?model=ann"))["computation"]
    for each in computation["evidence"]["labels"]:
        assert math.fsum([each["bias"], *each["pixels"]]) == pytest.approx(each["total"], abs=1e-9)
        assert each["total"] == pytest.approx(each["logit"], abs=1e-5)
    neuron = computation["neuron"]
    products = [w * x for w, x in zip(neuron["pixel_weights"], computation["inputs"], strict=True)]
    assert math.fsum([neuron["bias"], *products]) == pytest.approx(neuron["sum"], abs=1e-5)
    powers = [math.exp(logit) for logit in computation["logits"]]
    assert [power / sum(powers) for power in powers] == pytest.approx(computation["probabilities"])


async def test_the_step_goes_towards_the_label_that_was_asked_for_at_the_rate_that_was_asked_for():
    small = (await explained("/v1/explain?model=ann&label=5&learning_rate=0.001"))["computation"]["step"]
    large = (await explained("/v1/explain?model=ann&label=5&learning_rate=0.01"))["computation"]["step"]
    assert (small["label"], small["learning_rate"]) == (5, 0.001)
    assert small["loss_before"] == large["loss_before"] > small["loss_after"] > large["loss_after"]


async def test_the_convolutional_network_names_its_method_and_shows_its_maps():
    told = await explained("/v1/explain?model=cnn")
    computation = told["computation"]
    assert computation["evidence"]["method"] == "occlusion sensitivity"
    assert {each["total"] for each in computation["evidence"]["labels"]} == {None}
    assert [len(each["peaks"]) for each in computation["feature_maps"]] == [
        len(each["filters"]) for each in computation["feature_maps"]
    ]
    assert computation["step"] is None


async def test_a_blank_page_is_an_answer_without_numbers():
    told = await explained("/v1/explain?model=ann", png(blank()))
    assert told["verdict"] == "blank"
    assert told["computation"] is None
    assert told["network"]["kind"] == "dense"


async def test_the_answer_tells_how_long_each_stage_took():
    async with running(application(manager=FakeManager())) as client:
        response = await post(client, path="/v1/explain?model=ann")
    assert [part.split(";")[0] for part in response.headers["server-timing"].split(", ")] == [
        "decode", "vision", "model", "explain",
    ]  # fmt: skip


async def test_without_a_serving_model_there_is_nothing_to_explain():
    async with running(application(manager=FakeManager())) as client:
        assert_problem(await post(client, path="/v1/explain"), 503, "urn:digits:model-unavailable")


@pytest.mark.parametrize(
    "query", ["model=best", "label=10", "label=three", "learning_rate=0", "learning_rate=2", "neuron=-1"]
)
async def test_what_cannot_be_asked_is_a_problem_that_names_it(query: str):
    async with running(application(manager=FakeManager())) as client:
        told = assert_problem(
            await post(client, path=f"/v1/explain?{query}"), 422, "urn:digits:invalid-request"
        )
    assert query.split("=", maxsplit=1)[0] in told["detail"]


async def test_a_neuron_that_is_not_there_is_a_problem():
    async with running(application(manager=FakeManager())) as client:
        told = assert_problem(
            await post(client, path="/v1/explain?model=ann&neuron=800"), 422, "urn:digits:unknown-neuron"
        )
    assert "800 neurons" in told["detail"]


async def test_a_damaged_picture_is_a_problem():
    async with running(application(manager=FakeManager())) as client:
        response = await post(client, b"Dear Sir or Madam", "/v1/explain?model=ann")
    assert_problem(response, 415, "urn:digits:unsupported-picture")


def test_the_example_has_the_shape_that_is_documented():
    ExplainedPicture.model_validate(EXPLANATION_EXAMPLE, extra="forbid")
