"""Opens a Keras `.h5` and hands out its configuration and its arrays; follows no links, executes nothing.

Only the child process of `service.model.sandbox` calls this: a damaged HDF5 file can hang or exhaust h5py.
What Keras never writes (links, external storage, chunks, filters) is refused before anything is read from it.
"""

import io
import math
from collections.abc import Iterable

import h5py
import numpy as np
from numpy.typing import NDArray

from service.errors import ModelRefused

MAX_ATTRIBUTE_BYTES = 4_000_000  # the configuration of a network of 500 layers takes 500 KB
MAX_NAMES = 4096  # entries of layer_names and weight_names
MAX_NAME_CHUNKS = 64  # Keras splits lists of names at 64 KB: layer_names0, layer_names1, ...
FLOAT_SIZES = (2, 4, 8)  # bytes: float16, float32, float64
SIGNATURE = b"\x89HDF\r\n\x1a\n"


class WeightFile:
    """An open Keras `.h5`, read from memory."""

    def __init__(self, content: io.BytesIO) -> None:
        """Raises ModelRefused when `content` is not a whole HDF5 file in Keras' layout."""
        with content.getbuffer() as view:
            self._size = view.nbytes
            start = bytes(view[: len(SIGNATURE)])
        if start != SIGNATURE:
            raise ModelRefused(
                "This is not an HDF5 file. A model is a Keras .h5, as model.save('model.h5') writes it."
            )
        try:
            self._root = h5py.File(content, "r")
        except OSError as error:
            raise ModelRefused(f"This HDF5 file is damaged or truncated: {error}") from error

    def close(self) -> None:
        """Release the file's bytes."""
        self._root.close()

    def configuration(self) -> str:
        """Return the JSON text of `model_config`."""
        if not _has_attribute(self._root, "model_config"):
            raise ModelRefused(
                "This .h5 holds no model_config: save_weights() wrote it. Save the whole model: model.save()."
            )
        return _text(self._root, "model_config")

    def keras_version(self) -> str:
        """Return the version of Keras that wrote the file, or "" in very old files."""
        if not _has_attribute(self._root, "keras_version"):
            return ""
        return _text(self._root, "keras_version")

    def layers(self) -> dict[str, list[str]]:
        """Return the weight names of every layer that has a group, both in the order of the file."""
        group = self._group(["model_weights"])
        return {
            name: _name_list(self._group(["model_weights", *name.split("/")]), "weight_names")
            for name in _name_list(group, "layer_names")
        }

    def array(self, layer: str, weight: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """Return one weight as float32; refuses everything but a plain, finite array of `shape`."""
        where = f"Weight {weight!r} of layer {layer!r}"
        dataset = self._step(["model_weights", *layer.split("/"), *weight.split("/")])
        if not isinstance(dataset, h5py.Dataset):
            raise ModelRefused(f"{where} is not an array.")
        self._check_storage(dataset, where)
        if dataset.shape != shape:
            raise ModelRefused(f"{where} has shape {dataset.shape}; the configuration says {shape}.")
        if dataset.dtype.kind != "f" or dataset.dtype.itemsize not in FLOAT_SIZES:
            raise ModelRefused(f"{where} holds {dataset.dtype}; supported are float16, float32 and float64.")
        if dataset.id.get_storage_size() != math.prod(shape) * dataset.dtype.itemsize:
            raise ModelRefused(f"{where} is not stored completely.")
        with np.errstate(over="ignore"):
            values = np.asarray(dataset[()], dtype=np.float32)
        if not np.isfinite(values).all():
            raise ModelRefused(f"{where} holds NaN or infinite values.")
        return values

    def _check_storage(self, dataset: h5py.Dataset, where: str) -> None:
        plist = dataset.id.get_create_plist()
        if plist.get_external_count():
            raise ModelRefused(f"{where} lies in another file (external storage), which is never followed.")
        if dataset.is_virtual:
            raise ModelRefused(
                f"{where} is a virtual dataset, put together from other files; never followed."
            )
        if plist.get_layout() not in (h5py.h5d.CONTIGUOUS, h5py.h5d.COMPACT) or plist.get_nfilters():
            raise ModelRefused(f"{where} is stored in chunks or compressed, which Keras never writes.")
        if dataset.shape is None or math.prod(dataset.shape) * dataset.dtype.itemsize > self._size:
            raise ModelRefused(f"{where} declares shape {dataset.shape}, more than the whole file holds.")

    def _group(self, path: list[str]) -> h5py.Group:
        group = self._step(path)
        if not isinstance(group, h5py.Group):
            raise ModelRefused(f"{'/'.join(path)!r} in the file is not a group.")
        return group

    def _step(self, path: Iterable[str]) -> h5py.HLObject:
        """Walk down hard links only, one at a time: h5py itself would follow links into other files."""
        node: h5py.HLObject = self._root
        for name in path:
            if name in ("", ".", "..") or "/" in name or "\0" in name:
                raise ModelRefused(f"The file uses the name {name!r}, which is not allowed.")
            link = node.get(name, getlink=True) if isinstance(node, h5py.Group) else None
            if link is None:
                raise ModelRefused(f"{'/'.join(path)!r} is missing in the file.")
            if not isinstance(link, h5py.HardLink):
                raise ModelRefused(
                    f"{name!r} is a link to somewhere else ({type(link).__name__}); never followed."
                )
            node = node[name]
        return node


def _name_list(group: h5py.Group, attribute: str) -> list[str]:
    """Read a list of names that Keras splits into chunks when it is long."""
    if _has_attribute(group, attribute):
        return _texts(group, attribute, limit=MAX_NAMES)
    names: list[str] = []
    for chunk in range(MAX_NAME_CHUNKS):
        if not _has_attribute(group, f"{attribute}{chunk}"):
            break
        names += _texts(group, f"{attribute}{chunk}", limit=MAX_NAMES)
    if not names:
        raise ModelRefused(f"{group.name!r} in the file has no {attribute}.")
    return names


def _has_attribute(node: h5py.Group, name: str) -> bool:
    return bool(h5py.h5a.exists(node.id, name.encode()))


def _text(node: h5py.Group, name: str) -> str:
    texts = _texts(node, name, limit=1)
    if not texts:
        raise ModelRefused(f"Attribute {name!r} of {node.name!r} is empty.")
    return texts[0]


def _texts(node: h5py.Group, name: str, *, limit: int) -> list[str]:
    """Read an attribute of strings; its declared size is looked at before anything is allocated."""
    attribute = h5py.h5a.open(node.id, name.encode())
    entries = math.prod(attribute.shape)
    if entries == 0:  # h5py raises when asked for the size of an empty list
        return []
    if entries > limit or attribute.get_storage_size() > MAX_ATTRIBUTE_BYTES:
        raise ModelRefused(f"Attribute {name!r} of {node.name!r} is too large.")
    value = node.attrs[name]
    listed = value.ravel().tolist() if isinstance(value, np.ndarray) else [value]
    texts = [entry.decode() if isinstance(entry, bytes) else entry for entry in listed]
    for text in texts:
        if not isinstance(text, str):
            raise ModelRefused(f"Attribute {name!r} of {node.name!r} is not text.")
        if len(text) > MAX_ATTRIBUTE_BYTES:
            raise ModelRefused(f"Attribute {name!r} of {node.name!r} is too large.")
    return texts
