"""Every error has one shape, whoever raised it, and says nothing that was posted."""

import logging

import httpx
import pytest

from service.api.errors import UploadError
from service.api.problems import PROBLEMS
from service.errors import (
    DamagedPicture,
    DigitsError,
    EmptyPicture,
    ModelError,
    ModelRefused,
    ModelUnavailable,
    Overloaded,
    PictureError,
    PictureTooLarge,
    StoreError,
    UnsupportedPicture,
)
from tests.api.service_under_test import application, assert_problem, post, running
from tests.fakes import FakeManager, FakeRecognizer, raising

pytestmark = pytest.mark.anyio

FORM = {"content-type": "multipart/form-data; boundary=b"}
PART = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\npicture\r\n'


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (EmptyPicture("The file is empty."), 422, "urn:digits:empty-picture"),
        (PictureTooLarge("It has 100,000 x 100,000 pixels."), 413, "urn:digits:picture-too-large"),
        (UnsupportedPicture("This is a PDF."), 415, "urn:digits:unsupported-picture"),
        (DamagedPicture("The file ends early."), 422, "urn:digits:damaged-picture"),
        (Overloaded("Too many."), 503, "urn:digits:overloaded"),
        (ModelUnavailable("No model yet."), 503, "urn:digits:model-unavailable"),
    ],
)
async def test_what_the_recognizer_raises_has_its_status_and_its_own_sentence(
    error: DigitsError, status: int, kind: str
):
    async with running(application(FakeRecognizer(raising(error)))) as client:
        told = assert_problem(await post(client), status, kind)
    assert told["detail"] == str(error)
    assert told["instance"] == "/v1/predict"


async def test_whoever_is_told_to_come_back_is_told_when():
    async with running(application(FakeRecognizer(raising(Overloaded("Too many."))))) as client:
        assert (await post(client)).headers["retry-after"] == "1"
    async with running(application(manager=FakeManager())) as client:
        assert int((await client.get("/health/ready")).headers["retry-after"]) > 0


def leaves(kind: type[DigitsError]) -> list[type[DigitsError]]:
    return [kind] if not kind.__subclasses__() else [e for sub in kind.__subclasses__() for e in leaves(sub)]


def test_every_error_about_what_was_posted_is_in_the_table():
    assert set(leaves(PictureError) + leaves(UploadError)) <= set(PROBLEMS)


@pytest.mark.parametrize(
    "error", [ModelRefused("x"), StoreError("x"), ModelError("x"), KeyError("secret"), MemoryError()]
)
async def test_what_nobody_expected_is_a_500_without_a_word_about_it_and_stands_in_the_log(
    error: Exception, caplog: pytest.LogCaptureFixture
):
    async with running(application(FakeRecognizer(raising(error)))) as client:
        response = await post(client)
    told = assert_problem(response, 500, "urn:digits:unexpected")
    assert "secret" not in response.text
    assert "Traceback" not in response.text
    [failure] = [record for record in caplog.records if record.exc_info]
    assert failure.facts["request_id"] == told["request_id"]
    assert failure.exc_info[1] is error


