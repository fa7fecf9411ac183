"""The Python client: against the real service, and against answers that a test decides."""

import dataclasses
import json
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from digits_client import (
    AsyncClient,
    BatchItem,
    Box,
    Busy,
    Client,
    DigitRead,
    Model,
    ModelInput,
    Models,
    Prediction,
    Problem,
    ReadPicture,
    Refused,
    RefusedModel,
    Retries,
    UnexpectedAnswer,
    Unreachable,
    UnreadMark,
    calls,
)
from digits_client.calls import Call
from digits_client.types import UnreadReason, Verdict

from service.app import create_app
from service.loading import model_manager
from service.settings import Settings
from tests.api.service_under_test import application, listening
from tests.fakes import FakeManager
from tests.pictures import drawn, encoded, png, row_of

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs/openapi.json").read_text())
SCHEMAS = SCHEMA["components"]["schemas"]
ADDRESS = "http://digits.example"
PROBLEM = {
    "type": "urn:digits:overloaded", "title": "The service is busy", "status": 503,
    "detail": "Try again.", "instance": "/v1/model", "request_id": "1",
}  # fmt: skip
MODEL = {
    "version": "20261122T101500Z-3f9c2a1", "source": "store", "recipe": "cnn",
    "created_at": "2026-11-22T10:15:00Z", "sha256": "3f", "parameters": 7,
    "input": {"shape": [28, 28], "scaling": "inside"}, "metrics": {"mnist_test": 0.99}, "new": "ignored",
}  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The service with the bundled model, behind a socket and under a path."""
    settings = Settings(models=tmp_path_factory.mktemp("models"), root_path="/digits")
    manager = model_manager(settings)
    manager.start()
    with listening(create_app(settings, manager=manager, loading=True)) as (host, port):
        yield f"http://{host}:{port}/digits"


def test_a_picture_is_read_from_its_bytes_and_from_its_file(address: str, tmp_path: Path):
    (tmp_path / "seven.png").write_bytes(png())
    with Client(address) as client:
        found = client.predict(png())
        assert client.predict(tmp_path / "seven.png") == client.predict(str(tmp_path / "seven.png")) == found
    assert (found.verdict, found.digit) == ("digit", 7)
    assert found.box is not None
    assert found.seen is not None
    assert found.seen.startswith(b"\x89PNG")


def test_a_batch_has_results_and_problems_in_order(address: str):
    with Client(address) as client:
        first, second = client.predict_batch([png(), b"no picture"])
    assert (first.index, first.result.digit, first.problem) == (0, 7, None)
    assert (second.index, second.result, second.problem.status) == (1, None, 415)


def test_every_digit_of_a_picture_is_read(address: str):
    with Client(address) as client:
        found = client.read(encoded(row_of("42"), "PNG"))
    assert found.text == "".join(str(each.digit) for each in found.digits) == "42"


def test_an_answer_is_explained(address: str):
    with Client(address) as client:
        told = client.explain(png(), model="ann", label=7)
        assert told["network"]["version"] != client.model().version
    assert told["digit"] == 7


def test_the_model_tells_of_itself(address: str):
    with Client(address) as client:
        model, models = client.model(), client.models()
        assert client.is_ready()
    assert model.version == models.serving
    assert model.created_at is not None
    assert model.input.shape[:2] == [28, 28]


@pytest.mark.anyio
async def test_the_async_client_does_the_same(address: str):
    async with AsyncClient(address) as client:
        found = await client.predict(png(drawn(3)))
        assert (await client.model()).version == found.model
        assert [each.result.digit for each in await client.predict_batch([png()])] == [7]
        assert (await client.read(png())).text == "7"
        assert (await client.explain(png()))["digit"] == 7
        assert (await client.models()).serving == found.model
        assert await client.is_ready()
    assert found.digit == 3


def test_a_refusal_says_why(address: str):
    with Client(address) as client, pytest.raises(Refused, match="not a picture") as caught:
        client.predict(b"no picture")
    assert caught.value.problem.type == "urn:digits:unsupported-picture"
    assert not isinstance(caught.value, Busy)


def test_a_service_without_a_model_is_not_ready():
    with (
        listening(application(manager=FakeManager())) as (host, port),
        Client(f"http://{host}:{port}") as client,
    ):
        assert not client.is_ready()


@pytest.mark.parametrize(
    ("kind", "schema"),
    [
        (Prediction, "Prediction"), (Box, "Box"), (BatchItem, "BatchItem"), (Problem, "Problem"),
        (DigitRead, "DigitRead"), (ReadPicture, "ReadPicture"), (Model, "ServedModel"),
        (ModelInput, "ModelInput"), (Models, "Models"), (RefusedModel, "RefusedModel"),
        (UnreadMark, "UnreadMark"),
    ],
)  # fmt: skip
def test_a_type_has_the_fields_that_the_schema_promises(kind: type, schema: str):
    promised = SCHEMAS[schema]
    fields = {field.name: str(field.type) for field in dataclasses.fields(kind)}
    assert fields.keys() == promised["properties"].keys()
    for name, told in promised["properties"].items():
        assert ("None" in fields[name]) == bool(told.get("nullable")), name


@pytest.mark.parametrize(
    "call",
    [
        calls.predict(b""),
        calls.predict_batch([b""]),
        calls.read(b""),
        calls.explain(b"", model="ann", label=1),
        calls.model(),
        calls.models(),
        calls.ready(),
    ],
    ids=lambda call: call.path,
)
def test_a_call_is_one_that_the_schema_promises(call: Call[Any]):
    promised = SCHEMA["paths"][f"/{call.path}"][call.method.lower()]
    assert set(call.query or {}) <= {each["name"] for each in promised.get("parameters", [])}
    form = promised.get("requestBody", {}).get("content", {}).get("multipart/form-data", {})
    assert {name for name, _ in call.files or []} == set(form.get("schema", {}).get("required", []))


def test_the_client_knows_every_verdict_and_every_reason():
    assert list(get_args(Verdict)) == SCHEMAS["Verdict"]["enum"]
    assert list(get_args(UnreadReason)) == SCHEMAS["UnreadReason"]["enum"]


READ = SCHEMA["paths"]["/v1/read"]["post"]["responses"]["200"]["content"]["application/json"]["example"]


def test_signs_spaces_and_what_was_not_read_are_told():
    found = ReadPicture.of(READ)
    typed = (" " * each.apart + (each.sign or str(each.digit)) for each in found.digits)
    assert "".join(typed) == found.text == "4,2 7"
    assert (found.confidence, found.complete) == (0.97, False)
    assert found.unread == [UnreadMark(Box(420, 36, 71, 104), "not_a_number")]
    assert [each.seen == b"" for each in found.digits] == [False, True, False, False]


def test_a_service_from_before_there_were_signs_is_understood():
    new = {"confidence", "unread"}
    older = {name: told for name, told in READ.items() if name not in new}
    older["digits"] = [
        {name: told for name, told in each.items() if name not in ("sign", "apart")}
        for each in READ["digits"]
        if each["digit"] is not None
    ]
    found = ReadPicture.of(older)
    assert (found.confidence, found.unread) == (None, [])
    assert [(each.sign, each.apart) for each in found.digits] == [(None, False)] * 3


Answer = httpx.Response | Exception
Ask = Callable[[list[Answer], Retries], Awaitable[tuple[Any, list[float]]]]


@pytest.fixture(params=["sync", "async"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """`model()` of either client on a row of answers: its outcome, and its waits between them."""

    async def asked(answers: list[Answer], retries: Retries) -> tuple[Any, list[float]]:
        waits: list[float] = []
        rest = iter(answers)

        def answer(_: httpx.Request) -> httpx.Response:
            given = next(rest)
            if isinstance(given, Exception):
                raise given
            return given

        async def sleep(seconds: float) -> None:
            waits.append(seconds)

        door = {"transport": httpx.MockTransport(answer), "retries": retries}
        try:
            if request.param == "sync":
                with Client(ADDRESS, sleep=waits.append, **door) as client:
                    outcome = client.model()
            else:
                async with AsyncClient(ADDRESS, sleep=sleep, **door) as client:
                    outcome = await client.model()
        except Exception as error:  # noqa: BLE001  the outcome is what the test looks at
            outcome = error
        assert next(rest, None) is None, "an answer was not asked for"
        return outcome, waits

    return asked


HALF = Retries(chance=lambda: 0.0)


def busy(status: int = 503, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=PROBLEM, headers={k.replace("_", "-"): v for k, v in headers.items()})


def fine() -> httpx.Response:
    return httpx.Response(200, json=MODEL)


@pytest.mark.anyio
async def test_a_busy_service_is_asked_again_when_it_says(ask: Ask):
    model, waits = await ask([busy(retry_after="2"), busy(429, retry_after="0"), fine()], HALF)
    assert model.version == MODEL["version"]
    assert waits == [2.0, 0.0]


@pytest.mark.anyio
async def test_a_date_to_come_back_at_is_understood(ask: Ask):
    date = {"date": "Sun, 22 Nov 2026 10:00:00 GMT", "retry_after": "Sun, 22 Nov 2026 10:00:03 GMT"}
    assert (await ask([busy(**date), fine()], HALF))[1] == [3.0]


@pytest.mark.parametrize("told", ["", "soon", "nan", "Sun, 99 Nov"])
@pytest.mark.anyio
async def test_without_a_word_the_waits_double(ask: Ask, told: str):
    headers = {"retry_after": told} if told else {}
    assert (await ask([*[busy(**headers) for _ in range(3)], fine()], HALF))[1] == [0.05, 0.1, 0.2]


@pytest.mark.anyio
async def test_a_wait_is_never_longer_than_allowed(ask: Ask):
    retries = Retries(attempts=9, longest_wait=0.3, chance=lambda: 1.0)
    _, waits = await ask([*[busy() for _ in range(8)], fine()], retries)
    assert waits == [0.1, 0.2, *[0.3] * 6]


@pytest.mark.parametrize("told", ["11", "1e9", "Mon, 23 Nov 2026 10:00:00 GMT"])
@pytest.mark.anyio
async def test_who_is_told_to_wait_too_long_gives_up_at_once(ask: Ask, told: str):
    date = "Sun, 22 Nov 2026 10:00:00 GMT"
    error, waits = await ask([busy(retry_after=told, date=date)], Retries(longest_wait=10))
    assert isinstance(error, Busy)
    assert error.retry_after is not None
    assert error.retry_after > 10
    assert waits == []


@pytest.mark.anyio
async def test_after_the_last_attempt_the_problem_is_told(ask: Ask):
    error, waits = await ask([busy(retry_after="1") for _ in range(3)], Retries(attempts=3))
    assert isinstance(error, Busy)
    assert error.problem.request_id == "1"
    assert error.retry_after == 1.0
    assert len(waits) == 2


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadError,
                                   httpx.RemoteProtocolError])  # fmt: skip
@pytest.mark.anyio
async def test_a_lost_connection_is_tried_again(ask: Ask, error: type[Exception]):
    model, waits = await ask([error("lost"), fine()], HALF)
    assert model.version == MODEL["version"]
    assert waits == [0.05]


@pytest.mark.anyio
async def test_where_nothing_answers_the_address_is_told(ask: Ask):
    error, waits = await ask([httpx.ConnectError("refused") for _ in range(5)], HALF)
    assert isinstance(error, Unreachable)
    assert ADDRESS in str(error)
    assert len(waits) == 4


@pytest.mark.anyio
async def test_a_slow_answer_is_not_asked_for_twice(ask: Ask):
    error, waits = await ask([httpx.ReadTimeout("")], HALF)
    assert isinstance(error, Unreachable)
    assert "ReadTimeout" in str(error)
    assert waits == []


@pytest.mark.anyio
async def test_a_proxys_own_error_page_is_retried_and_told(ask: Ask):
    pages = [httpx.Response(502, text="<h1>Bad Gateway</h1>") for _ in range(5)]
    error, waits = await ask(pages, HALF)
    assert isinstance(error, Busy)
    assert (error.problem.status, error.problem.type) == (502, "about:blank")
    assert len(waits) == 4


@pytest.mark.parametrize(
    "answer",
    [
        lambda: httpx.Response(200, text="<h1>Welcome</h1>"),
        lambda: httpx.Response(200, json={"another": "service"}),
        lambda: httpx.Response(200, json=["another service"]),
        lambda: httpx.Response(200, json={**MODEL, "created_at": "yesterday"}),
        lambda: httpx.Response(404, text="<h1>Not Found</h1>"),
        lambda: httpx.Response(404, json={"detail": "Not Found"}),
        lambda: httpx.Response(308, headers={"location": "https://digits.example/"}),
    ],
)
@pytest.mark.anyio
async def test_another_servers_answer_is_told_as_such(ask: Ask, answer: Callable[[], httpx.Response]):
    error, waits = await ask([answer()], HALF)
    assert isinstance(error, UnexpectedAnswer)
    assert "/v1/model" in str(error)
    assert waits == []


def test_headers_go_with_every_request():
    seen: list[str | None] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("authorization"))
        return fine()

    transport = httpx.MockTransport(answer)
    with Client(ADDRESS, headers={"Authorization": "Bearer x"}, transport=transport) as client:
        client.model()
    assert seen == ["Bearer x"]
