"""A model that answers: a version or a bare file, loaded, checked and probed before it may serve."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from service.errors import ModelRefused
from service.model.engine import DigitModel
from service.model.loaded import LoadedGraph
from service.model.portable import portable
from service.model.probe import TOLERANCE, Probe
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
        """The network as one compact file, for the page's own reader."""
        return portable(self.model.graph.onnx, version=self.version, calibration=self.calibration)


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
    model = DigitModel(graph)
    _check(model, store.probe(version))
    return ServingModel(version, source, model, manifest, manifest.calibration)


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
