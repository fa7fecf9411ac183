"""Asks a Digits service which handwritten digits are in a picture.

from digits_client import Client

with Client("http://localhost:8000") as digits:
    print(digits.predict("seven.png").digit)
"""

from digits_client.asynchronous import AsyncClient
from digits_client.errors import Busy, DigitsClientError, Refused, UnexpectedAnswer, Unreachable
from digits_client.retries import Retries
from digits_client.synchronous import Client
from digits_client.types import (
    BatchItem,
    Box,
    DigitRead,
    Model,
    ModelInput,
    Models,
    Prediction,
    Problem,
    ReadPicture,
    RefusedModel,
    UnreadMark,
)

__all__ = [
    "AsyncClient",
    "BatchItem",
    "Box",
    "Busy",
    "Client",
    "DigitRead",
    "DigitsClientError",
    "Model",
    "ModelInput",
    "Models",
    "Prediction",
    "Problem",
    "ReadPicture",
    "Refused",
    "RefusedModel",
    "Retries",
    "UnexpectedAnswer",
    "Unreachable",
    "UnreadMark",
]
