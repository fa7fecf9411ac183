"""POST /v1/predict and /v1/predict/batch: what goes in reaches the recognizer, what it finds comes out."""

import base64
import json

import pytest

from service.errors import DamagedPicture, EmptyPicture, UnsupportedPicture
from service.reading import Unread, UnreadReason
from service.verdict import Verdict
from service.vision import Box
from tests.api.service_under_test import application, assert_problem, post, running
from tests.fakes import (
    VERSION,
    FakeManager,
    FakeReader,
    FakeRecognizer,
    a_mark,
    a_reading,
    a_seven,
    a_sign,
)
from tests.pictures import png

pytestmark = pytest.mark.anyio


async def test_a_picture_is_answered_field_by_field_in_the_order_of_the_contract():
    async with running(application()) as client:
        response = await post(client)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    told = response.json()
    assert list(told) == [
        "verdict", "digit", "confidence", "digit_score", "probabilities",
        "message", "box", "seen", "digits_found", "model",
    ]  # fmt: skip
    assert told["verdict"] == "digit"
    assert told["digit"] == 7
    assert told["confidence"] == told["probabilities"][7] == 0.998
    assert told["box"] == {"x": 41, "y": 20, "width": 180, "height": 233}
    assert told["model"] == VERSION
    kind, data = told["seen"].split(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(data) == a_seven().seen


async def test_the_recognizer_gets_exactly_the_posted_bytes():
    recognizer = FakeRecognizer()
    pictures = [png(), b"\r\n--" * 50_000, bytes(range(256)) * 8000, b"\r", b""]
    async with running(application(recognizer)) as client:
        for picture in pictures:
            assert (await post(client, picture)).status_code == 200
    assert recognizer.pictures == pictures


async def test_a_verdict_without_a_digit_has_null_where_there_is_nothing_to_say():
    nothing = a_seven(
        verdict=Verdict.BLANK,
        digit=None,
        confidence=None,
        probabilities=None,
        box=None,
        seen=None,
        digits_found=0,
    )
    async with running(application(FakeRecognizer(lambda _: nothing))) as client:
        told = (await post(client)).json()
    assert told["verdict"] == "blank"
    assert [told[name] for name in ("digit", "confidence", "probabilities", "box", "seen")] == [None] * 5
    assert told["digits_found"] == 0


async def test_the_answer_tells_how_long_each_stage_took():
    async with running(application()) as client:
        response = await post(client)
    assert response.headers["server-timing"] == "decode;dur=0.400, vision;dur=1.000, model;dur=0.150"


async def test_other_fields_of_the_form_are_ignored():
    recognizer = FakeRecognizer()
    async with running(application(recognizer)) as client:
        response = await client.post(
            "/v1/predict", data={"note": "mine"}, files={"other": b"x", "file": ("digit.png", b"picture")}
        )
    assert response.status_code == 200
    assert recognizer.pictures == [b"picture"]


async def test_a_batch_answers_each_picture_in_order_with_a_result_or_a_problem():
    def answer(picture: bytes):
        if picture == b"bad":
            raise UnsupportedPicture("This is text.")
        if not picture:
            raise EmptyPicture("The file is empty.")
        return a_seven(message=picture.decode())

    files = [("files", ("x", each)) for each in (b"first", b"bad", b"", b"last")]
    async with running(application(FakeRecognizer(answer))) as client:
        response = await client.post("/v1/predict/batch", files=files)
    assert response.status_code == 200
    told = response.json()
    assert list(told) == ["results", "model"]
    assert told["model"] == VERSION
    assert [item["index"] for item in told["results"]] == [0, 1, 2, 3]
    assert [item["result"] and item["result"]["message"] for item in told["results"]] == [
        "first",
        None,
        None,
        "last",
    ]
    problems = [item["problem"] and item["problem"]["type"] for item in told["results"]]
    assert problems == [None, "urn:digits:unsupported-picture", "urn:digits:empty-picture", None]


async def test_a_batch_takes_a_hundred_pictures_and_no_more():
    files = [("files", ("x", b"picture"))] * 101
    async with running(application()) as client:
        assert len((await client.post("/v1/predict/batch", files=files[:100])).json()["results"]) == 100
        assert_problem(await client.post("/v1/predict/batch", files=files), 422, "urn:digits:too-many-files")


async def test_a_batch_is_refused_as_a_whole_where_no_model_serves():
    async with running(application(manager=FakeManager())) as client:
        response = await client.post("/v1/predict/batch", files=[("files", ("x", b"picture"))])
    assert_problem(response, 503, "urn:digits:model-unavailable")


async def test_the_form_without_javascript_is_answered_as_a_page():
    async with running(application()) as client:
        response = await post(client, path="/")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "This is a 7." in response.text
    assert response.text.count('<th scope="row">') == 10
    assert '<img width="28" height="28" alt="" src="data:image/png;base64,' in response.text


async def test_a_number_is_a_page_with_its_signs_and_with_what_was_not_read():
    recognizer = FakeRecognizer(lambda _: a_seven(verdict=Verdict.SEVERAL_DIGITS, digit=None))
    unread = [Unread(Box(1, 2, 3, 4), UnreadReason.UNCLEAR)]
    reading = a_reading([a_mark(1), a_sign(",", confidence=0.88), a_mark(5), a_sign(None)], unread=unread)
    async with running(application(recognizer, reader=FakeReader(lambda _: reading))) as client:
        page = (await post(client, path="/")).text
    assert '<p class="number-line chip">1,5</p>' in page
    assert reading.message in page
    assert "97.0% sure of the whole" in page
    assert ", (88.0% sure)" in page
    assert "None" not in page


async def test_whatever_the_recognizer_says_is_escaped_in_the_page():
    recognizer = FakeRecognizer(lambda _: a_seven(message="<script>alert('$digit')</script>"))
    async with running(application(recognizer)) as client:
        page = (await post(client, path="/")).text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


async def test_a_problem_is_a_page_too_where_javascript_is_off():
    def answer(_: bytes):
        raise DamagedPicture("The file ends <early>.")

    async with running(application(FakeRecognizer(answer))) as client:
        response = await post(client, path="/")
        without = await client.post("/", files={"other": b"x"})
    assert response.status_code == 422
    assert "The picture is damaged" in response.text
    assert "The file ends &lt;early&gt;." in response.text
    assert without.status_code == 422
    assert without.headers["content-type"] == "text/html; charset=utf-8"


async def test_an_answer_is_strict_json():
    async with running(application()) as client:
        response = await post(client)
    json.loads(response.content, parse_constant=pytest.fail)
