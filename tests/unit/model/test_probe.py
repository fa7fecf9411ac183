"""The probe's file is input: whatever stands in it, memory stays bounded and the reason is told."""

import contextlib
import io
import random
import zipfile

import numpy as np
import pytest

from service.errors import StoreError
from service.model.probe import Probe
from tests.unit.model.published import probe


def npz(**arrays: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


DIGITS = np.zeros((2, 28, 28), np.uint8)
PROBABILITIES = np.full((2, 10), 0.1, np.float32)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        npz(digits=DIGITS),
        npz(digits=DIGITS.astype(np.int16), probabilities=PROBABILITIES),
        npz(digits=DIGITS[:0], probabilities=PROBABILITIES[:0]),
        npz(digits=DIGITS[:, 1:], probabilities=PROBABILITIES),
        npz(digits=DIGITS, probabilities=PROBABILITIES[:1]),
        npz(digits=DIGITS, probabilities=PROBABILITIES.astype(np.float64)),
        npz(digits=DIGITS, probabilities=PROBABILITIES[:, :9]),
        npz(digits=np.array([{}], object), probabilities=PROBABILITIES),
        npz(digits=np.zeros((6000, 28, 28), np.uint8), probabilities=np.zeros((6000, 10), np.float32)),
    ],
)
def test_what_is_no_probe_is_refused(content: bytes):
    with pytest.raises(StoreError, match="probe"):
        Probe.from_bytes(content)


def test_a_shape_that_declares_more_than_is_there_allocates_nothing():
    header = b"{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000, 28, 28), }"
    npy = b"\x93NUMPY\x01\x00" + (len(header) + 1).to_bytes(2, "little") + header + b"\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("digits.npy", npy)
        archive.writestr("probabilities.npy", npy)
    with pytest.raises(StoreError, match="declared"):
        Probe.from_bytes(buffer.getvalue())


def test_broken_bytes_are_read_or_refused_but_never_anything_else():
    whole, random_ = bytearray(probe().as_bytes()), random.Random(7)
    for _ in range(500):
        broken = bytearray(whole)
        for _ in range(random_.randint(1, 8)):
            broken[random_.randrange(len(broken))] = random_.randrange(256)
        with contextlib.suppress(StoreError):
            Probe.from_bytes(bytes(broken))
