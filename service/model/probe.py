"""Digits and pages with what training computed for them: a version's own acceptance test."""

import io
import math
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.errors import StoreError
from service.model.reader_map import CHANNELS, MULTIPLE, STRIDE

# Of the file, and of each array that it unpacks to: 5,000 digits, where 30 are usual; 8 pages of 256 x 256.
MAX_PROBE_BYTES = 4_000_000
_UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, SyntaxError, RuntimeError)
TOLERANCE = 1e-4  # of a probability; service and Keras differ by less than 1e-5
# Of a reader's maps, times their largest value: service and Keras, which add up in another order, differ by
# 1e-6. A logit of 10 that is off by so much changes no probability by more than 0.0003.
MAPS_TOLERANCE = 1e-4


@dataclass(frozen=True, slots=True)
class Probe:
    """Digits with the probabilities that the network gave them in training, at temperature 1.

    Where the version has a reader: pages with the maps that it gave.
    """

    digits: NDArray[np.uint8]  # (n, 28, 28), ink = 255
    probabilities: NDArray[np.float32]  # (n, 10) or (n, 11)
    pages: NDArray[np.uint8] | None = None  # (k, h, w), multiples of 16: a page's contrast
    maps: NDArray[np.float32] | None = None  # (k, h / 4, w / 4, CHANNELS)

    def __post_init__(self) -> None:
        n = len(self.digits)
        if self.digits.dtype != np.uint8 or self.digits.shape != (n, 28, 28) or n == 0:
            raise StoreError("the probe's digits are not uint8 (n, 28, 28)")
        if self.probabilities.dtype != np.float32 or self.probabilities.shape not in {(n, 10), (n, 11)}:
            raise StoreError(f"the probe's probabilities are not float32 ({n}, 10) or ({n}, 11)")
        if (self.pages is None) != (self.maps is None):
            raise StoreError("the probe's pages and maps do not come together")
        if self.pages is not None and self.maps is not None:
            _check_pages(self.pages, self.maps)

    def as_bytes(self) -> bytes:
        """The probe as the bytes of a `.npz` file."""
        buffer = io.BytesIO()
        arrays: dict[str, NDArray[Any]] = {"digits": self.digits, "probabilities": self.probabilities}
        if self.pages is not None and self.maps is not None:
            arrays |= {"pages": self.pages, "maps": self.maps}
        np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]  # its stub takes a name of no array
        return buffer.getvalue()

    @classmethod
    def from_bytes(cls, npz: bytes) -> "Probe":
        """Read a `.npz` file that may be hostile. Raises StoreError."""
        try:
            with zipfile.ZipFile(io.BytesIO(npz)) as archive:
                held = set(archive.namelist())
                names = ["digits", "probabilities", *(n for n in ("pages", "maps") if f"{n}.npy" in held)]
                return cls(**{name: _member(archive, name) for name in names})
        except _UNREADABLE as error:
            raise StoreError(f"the probe cannot be read: {error}") from error


def _check_pages(pages: NDArray[np.uint8], maps: NDArray[np.float32]) -> None:
    shape = pages.shape
    if pages.dtype != np.uint8 or len(shape) != 3 or 0 in shape or shape[1] % MULTIPLE or shape[2] % MULTIPLE:
        raise StoreError(f"the probe's pages are not uint8 (k, h, w) with multiples of {MULTIPLE}")
    expected = (shape[0], shape[1] // STRIDE, shape[2] // STRIDE, CHANNELS)
    if maps.dtype != np.float32 or maps.shape != expected:
        raise StoreError(f"the probe's maps are not float32 {expected}")


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
