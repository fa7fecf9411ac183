"""POST /v1/read: the picture reaches the reader, and every mark of its reading comes out."""

import base64

import pytest

from service.api.readings import READING_EXAMPLE
from service.errors import DamagedPicture
from service.reading import Unread, UnreadReason
from service.verdict import Verdict
from service.vision import Box
from tests.api.service_under_test import application, assert_problem, post, running
from tests.fakes import VERSION, FakeReader, a_mark, a_reading, a_sign
from tests.pictures import png

pytestmark = pytest.mark.anyio


async def test_a_reading_is_answered_field_by_field_in_the_order_of_the_contract():
    async with running(application()) as client:
        response = await post(client, path="/v1/read")
    assert response.status_code == 200
    told = response.json()
    assert list(told) == [
        "text", "lines", "confidence", "model", "message", "complete", "unread", "digits",
    ]  # fmt: skip
    assert (told["text"], told["lines"], told["model"]) == ("42\n7", ["42", "7"], VERSION)
    assert (told["confidence"], told["complete"], told["unread"]) == (0.97, True, [])
    assert list(told["digits"][0]) == [
        "digit", "sign", "verdict", "confidence", "digit_score", "probabilities",
        "box", "line", "apart", "seen",
    ]  # fmt: skip
    assert [each["digit"] for each in told["digits"]] == [4, 2, 7]
    assert [each["line"] for each in told["digits"]] == [0, 0, 1]
    assert told["digits"][0]["box"] == {"x": 30, "y": 40, "width": 62, "height": 98}
    kind, data = told["digits"][0]["seen"].split(",")
    assert (kind, base64.b64decode(data)) == ("data:image/png;base64", a_mark().seen)


async def told_of(reading) -> dict:
    async with running(application(reader=FakeReader(lambda _: reading))) as client:
        return (await post(client, path="/v1/read")).json()


async def test_signs_and_spaces_are_in_the_text_and_each_sign_among_the_digits():
    told = await told_of(a_reading([a_mark(1), a_sign(","), a_mark(5), a_mark(7, apart=True)]))
    assert (told["text"], told["lines"]) == ("1,5 7", ["1,5 7"])
    assert [(each["digit"], each["sign"], each["apart"]) for each in told["digits"]] == [
        (1, None, False), (None, ",", False), (5, None, False), (7, None, True),
    ]  # fmt: skip
    sign = told["digits"][1]
    assert (sign["verdict"], sign["confidence"]) == ("not_a_digit", 0.97)
    assert (sign["probabilities"], sign["seen"]) == (None, "")


async def test_a_doubtful_sign_is_uncertain():
    told = await told_of(a_reading([a_mark(1), a_sign("-", verdict=Verdict.UNCERTAIN, confidence=0.5)]))
    assert told["text"] == "1-"
    assert (told["digits"][1]["verdict"], told["digits"][1]["confidence"]) == ("uncertain", 0.5)


async def test_what_is_neither_digit_nor_sign_has_a_box_and_no_place_in_the_text():
    told = await told_of(a_reading([a_mark(1), a_sign(None)]))
    other = told["digits"][1]
    assert told["text"] == "1"
    assert (other["digit"], other["sign"], other["confidence"]) == (None, None, None)
    assert other["box"]


@pytest.mark.parametrize("reason", UnreadReason)
async def test_what_was_not_read_is_listed_with_its_box_and_the_reason(reason: UnreadReason):
    told = await told_of(a_reading(unread=[Unread(Box(9, 8, 7, 6), reason)]))
    assert told["complete"] is False
    assert told["unread"] == [{"box": {"x": 9, "y": 8, "width": 7, "height": 6}, "reason": reason.value}]


def test_the_example_types_what_its_marks_are():
    marks = READING_EXAMPLE["digits"]
    typed = (" " * each["apart"] + (each["sign"] or str(each["digit"])) for each in marks)
    assert "".join(typed) == READING_EXAMPLE["text"]


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
