"""POST /v1/read: the picture reaches the reader, and every digit of its reading comes out."""

import base64

import pytest

from service.errors import DamagedPicture
from service.verdict import Verdict
from tests.api.service_under_test import application, assert_problem, post, running
from tests.fakes import VERSION, FakeReader, a_read_digit, a_reading
from tests.pictures import png

pytestmark = pytest.mark.anyio


async def test_a_reading_is_answered_field_by_field_in_the_order_of_the_contract():
    async with running(application()) as client:
        response = await post(client, path="/v1/read")
    assert response.status_code == 200
    told = response.json()
    assert list(told) == ["text", "lines", "model", "message", "complete", "digits"]
    assert (told["text"], told["lines"], told["model"]) == ("42\n7", ["42", "7"], VERSION)
    assert list(told["digits"][0]) == [
        "digit", "verdict", "confidence", "digit_score", "probabilities", "box", "line", "seen",
    ]  # fmt: skip
    assert [each["digit"] for each in told["digits"]] == [4, 2, 7]
    assert [each["line"] for each in told["digits"]] == [0, 0, 1]
    assert told["digits"][0]["box"] == {"x": 30, "y": 40, "width": 62, "height": 98}
    kind, data = told["digits"][0]["seen"].split(",")
    assert (kind, base64.b64decode(data)) == ("data:image/png;base64", a_read_digit().seen)


async def test_a_sign_that_is_no_digit_has_a_box_and_no_digit():
    sign = a_read_digit(digit=None, verdict=Verdict.NOT_A_DIGIT, confidence=None, probabilities=None)
    async with running(application(reader=FakeReader(lambda _: a_reading(digits=(sign,))))) as client:
        [told] = (await post(client, path="/v1/read")).json()["digits"]
    assert told["verdict"] == "not_a_digit"
    assert (told["digit"], told["confidence"], told["probabilities"]) == (None, None, None)
    assert told["box"]


async def test_the_reader_gets_exactly_the_posted_bytes():
    reader = FakeReader()
    async with running(application(reader=reader)) as client:
        for picture in (png(), b"\r\n--" * 5000, b""):
            assert (await post(client, picture, path="/v1/read")).status_code == 200
    assert reader.pictures == [png(), b"\r\n--" * 5000, b""]


async def test_the_answer_tells_how_long_each_stage_took():
    async with running(application()) as client:
        response = await post(client, path="/v1/read")
    assert response.headers["server-timing"] == "decode;dur=0.400, vision;dur=1.000, read;dur=0.500"


async def test_a_damaged_picture_is_a_problem():
    def answer(_: bytes):
        raise DamagedPicture("It is cut off.")

    async with running(application(reader=FakeReader(answer))) as client:
        response = await post(client, path="/v1/read")
    assert_problem(response, 422, "urn:digits:damaged-picture")
