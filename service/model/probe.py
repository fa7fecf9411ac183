"""A few digits and the probabilities that training computed for them: a version's own acceptance test."""

import io
import math
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.errors import StoreError

MAX_PROBE_BYTES = 4_000_000  # of the file, and of what it unpacks to: 5,000 digits, where 32 are usual
_UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, SyntaxError, RuntimeError)
TOLERANCE = 1e-4  # of a probability; service and Keras differ by less than 1e-5


@dataclass(frozen=True, slots=True)
class Probe:
    """Digits with the probabilities that the network gave them in training, at temperature 1."""

    digits: NDArray[np.uint8]  # (n, 28, 28), ink = 255
    probabilities: NDArray[np.float32]  # (n, 10) or (n, 11)

    def __post_init__(self) -> None:
        n = len(self.digits)
        if self.digits.dtype != np.uint8 or self.digits.shape != (n, 28, 28) or n == 0:
            raise StoreError("the probe's digits are not uint8 (n, 28, 28)")
        if self.probabilities.dtype != np.float32 or self.probabilities.shape not in {(n, 10), (n, 11)}:
            raise StoreError(f"the probe's probabilities are not float32 ({n}, 10) or ({n}, 11)")

    def as_bytes(self) -> bytes:
        """The probe as the bytes of a `.npz` file."""
        buffer = io.BytesIO()
        np.savez_compressed(buffer, digits=self.digits, probabilities=self.probabilities)
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, npz: bytes) -> "Probe":
        """Read a `.npz` file that may be hostile. Raises StoreError."""
        try:
            with zipfile.ZipFile(io.BytesIO(npz)) as archive:
                return cls(_member(archive, "digits"), _member(archive, "probabilities"))
        except _UNREADABLE as error:
            raise StoreError(f"the probe cannot be read: {error}") from error


def _member(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    """One array, no larger than the bytes that are there: NumPy would allocate whatever the header says."""
    member = f"{name}.npy"
    if archive.getinfo(member).file_size > MAX_PROBE_BYTES:
        raise StoreError(f"the probe's {name} unpack to more than {MAX_PROBE_BYTES} bytes")
    npy = io.BytesIO(archive.read(member))
    if np.lib.format.read_magic(npy) != (1, 0):
        raise StoreError(f"the probe's {name} are in a format that NumPy does not write for them")
    shape, _, dtype = np.lib.format.read_array_header_1_0(npy)
    if dtype.hasobject or math.prod(shape) * dtype.itemsize > MAX_PROBE_BYTES:
        raise StoreError(f"the probe's {name} are declared as {dtype} {shape}")
    npy.seek(0)
    array: NDArray[Any] = np.lib.format.read_array(npy, allow_pickle=False)
    return array
