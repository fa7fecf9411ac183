"""A model that answers: a version or a bare file, loaded, checked and probed before it may serve."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from service.errors import ModelRefused
from service.model.engine import DigitModel, ReaderModel
from service.model.loaded import LoadedGraph
from service.model.manifest import ReaderSettings
from service.model.portable import portable
from service.model.probe import MAPS_TOLERANCE, TOLERANCE, Probe
from service.model.store import Calibration, Manifest, ModelStore

Source = Literal["store", "bundled", "file"]
Load = Callable[..., LoadedGraph]  # `sandbox.read_model`, or a fake in tests


@dataclass(frozen=True, slots=True)
class ServingModel:
    """A model that answers, with what is known about it."""

    version: str
    source: Source
    model: DigitModel
    manifest: Manifest | None  # None for a bare file
    calibration: Calibration
    reader: ReaderModel | None = None  # the version's own, or the bundled version's (`BundledReader`)
    reader_settings: ReaderSettings | None = None  # set where `reader` is: what was fitted for it

    @property
    def recipe(self) -> str | None:
        """The training configuration that made it; None for a bare file."""
        return self.manifest.recipe if self.manifest else None

    @property
    def created_at(self) -> datetime | None:
        """When it was published; None for a bare file."""
        return self.manifest.created_at if self.manifest else None

    @property
    def metrics(self) -> dict[str, float]:
        """Suite -> value, as training measured them."""
        return self.manifest.metrics if self.manifest else {}

    @property
    def sha256(self) -> str:
        """Of the `.h5` file."""
        return self.model.graph.sha256

    @property
    def parameters(self) -> int:
        """How many numbers the network learned."""
        return self.model.graph.parameters

    @property
    def input_shape(self) -> tuple[int, ...]:
        """As the `.h5` declares it."""
        return self.model.graph.input_shape

    @property
    def scaling(self) -> str:
        """`inside`, `0..1` or `0..255`."""
        return self.model.graph.scaling

    def portable(self) -> bytes:
        """Both networks as one compact file, for the page's own reading."""
        return portable(
            self.model.graph.onnx,
            version=self.version,
            calibration=self.calibration,
            reader=self.reader.graph.onnx if self.reader else None,
            settings=self.reader_settings,
        )


class Serves(Protocol):
    """Has a model to answer with: the manager, or one model alone."""

    def serving(self) -> ServingModel:
        """The model to answer with. Raises ModelUnavailable."""


def load_version(store: ModelStore, version: str, source: Source, *, load: Load) -> ServingModel:
    """A published version, ready to serve. Raises StoreError or ModelRefused with the reason."""
    manifest = store.manifest(version)
    file = manifest.file()
    graph = load(store.path(version, file.name), scaling=manifest.input.scaling, expected_sha256=file.sha256)
    if graph.outputs != manifest.outputs:
        raise ModelRefused(f"the network has {graph.outputs} outputs, its manifest says {manifest.outputs}")
    model, probe = DigitModel(graph), store.probe(version)
    _check(model, probe)
    serving = ServingModel(version, source, model, manifest, manifest.calibration)
    if manifest.reader is None:
        return serving
    reader = load_reader(store, manifest, probe, load=load)
    return replace(serving, reader=reader, reader_settings=manifest.reader)


def load_reader(store: ModelStore, manifest: Manifest, probe: Probe, *, load: Load) -> ReaderModel:
    """The reader of a version that holds one. Raises StoreError or ModelRefused with the reason."""
    file = manifest.file("reader")
    try:
        graph = load(store.path(manifest.version, file.name), role="reader", expected_sha256=file.sha256)
        reader = ReaderModel(graph)
        check_reader(reader, probe)
    except ModelRefused as error:
        raise ModelRefused(f"{file.name}: {error}") from error
    return reader


def check_reader(reader: ReaderModel, probe: Probe) -> None:
    """Raise ModelRefused unless the reader gives the probe's maps for its pages."""
    if probe.pages is None or probe.maps is None:
        raise ModelRefused("the version's probe holds no pages to check the reader by")
    maps = reader.maps(probe.pages)
    if maps.shape != probe.maps.shape:
        raise ModelRefused(f"it gives maps {maps.shape}, its probe {probe.maps.shape}")
    difference = float(np.abs(maps - probe.maps).max())
    accepted = MAPS_TOLERANCE * max(1.0, float(np.abs(probe.maps).max()))
    if not difference <= accepted:
        raise ModelRefused(
            f"its maps of its own probe differ by {difference:.2g} from what training computed; "
            f"at most {accepted:.2g} is accepted"
        )


def load_file(path: Path, *, scaling: str, load: Load) -> ServingModel:
    """A bare `.h5`, named after its checksum. Raises ModelRefused with the reason."""
    graph = load(path, scaling=scaling)
    return ServingModel(f"file-{graph.sha256[:7]}", "file", DigitModel(graph), None, Calibration())


def _check(model: DigitModel, probe: Probe) -> None:
    probabilities = model.probabilities(probe.digits)
    if probabilities.shape != probe.probabilities.shape:
        raise ModelRefused(
            f"it has {probabilities.shape[1]} outputs, its probe {probe.probabilities.shape[1]}"
        )
    difference = float(np.abs(probabilities - probe.probabilities).max())
    if not difference <= TOLERANCE:  # also where the difference is not a number
        raise ModelRefused(
            f"its answers to its own probe differ by {difference:.2g} from what training computed; "
            f"at most {TOLERANCE:g} is accepted"
        )
