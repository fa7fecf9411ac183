"""Multipart: the short way through a plain body gives what the long way gives, or nothing."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.errors import NotAnUpload, UploadError
from service.api.multipart import FormParts, boundary_of, only_part

FIELD, BOUNDARY = "file", b"----WebKitFormBoundary7MA4"
HEADS = (
    b'Content-Disposition: form-data; name="file"\r\n\r\n',
    b'Content-Disposition: form-data; name="file"; filename="a 7.png"\r\nContent-Type: image/png\r\n\r\n',
    b'Content-Disposition: form-data; name="file"; filename=""\r\n\r\n',
)


def body_of(head: bytes, content: bytes, end: bytes = b"--\r\n") -> bytes:
    return b"--" + BOUNDARY + b"\r\n" + head + content + b"\r\n--" + BOUNDARY + end


def the_long_way(body: bytes) -> bytes | None:
    """What the parser makes of a body of one part; None where it refuses it."""
    parts = FormParts(BOUNDARY, FIELD, 1)
    try:
        parts.feed(body)
        [content] = parts.files()
    except UploadError:
        return None
    return content


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("end", [b"--\r\n", b"--"])
@given(content=st.binary(max_size=200))
def test_what_browsers_and_curl_send_goes_the_short_way(head: bytes, end: bytes, content: bytes):
    body = body_of(head, content, end)
    assert only_part(body, BOUNDARY, FIELD) == content == the_long_way(body)


def mutants(count: int) -> Iterator[bytes]:
    """Bodies with something put in, taken out, doubled or changed, most near the heads and boundaries."""
    rng = random.Random(7)
    pieces = [
        b"\r\n",
        b"--",
        BOUNDARY,
        b"\r\n--" + BOUNDARY,
        b'"',
        b"\\",
        b";",
        b"name=",
        b"\x00",
        b"a",
        HEADS[0],
    ]
    for _ in range(count):
        body = body_of(
            rng.choice(HEADS), rng.randbytes(rng.randrange(8)), rng.choice([b"--\r\n", b"--", b""])
        )
        for _ in range(rng.randrange(1, 4)):
            at, length = rng.randrange(len(body) + 1), rng.randrange(6)
            put = rng.choice([b"", rng.choice(pieces), rng.randbytes(2), body[at : at + 20] * 2])
            body = body[:at] + put + body[at + length :]
        yield body


def test_whatever_is_odd_goes_the_long_way_or_comes_to_the_same():
    short = [body for body in mutants(40_000) if only_part(body, BOUNDARY, FIELD) is not None]
    assert len(short) > 1000
    for body in short:
        assert only_part(body, BOUNDARY, FIELD) == the_long_way(body), body


def test_a_part_of_another_name_goes_the_long_way():
    assert only_part(body_of(HEADS[0], b"7"), BOUNDARY, "files") is None


@pytest.mark.parametrize(
    ("header", "boundary"),
    [
        ("multipart/form-data; boundary=abc", b"abc"),
        ("multipart/form-data;boundary=----x7'()+_.-", b"----x7'()+_.-"),
        ('multipart/form-data; boundary="a b"', b"a b"),
        ("multipart/form-data; charset=utf-8; boundary=abc", b"abc"),
        ("Multipart/Form-Data; Boundary=abc", b"abc"),
    ],
)
def test_a_boundary_is_found_however_it_is_written(header: str, boundary: bytes):
    assert boundary_of(header, FIELD) == boundary


def test_what_is_no_multipart_is_told():
    with pytest.raises(NotAnUpload):
        boundary_of("application/json; boundary=abc", FIELD)
