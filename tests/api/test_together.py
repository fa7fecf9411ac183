"""Pictures that are posted at the same time are read together, and each is answered as if it were alone."""

import asyncio
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from service.app import create_app
from service.moments import IN_ONE_GO
from service.settings import Settings
from tests.api.service_under_test import post, running
from tests.pictures import blank, drawn, jpeg, png, row_of

pytestmark = pytest.mark.anyio

DRAWINGS = {
    "a drawing": png(),
    "a small drawing": png(drawn(1, side=28)),
    "a page that is blank": png(blank()),
    "a drawing that is cut off": png()[:300],
}
ALL = DRAWINGS | {
    "several digits": png(row_of("204")),
    "a photo": jpeg(),
    "no picture": b"%PDF-1.7",
    "no bytes": b"",
    "noise": png(np.random.default_rng(1).integers(0, 256, (200, 200)).astype(np.uint8)),
}


def told(response) -> tuple[int, dict]:
    return response.status_code, {k: v for k, v in response.json().items() if k != "request_id"}


@pytest.mark.parametrize("pictures", [DRAWINGS, ALL], ids=["drawings", "all kinds"])
async def test_each_is_answered_as_if_it_were_alone(tmp_path, monkeypatch: pytest.MonkeyPatch, pictures):
    app = create_app(Settings(models=tmp_path))
    app.state.parts.manager.start()
    async with running(app) as client:
        alone = [told(await post(client, picture)) for picture in pictures.values()]
        groups = groups_of(app, monkeypatch)
        together = await asyncio.gather(*[post(client, picture) for picture in [*pictures.values()] * 3])

    assert [told(response) for response in together] == alone * 3
    if pictures is DRAWINGS:  # others are read by the threads, and drawings as well while those are at work
        assert max(groups) == IN_ONE_GO


async def test_who_had_a_place_is_not_refused_when_a_photo_comes_between(tmp_path):
    pending = 8
    app = create_app(Settings(models=tmp_path, max_pending=pending, workers=1000))
    app.state.parts.manager.start()
    async with running(app) as client:
        drawings = [asyncio.create_task(post(client)) for _ in range(IN_ONE_GO + pending)]
        while app.state.parts.pool.waiting < pending:
            await asyncio.sleep(0)
        gate = threading.Event()
        photo = asyncio.create_task(app.state.parts.pool.run(gate.wait, patient=True))
        for _ in range(50):  # turns of the event loop, in which all are sent on to the threads
            await asyncio.sleep(0)
        gate.set()
        answered = await asyncio.gather(*drawings)
        await photo

    assert {response.status_code for response in answered} == {200}


async def test_of_a_batch_each_is_answered_as_if_it_were_alone(tmp_path):
    app = create_app(Settings(models=tmp_path))
    app.state.parts.manager.start()
    async with running(app) as client:
        alone = [told(await post(client, picture)) for picture in ALL.values()]
        files = [("files", ("picture", picture)) for picture in ALL.values()]
        batch = (await client.post("/v1/predict/batch", files=files * 3)).json()

    assert [each["index"] for each in batch["results"]] == list(range(3 * len(ALL)))
    for (status, body), each in zip(alone * 3, batch["results"], strict=True):
        if status == 200:
            assert (each["result"], each["problem"]) == (body, None)
        else:
            assert each["result"] is None
            assert (each["problem"]["type"], each["problem"]["detail"]) == (body["type"], body["detail"])


def groups_of(app, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many are read in one go, from now on."""
    groups, moments = [], app.state.parts.moments
    work = moments._work

    def counted(pictures: Sequence[bytes]):
        groups.append(len(pictures))
        return work(pictures)

    monkeypatch.setattr(moments, "_work", counted)
    return groups
