"""The client for synchronous programs."""

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Self, TypeVar

import httpx

from digits_client import calls
from digits_client.calls import Call, Picture
from digits_client.errors import Busy, Unreachable
from digits_client.retries import Retries
from digits_client.types import BatchItem, Model, Models, Prediction, ReadPicture

T = TypeVar("T")
TIMEOUT = httpx.Timeout(30, connect=5)  # seconds; the largest picture takes the service a few


class Client:
    """Asks one service. Use it as a context manager, or call `close`.

    Every call raises Refused, Busy, Unreachable or UnexpectedAnswer; a path that cannot be read, OSError.
    """

    def __init__(  # noqa: PLR0913  each is a choice of the caller, or a door that tests replace
        self,
        address: str = "http://localhost:8000",
        *,
        timeout: httpx.Timeout | float = TIMEOUT,
        retries: Retries = Retries(),
        headers: Mapping[str, str] | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Keep connections to the service at `address`, a path such as `https://host/digits` included."""
        self._http = httpx.Client(
            base_url=address, timeout=timeout, headers=dict(headers or {}), transport=transport
        )
        self._retries = retries
        self._sleep = sleep

    def predict(self, picture: Picture) -> Prediction:
        """Read the one digit in a picture, given by its bytes or the path of its file."""
        return self._ask(calls.predict(picture))

    def predict_batch(self, pictures: Sequence[Picture]) -> list[BatchItem]:
        """Read up to 100 pictures, each with its own result or problem, in their order."""
        return self._ask(calls.predict_batch(pictures))

    def read(self, picture: Picture) -> ReadPicture:
        """Read every digit in a picture."""
        return self._ask(calls.read(picture))

    def explain(
        self, picture: Picture, *, model: str = "serving", label: int | None = None
    ) -> dict[str, Any]:
        """Tell how a network (`serving`, `ann` or `cnn`) comes to its answer: the JSON as it is."""
        return self._ask(calls.explain(picture, model=model, label=label))

    def model(self) -> Model:
        """Tell which model is serving, and its evidence."""
        return self._ask(calls.model())

    def models(self) -> Models:
        """Tell which versions there are, and which were refused and why."""
        return self._ask(calls.models())

    def is_ready(self) -> bool:
        """Whether a model is serving, asked once. Raises Unreachable where nothing answers."""
        try:
            self._ask(calls.ready(), Retries(attempts=1))
        except Busy:
            return False
        return True

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, call: Call[T], retries: Retries | None = None) -> T:
        retries = retries or self._retries
        for attempt in itertools.count(1):
            try:
                response = self._http.request(call.method, call.path, params=call.query, files=call.files)
            except httpx.RequestError as error:
                wait = retries.after_failure(attempt, error)
                if wait is None:
                    raise Unreachable.at(self._http.base_url, error) from error
            else:
                wait = retries.after_answer(attempt, response)
                if wait is None:
                    return call.result(response)
            self._sleep(wait)
        raise AssertionError
