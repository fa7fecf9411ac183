"""GET /metrics: what was asked, refused, read and how sure it was; of all workers, in bounded space."""

import asyncio
import re

import pytest

from service.errors import DamagedPicture
from service.metrics import Metrics
from service.verdict import Verdict
from tests.api.service_under_test import application, post, running
from tests.fakes import (
    VERSION,
    FakeManager,
    FakeReader,
    FakeRecognizer,
    GatedRecognizer,
    a_mark,
    a_reading,
    a_seven,
    a_sign,
    raising,
)

pytestmark = pytest.mark.anyio


async def counted(client) -> dict[str, float]:
    """Every series with its value, after a look at the format."""
    response = await client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = response.text.splitlines()
    assert all(re.fullmatch(r"# (HELP|TYPE) .+|digits_\w+(\{.*\})? [0-9.e+-]+", line) for line in lines)
    return {
        series: float(value) for series, value in (line.rsplit(" ", 1) for line in lines if line[0] != "#")
    }


async def test_requests_stages_verdicts_and_confidence_are_counted():
    answers = iter([a_seven(), a_seven(confidence=0.45), a_seven(verdict=Verdict.BLANK, confidence=None)])
    async with running(application(FakeRecognizer(lambda _: next(answers)))) as client:
        for _ in range(3):
            await post(client)
        await post(client, path="/v1/read")
        series = await counted(client)
    assert series['digits_requests_total{method="POST",route="/v1/predict",status="200"}'] == 3
    assert series['digits_request_seconds_count{route="/v1/predict"}'] == 3
    for stage in ("decode", "vision", "model"):
        assert series[f'digits_stage_seconds_count{{call="predict",stage="{stage}"}}'] == 3
    assert series['digits_stage_seconds_sum{call="predict",stage="vision"}'] == pytest.approx(0.003)
    assert series['digits_verdicts_total{call="predict",verdict="digit"}'] == 2
    assert series['digits_verdicts_total{call="predict",verdict="blank"}'] == 1
    assert series['digits_confidence_count{call="predict"}'] == 2
    assert series['digits_confidence_bucket{call="predict",le="0.5"}'] == 1
    assert series['digits_verdicts_total{call="read",verdict="digit"}'] == 3


async def test_a_sign_is_neither_a_digit_that_was_named_nor_one_that_was_refused():
    reading = a_reading([a_mark(1), a_sign("."), a_sign(None)])
    async with running(application(reader=FakeReader(lambda _: reading))) as client:
        await post(client, path="/v1/read")
        series = await counted(client)
    verdicts = {name: value for name, value in series.items() if name.startswith("digits_verdicts")}
    assert verdicts == {
        'digits_verdicts_total{call="read",verdict="digit"}': 1,
        'digits_verdicts_total{call="read",verdict="not_a_digit"}': 1,
    }
    assert series['digits_confidence_count{call="read"}'] == 1


async def test_what_is_refused_is_counted_by_its_reason():
    async with running(application(FakeRecognizer(raising(DamagedPicture("bad"))))) as client:
        await post(client)
        await client.post("/v1/predict")
        await client.get("/nowhere")
        series = await counted(client)
    assert series['digits_refused_total{reason="damaged-picture"}'] == 1
    assert series['digits_refused_total{reason="missing-file"}'] == 1
    assert sum(value for name, value in series.items() if name.startswith("digits_refused_total")) == 2
    assert series['digits_requests_total{method="GET",route="other",status="404"}'] == 1


async def test_what_clients_make_up_makes_no_series():
    async with running(application()) as client:
        for number in range(50):
            await client.request(
                f"MADE{number}", f"/made-up/{number}", headers={"X-Request-ID": f"made-{number}"}
            )
        names = [name for name in await counted(client) if "_total" in name or "_count" in name]
    assert not [name for name in names if "made" in name.lower()]
    assert len(names) == 2  # one counter of requests, one histogram's count


@pytest.mark.parametrize("path", ["/v1/predict", "/v1/predict/batch", "/v1/read", "/v1/explain"])
async def test_a_wrong_method_is_counted_at_its_route(path: str):
    async with running(application()) as client:
        assert (await client.put(path)).status_code == 405
        assert f'digits_requests_total{{method="PUT",route="{path}",status="405"}}' in await counted(client)


async def test_requests_in_progress_and_the_serving_model_are_told():
    recognizer = GatedRecognizer()
    async with running(application(recognizer)) as client:
        waiting = asyncio.create_task(post(client))
        await asyncio.to_thread(recognizer.begun.acquire)
        during = await counted(client)
        recognizer.gate.set()
        await waiting
        after = await counted(client)
    assert during["digits_requests_in_progress"] == 2  # the picture, and this question
    assert after["digits_requests_in_progress"] == 1
    assert after[f'digits_model_workers{{source="bundled",version="{VERSION}"}}'] == 1


async def test_a_model_that_was_swapped_out_serves_no_more():
    manager = FakeManager()
    async with running(application(manager=manager)) as client:
        assert not [name for name in await counted(client) if name.startswith("digits_model_workers")]
    metrics = Metrics(None)
    metrics.serving(("old", "store"), refused=0)
    metrics.serving(("new", "store"), refused=1)
    told = metrics.told().decode()
    assert 'digits_model_workers{source="store",version="old"} 0.0' in told
    assert 'digits_model_workers{source="store",version="new"} 1.0' in told
    assert "digits_models_refused 1.0" in told
