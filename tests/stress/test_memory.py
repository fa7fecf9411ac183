"""The memory of a worker does not grow with what it has read: pictures good and bad, large and small."""

import http.client
import itertools

import numpy as np

from tests.pictures import blank, drawn, jpeg, png, row_of
from tests.stress.running import LONG, service

WARM_UP = 10_000 if LONG else 500
PREDICTIONS = 100_000 if LONG else 3_000
SAMPLES = 20
MIB_PER_10_000 = 1.0 if LONG else 4.0  # a few pages come and go, which weigh more in a short time


def body(picture: bytes) -> bytes:
    return b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\n' + picture + b"\r\n--b--\r\n"


PICTURES = [
    *(body(png(drawn(digit))) for digit in range(10)),
    body(png(drawn(3, side=28))),
    body(jpeg(drawn(5, side=600))),
    body(png(row_of("2048"))),
    body(png(blank(300))),
    body(png()[:-40]),
    body(b"no picture at all"),
]


def test_memory_stays_flat_over_many_predictions():
    with service() as running:
        client = http.client.HTTPConnection("127.0.0.1", running.port, timeout=60)
        held: list[float] = []
        for count, content in zip(range(WARM_UP + PREDICTIONS + 1), itertools.cycle(PICTURES), strict=False):
            client.request(
                "POST", "/v1/predict", content, {"content-type": "multipart/form-data; boundary=b"}
            )
            answer = client.getresponse()
            answer.read()
            assert answer.status in (200, 415, 422)
            if count >= WARM_UP and (count - WARM_UP) % (PREDICTIONS // SAMPLES) == 0:
                held.append(running.resident())
        client.close()
    slope = np.polyfit(np.linspace(0, PREDICTIONS / 10_000, len(held)), held, 1)[0]
    print(f"{PREDICTIONS} predictions: {held[0]:.1f} to {held[-1]:.1f} MiB, {slope:+.2f} MiB per 10,000")
    assert slope < MIB_PER_10_000