@pytest.mark.parametrize(
    ("content", "headers", "status", "kind"),
    [
        (b"", {}, 422, "urn:digits:missing-file"),
        (b"", FORM, 400, "urn:digits:malformed-upload"),
        (b"--b--\r\n", FORM, 422, "urn:digits:missing-file"),
        (PART.replace(b"file", b"picture") + b"--b--\r\n", FORM, 422, "urn:digits:missing-file"),
        (PART + PART + b"--b--\r\n", FORM, 422, "urn:digits:too-many-files"),
        (PART.replace(b"file", b"other") * 21 + PART + b"--b--\r\n", FORM, 422, "urn:digits:too-many-files"),
        (PART, FORM, 400, "urn:digits:malformed-upload"),
        (PART[:40], FORM, 400, "urn:digits:malformed-upload"),
        (b"no multipart at all", FORM, 400, "urn:digits:malformed-upload"),
        (PART.replace(b"; name", b"; mane") + b"--b--\r\n", FORM, 400, "urn:digits:malformed-upload"),
        (b"--b\r\nA" + b"a" * 5000 + b": b\r\n\r\nx\r\n--b--\r\n", FORM, 400, "urn:digits:malformed-upload"),
        (b"--b\r\n" + b"A: b\r\n" * 9 + b"\r\nx\r\n--b--\r\n", FORM, 400, "urn:digits:malformed-upload"),
        (b"x", {"content-type": "multipart/form-data"}, 400, "urn:digits:malformed-upload"),
        (
            b"x",
            {"content-type": "multipart/form-data; boundary=" + "b" * 500},
            400,
            "urn:digits:malformed-upload",
        ),
        (b"{}", {"content-type": "application/json"}, 415, "urn:digits:not-an-upload"),
        (b"file=x", {"content-type": "application/x-www-form-urlencoded"}, 415, "urn:digits:not-an-upload"),
        (b"\x89PNG", {"content-type": "image/png"}, 415, "urn:digits:not-an-upload"),
        (b"x", {"content-type": ";;;=\x00"}, 415, "urn:digits:not-an-upload"),
    ],
)
async def test_a_body_that_is_no_upload_is_refused_with_its_reason(
    content: bytes, headers: dict[str, str], status: int, kind: str
):
    recognizer = FakeRecognizer()
    async with running(application(recognizer)) as client:
        assert_problem(await client.post("/v1/predict", content=content, headers=headers), status, kind)
    assert recognizer.pictures == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("POST", "/nowhere", 404),
        ("GET", "/v1/nowhere", 404),
        ("GET", "/js/../../pyproject.toml", 404),
        ("GET", "/%2e%2e/pyproject.toml", 404),
        ("GET", "/%00", 404),
        ("GET", "/" + "x" * 5000, 404),
        ("GET", "/docs/swagger-ui.js.map", 404),
        ("GET", "/v1/predict", 405),
        ("PUT", "/v1/model", 405),
        ("DELETE", "/", 405),
        ("TRACE", "/health/live", 405),
    ],
)
async def test_what_http_itself_refuses_has_the_same_shape(method: str, path: str, status: int):
    async with running(application()) as client:
        assert_problem(await client.request(method, httpx.URL(path=path)), status, "about:blank")


async def test_a_method_that_is_not_allowed_is_told_which_are():
    async with running(application()) as client:
        assert (await client.get("/v1/predict")).headers["allow"] == "POST"
        assert (await client.put("/v1/model")).headers["allow"] == "GET"


async def test_nothing_that_was_posted_comes_back():
    secret = b"my-secret"
    bodies = [
        (secret, FORM),
        (PART.replace(b"file", secret) + b"--b--\r\n", FORM),
        (PART.replace(b"Content", secret), FORM),
        (b'{"file": "my-secret"}', {"content-type": "application/json"}),
        (secret, {"content-type": "my-secret/my-secret"}),
    ]
    async with running(application()) as client:
        for content, headers in bodies:
            response = await client.post("/v1/predict", content=content, headers=headers)
            assert 400 <= response.status_code < 500
            assert "my-secret" not in response.text


async def test_the_path_in_a_problem_is_a_uri():
    async with running(application()) as client:
        response = await client.get(httpx.URL(path='/<b>"ü'))
    assert response.json()["instance"] == "/%3Cb%3E%22%C3%BC"


async def test_a_hang_up_while_uploading_is_no_failure(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, "service.requests")
    app = application()
    sent: list[object] = []
    messages = iter(
        [
            {"type": "http.request", "body": PART, "more_body": True},
            {"type": "http.disconnect"},
            {"type": "http.disconnect"},
        ]
    )

    async def receive():
        return next(messages)

    async def send(message: object):
        sent.append(message)

    headers = [(b"content-type", b"multipart/form-data; boundary=b"), (b"transfer-encoding", b"chunked")]
    scope = {"type": "http", "method": "POST", "path": "/v1/predict", "headers": headers, "query_string": b""}
    async with app.router.lifespan_context(app):
        await app(scope, receive, send)
    assert [record.facts["status"] for record in caplog.records if record.message == "request"] == [499]
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
