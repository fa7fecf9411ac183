"""Open Inference Protocol v2, asked by a client that others wrote (Triton's) and by hand."""

import base64
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest
import tritonclient.http as triton
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tritonclient.utils import InferenceServerException

from service.api.inference_protocol.routes import MAX_JSON_BYTES
from service.api.inference_protocol.schemas import MAX_DIGITS
from service.app import create_app
from service.loading import model_manager
from service.settings import Settings
from tests.api.service_under_test import application, listening, running
from tests.fakes import VERSION, FakeManager, FakeModel, serving_model
from tests.pictures import drawn, png

INFER = "/v2/models/digits/infer"
BLANK = [0] * 28 * 28


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service with the model that is bundled, behind a socket."""
    configured = Settings(models=tmp_path_factory.mktemp("models"))
    manager = model_manager(configured)
    manager.start()
    with listening(create_app(configured, manager=manager, loading=True)) as (host, port):
        yield f"{host}:{port}"


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[triton.InferenceServerClient]:
    with triton.InferenceServerClient(address) as client:
        yield client


@pytest.fixture(scope="module")
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{address}") as http:
        yield http


@pytest.fixture(scope="module")
def answers(http: httpx.Client) -> list[dict[str, Any]]:
    """What `/v1/predict` says of a drawing of each digit."""
    pictures = [{"file": ("digit.png", png(drawn(digit)))} for digit in range(10)]
    return [http.post("/v1/predict", files=picture).json() for picture in pictures]


@pytest.fixture(scope="module")
def digits(answers: list[dict[str, Any]]) -> np.ndarray:
    """The 28x28 that the network was given for each of them."""
    pngs = [base64.b64decode(answer["seen"].partition(",")[2]) for answer in answers]
    return np.stack([np.asarray(Image.open(io.BytesIO(each))) for each in pngs])


def test_the_client_finds_server_and_model_live_ready_and_described(client: triton.InferenceServerClient):
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready("digits")
    assert client.get_server_metadata() == {
        "name": "digits", "version": "0.1.0", "extensions": ["binary_tensor_data"],
    }  # fmt: skip
    told = client.get_model_metadata("digits")
    assert told["inputs"] == [{"name": "digits", "datatype": "UINT8", "shape": [-1, 28, 28]}]
    assert [each["name"] for each in told["outputs"]] == ["probabilities", "labels", "digit_scores"]
    [version] = told["versions"]
    assert client.is_model_ready("digits", version)
    assert client.get_model_metadata("digits", version) == told


@pytest.mark.parametrize("binary_out", [True, False], ids=["binary out", "JSON out"])
@pytest.mark.parametrize("binary_in", [True, False], ids=["binary in", "JSON in"])
@pytest.mark.parametrize("datatype", ["UINT8", "FP32"])
def test_tensors_get_the_numbers_that_their_pictures_get(
    client: triton.InferenceServerClient,
    answers: list[dict[str, Any]],
    digits: np.ndarray,
    datatype: str,
    binary_in: bool,
    binary_out: bool,
):
    values = digits if datatype == "UINT8" else digits.astype(np.float32) / np.float32(255)
    tensor = triton.InferInput("digits", list(digits.shape), datatype)
    tensor.set_data_from_numpy(values, binary_data=binary_in)
    names = ("probabilities", "labels", "digit_scores")
    wanted = [triton.InferRequestedOutput(name, binary_data=binary_out) for name in names]
    result = client.infer("digits", [tensor], outputs=wanted, request_id="42")

    assert result.get_response()["id"] == "42"
    assert result.get_response()["model_version"] == answers[0]["model"]
    assert result.as_numpy("labels").tolist() == [answer["digit"] for answer in answers]
    expected = [answer["probabilities"] for answer in answers]
    np.testing.assert_allclose(result.as_numpy("probabilities"), expected, atol=1e-6)
    scores = [answer["digit_score"] for answer in answers]
    np.testing.assert_allclose(result.as_numpy("digit_scores"), scores, atol=1e-6)


def test_a_client_that_names_no_outputs_gets_all_of_them(
    client: triton.InferenceServerClient, digits: np.ndarray
):
    tensor = triton.InferInput("digits", list(digits.shape), "UINT8").set_data_from_numpy(digits)
    result = client.infer("digits", [tensor])
    shapes = [result.as_numpy(name).shape for name in ("probabilities", "labels", "digit_scores")]
    assert shapes == [(10, 10), (10,), (10,)]


def test_the_outputs_are_what_the_metadata_promise(client: triton.InferenceServerClient, digits: np.ndarray):
    tensor = triton.InferInput("digits", list(digits.shape), "UINT8").set_data_from_numpy(digits)
    outputs = client.infer("digits", [tensor]).get_response()["outputs"]
    promised = client.get_model_metadata("digits")["outputs"]
    got = [(each["name"], each["datatype"], [-1, *each["shape"][1:]]) for each in outputs]
    assert got == [(each["name"], each["datatype"], each["shape"]) for each in promised]
    assert {each["shape"][0] for each in outputs} == {len(digits)}


def test_the_serving_version_can_be_named_and_no_other(
    client: triton.InferenceServerClient, digits: np.ndarray
):
    tensor = triton.InferInput("digits", list(digits.shape), "UINT8").set_data_from_numpy(digits)
    [version] = client.get_model_metadata("digits")["versions"]
    assert client.infer("digits", [tensor], version).as_numpy("labels").shape == (10,)
    with pytest.raises(InferenceServerException) as caught:
        client.infer("digits", [tensor], "20200101T000000Z-0000000")
    assert caught.value.status() == "404"
    assert version in caught.value.message()
    assert not client.is_model_ready("digits", "20200101T000000Z-0000000")


def test_another_model_is_told_the_name_of_the_one_there_is(client: triton.InferenceServerClient):
    with pytest.raises(InferenceServerException, match="`digits`"):
        client.get_model_metadata("letters")


def test_a_wrong_tensor_reaches_the_client_as_a_sentence(client: triton.InferenceServerClient):
    tensor = triton.InferInput("digits", [1, 784], "UINT8")
    tensor.set_data_from_numpy(np.zeros((1, 784), np.uint8))
    with pytest.raises(InferenceServerException, match=r"\[n, 28, 28\]"):
        client.infer("digits", [tensor])


def test_the_client_sees_that_no_model_is_serving():
    with (
        listening(application(manager=FakeManager())) as (host, port),
        triton.InferenceServerClient(f"{host}:{port}") as client,
    ):
        assert client.is_server_live()
        assert not client.is_server_ready()
        assert not client.is_model_ready("digits")


def asked(**changes: Any) -> dict[str, Any]:
    """A request for one blank digit, with the members of its input that a test wants different."""
    tensor = {"name": "digits", "shape": [1, 28, 28], "datatype": "UINT8", "data": BLANK, **changes}
    return {"inputs": [{name: value for name, value in tensor.items() if value is not None}]}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the JSON itself"),
        (b"my-secret", "the JSON itself"),
        (b"[" * 100_000, "the JSON itself"),
        (b'{"inputs": [' + b"9" * 5000 + b"]}", "the JSON itself"),
        ({}, "inputs"),
        ({"inputs": []}, "one input"),
        ({"inputs": asked()["inputs"] * 2}, "one input"),
        (asked(name="my-secret"), "one input"),
        (asked(datatype="my-secret"), "UINT8 or FP32"),
        (asked(shape=[]), "[n, 28, 28]"),
        (asked(shape=[0, 28, 28], data=[]), "[n, 28, 28]"),
        (asked(shape=[-1, 28, 28]), "[n, 28, 28]"),
        (asked(shape=[MAX_DIGITS + 1, 28, 28]), f"from 1 to {MAX_DIGITS}"),
        (asked(shape=[2**70, 28, 28]), "[n, 28, 28]"),
        (asked(shape=["1", 28, 28]), "shape"),
        (asked(data=None), "either `data` or binary"),
        (asked(data=BLANK[:-1]), "do not fill"),
        (asked(data=[[[0] * 784]]), "inputs.0.data"),
        (asked(data=[[[0] * 28]]), "do not fill"),
        (asked(data=[[[0] * 28] * 28] * 2), "do not fill"),
        (asked(data=[[[0], [0, 0]]]), "differ in length"),
        (asked(data=[[[[0]]]]), "data"),
        (asked(data=["my-secret"]), "data"),
        (asked(data=[True] * 784), "data"),
        (asked(data=[None] * 784), "data"),
        (asked(data=[256, *BLANK[1:]]), "0 (paper) to 255"),
        (asked(data=[-1, *BLANK[1:]]), "0 (paper) to 255"),
        (asked(data=[0.5, *BLANK[1:]]), "0 (paper) to 255"),
        (asked(data=[10**30, *BLANK[1:]]), "0 (paper) to 255"),
        (asked(datatype="FP32", data=[1.01, *BLANK[1:]]), "0 to 1"),
        (asked(parameters={"binary_data_size": 784}), "binary_data_size"),
        (asked(parameters={"binary_data_size": 784}, data=None), "binary_data_size"),
        ({**asked(), "outputs": [{"name": "my-secret"}]}, "the outputs are"),
        ({**asked(), "outputs": [{"name": "labels"}] * 2}, "once"),
        ({**asked(), "outputs": [{"name": "labels", "parameters": {"classification": 3}}]}, "binary_data"),
        ({**asked(), "parameters": "my-secret"}, "parameters"),
        (
            b'{"inputs": [{"name": "digits", "shape": [1, 28, 28], "datatype": "FP32", "data": [NaN]}]}',
            "data",
        ),
    ],
)
@pytest.mark.anyio
async def test_a_request_that_is_not_valid_is_refused_in_both_shapes(content: Any, said: str):
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    async with running(application()) as client:
        response = await client.post(INFER, content=body)
    assert response.status_code == 400
    told = response.json()
    assert told["type"] == "urn:digits:invalid-inference"
    assert told["error"] == told["detail"]
    assert said.lower() in told["error"].lower()
    assert "my-secret" not in response.text


@pytest.mark.parametrize(
    ("length", "body"),
    [
        ("x", b"{}"),
        ("-1", b"{}"),
        ("3", b"{}"),
        ("9" * 12, b"{}"),
        ("1", json.dumps(asked()).encode()),
        ("99999", json.dumps(asked()).encode()),
    ],
)
@pytest.mark.anyio
async def test_a_wrong_length_of_the_json_is_refused(length: str, body: bytes):
    async with running(application()) as client:
        response = await client.post(INFER, content=body, headers={"Inference-Header-Content-Length": length})
    assert response.status_code == 400
    assert response.json()["error"]


@pytest.mark.anyio
async def test_binary_floats_that_are_not_numbers_are_refused():
    tensor = asked(datatype="FP32", data=None, parameters={"binary_data_size": 3136})
    head = json.dumps(tensor).encode()
    body = head + np.full(784, np.nan, "<f4").tobytes()
    async with running(application()) as client:
        response = await client.post(
            INFER, content=body, headers={"Inference-Header-Content-Length": str(len(head))}
        )
    assert response.status_code == 400
    assert "0 to 1" in response.json()["error"]


numbers = st.integers() | st.floats() | st.booleans() | st.none() | st.text(max_size=5)
values = st.recursive(numbers, lambda inner: st.lists(inner, max_size=4), max_leaves=20)
tensors = st.fixed_dictionaries(
    {},
    optional={
        "name": st.just("digits") | st.text(max_size=5),
        "shape": st.just([1, 28, 28]) | values,
        "datatype": st.sampled_from(["UINT8", "FP32", "INT64", "BYTES"]) | values,
        "data": st.just(BLANK) | values,
        "parameters": st.dictionaries(st.sampled_from(["binary_data_size", "x"]), values, max_size=2),
    },
)
requests = st.fixed_dictionaries(
    {"inputs": st.lists(tensors, max_size=2) | values},
    optional={"outputs": st.lists(tensors, max_size=2) | values, "parameters": values, "id": values},
)


@settings(deadline=None)  # a busy machine is no failure
@given(requests)
def test_whatever_is_posted_is_answered_or_refused(http: httpx.Client, posted: Any):
    response = http.post(INFER, content=json.dumps(posted))
    assert response.status_code in (200, 400)
    assert response.status_code == 200 or response.json()["error"]


class KeepingModel(FakeModel):
    """Keeps the digits that it is asked about."""

    def logits(self, digits: np.ndarray) -> np.ndarray:
        self.digits = digits
        return super().logits(digits)


@pytest.mark.anyio
async def test_every_shade_scaled_to_0_to_1_reaches_the_network_as_it_was():
    model = KeepingModel()
    shades = np.resize(np.arange(256, dtype=np.uint8), 28 * 28)
    floats = (shades * (1 / 255)).tolist()  # not the same as divided by 255, bit for bit
    async with running(application(manager=FakeManager(serving_model(model=model)))) as client:
        assert (await client.post(INFER, json=asked(datatype="FP32", data=floats))).status_code == 200
    assert model.digits.ravel().tolist() == shades.tolist()


@pytest.mark.anyio
async def test_nested_and_flat_data_are_the_same():
    async with running(application()) as client:
        flat = await client.post(INFER, json=asked())
        nested = await client.post(INFER, json=asked(data=[[[0] * 28] * 28]))
    assert flat.status_code == nested.status_code == 200
    assert flat.json() == nested.json()
    assert flat.json()["model_version"] == VERSION


@pytest.mark.anyio
async def test_json_beyond_its_limit_is_refused_with_advice():
    async with running(application()) as client:
        response = await client.post(INFER, content=b" " * (MAX_JSON_BYTES + 1))
        declared = {"Inference-Header-Content-Length": str(MAX_JSON_BYTES + 1)}
        announced = await client.post(INFER, content=b"{}", headers=declared)
    assert (response.status_code, announced.status_code) == (413, 413)
    assert "limit" in response.json()["error"]
    assert "binary" in announced.json()["error"]


@pytest.mark.anyio
async def test_a_compressed_body_is_refused():
    async with running(application()) as client:
        response = await client.post(INFER, content=b"x", headers={"content-encoding": "gzip"})
    assert response.status_code == 415
    assert "ompressed" in response.json()["error"]


@pytest.mark.parametrize(
    ("path", "status"), [("/v2/nowhere", 404), (INFER, 405), ("/v2/", 200), ("/v22", 404)]
)
@pytest.mark.anyio
async def test_what_http_refuses_under_the_protocol_has_its_shape_too(path: str, status: int):
    async with running(application(root_path="/prefix")) as client:
        told = (await client.get(path)).json()
        behind = (await client.get(f"/prefix{path}")).json()
    assert ("error" in told) == ("error" in behind) == (path.startswith("/v2/") and status >= 400)


@pytest.mark.anyio
async def test_a_full_pool_refuses_before_the_body_is_read():
    app = application(max_pending=1)
    async with running(app) as client:
        app.state.parts.pool.waiting = 1
        response = await client.post(INFER, json=asked())
        app.state.parts.pool.waiting = 0
    assert response.status_code == 503
    assert response.headers["retry-after"] == "1"
    assert response.json()["error"]
