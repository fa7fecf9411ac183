"""From files on this disk to a version in the store, and from a version to the one that is served."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.errors import ModelRefused, StoreError
from service.model.engine import DigitModel
from service.model.manifest import Calibration, Gate, InputSpec, Manifest, ModelFile
from service.model.probe import Probe
from service.model.sandbox import read_model
from service.model.serving import load_version
from service.model.store import ModelStore
from training import gate as gates
from training.errors import GateFailed, TrainingError
from training.evaluate import Evaluation

MODEL, PROBE, REPORT = "model.h5", "probe.npz", "report"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measured network that is ready to become a version."""

    recipe: str
    h5: Path
    model: DigitModel
    probe: Probe
    report: Path  # folder
    evaluation: Evaluation
    gate: Gate
    made: dict[str, Any]  # how: seed, data, code, libraries


def publish(store: ModelStore, candidate: Candidate) -> str:
    """Make the candidate a version, which is not served before it is promoted.

    Returns the version's name. Raises StoreError.
    """
    outputs = candidate.model.graph.outputs
    manifest = Manifest.model_validate(
        {
            "recipe": candidate.recipe,
            "created_at": datetime.now(UTC).replace(microsecond=0),
            "files": [ModelFile(name=MODEL)],
            "input": InputSpec.model_validate({"scaling": candidate.model.graph.scaling}),
            "outputs": outputs,
            "labels": [*map(str, range(10)), "not a digit"][:outputs],
            "calibration": Calibration(
                temperature=candidate.evaluation.temperature,
                digit_score_below=candidate.evaluation.digit_score_below,
            ),
            "metrics": candidate.evaluation.metrics,
            "gate": candidate.gate,
            "training": candidate.made,
        }
    )
    return store.publish(manifest, _files(candidate))


def promote(store: ModelStore, version: str, *, force: bool = False, reason: str | None = None) -> None:
    """Have a version served if it passed its gate, or by force; an older one is a rollback.

    Raises GateFailed, or TrainingError where the service itself would refuse it.
    """
    gate = store.manifest(version).gate
    if not (gate.passed or force):
        raise GateFailed(
            f"{version} is not promoted: {gates.missed(gate)}. "
            f"To promote it all the same: python -m training promote {version} --force --reason TEXT"
        )
    try:
        load_version(store, version, "store", load=read_model)
    except (ModelRefused, StoreError) as error:
        raise TrainingError(f"The service would refuse {version}: {error}") from error
    store.promote(version, forced=not gate.passed, reason=reason)


def probe_of(digits: NDArray[np.uint8], probabilities: NDArray[np.float32]) -> Probe:
    """The probe that travels with a version, from what the trained network says to `digits`."""
    return Probe(digits, np.asarray(probabilities, np.float32))


def _files(candidate: Candidate) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        shutil.copyfile(candidate.h5, folder / MODEL)
        (folder / PROBE).write_bytes(candidate.probe.as_bytes())
        shutil.copytree(candidate.report, folder / REPORT)

    return write
