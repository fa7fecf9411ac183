"""The client for asynchronous programs."""

import itertools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

import anyio
import httpx

from digits_client import calls
from digits_client.calls import Call, Picture
from digits_client.errors import Busy, Unreachable
from digits_client.retries import Retries
from digits_client.types import BatchItem, Model, Models, Prediction, ReadPicture

T = TypeVar("T")
TIMEOUT = httpx.Timeout(30, connect=5)  # seconds; the largest picture takes the service a few


class AsyncClient:
    """Asks one service. Use it as a context manager, or call `aclose`.

    Every call raises Refused, Busy, Unreachable or UnexpectedAnswer; a path that cannot be read, OSError.
    """

    def __init__(  # noqa: PLR0913  each is a choice of the caller, or a door that tests replace
        self,
        address: str = "http://localhost:8000",
        *,
        timeout: httpx.Timeout | float = TIMEOUT,
        retries: Retries = Retries(),
        headers: Mapping[str, str] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        """Keep connections to the service at `address`, a path such as `https://host/digits` included."""
        self._http = httpx.AsyncClient(
            base_url=address, timeout=timeout, headers=dict(headers or {}), transport=transport
        )
        self._retries = retries
        self._sleep = sleep

    async def predict(self, picture: Picture) -> Prediction:
        """Read the one digit in a picture, given by its bytes or the path of its file."""
        return await self._ask(calls.predict(picture))

    async def predict_batch(self, pictures: Sequence[Picture]) -> list[BatchItem]:
        """Read up to 100 pictures, each with its own result or problem, in their order."""
        return await self._ask(calls.predict_batch(pictures))

    async def read(self, picture: Picture) -> ReadPicture:
        """Read every digit in a picture."""
        return await self._ask(calls.read(picture))

    async def explain(
        self, picture: Picture, *, model: str = "serving", label: int | None = None
    ) -> dict[str, Any]:
        """Tell how a network (`serving`, `ann` or `cnn`) comes to its answer: the JSON as it is."""
        return await self._ask(calls.explain(picture, model=model, label=label))

    async def model(self) -> Model:
        """Tell which model is serving, and its evidence."""
        return await self._ask(calls.model())

    async def models(self) -> Models:
        """Tell which versions there are, and which were refused and why."""
        return await self._ask(calls.models())

    async def is_ready(self) -> bool:
        """Whether a model is serving, asked once. Raises Unreachable where nothing answers."""
        try:
            await self._ask(calls.ready(), Retries(attempts=1))
        except Busy:
            return False
        return True

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def _ask(self, call: Call[T], retries: Retries | None = None) -> T:
        retries = retries or self._retries
        for attempt in itertools.count(1):
            try:
                response = await self._http.request(
                    call.method, call.path, files=call.files, params=call.query
                )
            except httpx.RequestError as error:
                wait = retries.after_failure(attempt, error)
                if wait is None:
                    raise Unreachable.at(self._http.base_url, error) from error
            else:
                wait = retries.after_answer(attempt, response)
                if wait is None:
                    return call.result(response)
            await self._sleep(wait)
        raise AssertionError
