"""From files on this disk to a version in the store, and from a version to the one that is served."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.errors import ModelRefused, StoreError
from service.model.engine import DigitModel, ReaderModel
from service.model.manifest import Calibration, Gate, InputSpec, Manifest, ModelFile, ReaderSettings
from service.model.probe import Probe
from service.model.sandbox import read_model
from service.model.serving import check_reader, load_version
from service.model.store import ModelStore
from training import gate as gates
from training.errors import GateFailed, TrainingError
from training.evaluate import Evaluation

MODEL, READER, PROBE, REPORT = "model.h5", "reader.h5", "probe.npz", "report"


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


@dataclass(frozen=True, slots=True)
class DigitVersion:
    """A published version whose digit network a reader is to stand beside."""

    store: ModelStore
    manifest: Manifest
    model: DigitModel


@dataclass(frozen=True, slots=True)
class SavedReader:
    """A reader, and what training computed with it."""

    h5: Path
    model: ReaderModel
    pages: NDArray[np.uint8]  # (k, h, w), multiples of 16: a page's contrast, of pages that are nobody's
    maps: NDArray[np.float32]  # (k, h / 4, w / 4, CHANNELS): what Keras gives for these


@dataclass(frozen=True, slots=True)
class ReaderCandidate:
    """A measured reader that is ready to become a version beside a digit network."""

    saved: SavedReader
    report: Path  # folder
    settings: ReaderSettings
    metrics: dict[str, float]
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
            "created_at": _now(),
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

    def write(folder: Path) -> None:
        shutil.copyfile(candidate.h5, folder / MODEL)
        (folder / PROBE).write_bytes(candidate.probe.as_bytes())
        shutil.copytree(candidate.report, folder / REPORT)

    return store.publish(manifest, write)


def publish_beside(store: ModelStore, digits: DigitVersion, candidate: ReaderCandidate) -> str:
    """Make a version of a published digit network, with all that is known of it, and a reader.

    Returns the version's name. Raises StoreError, or ModelRefused where the reader is not what it was in
    training.
    """
    probe = replace(
        digits.store.probe(digits.manifest.version), pages=candidate.saved.pages, maps=candidate.saved.maps
    )
    check_reader(candidate.saved.model, probe)
    known = digits.manifest.model_dump()
    manifest = Manifest.model_validate(
        {
            **known,
            "version": "",
            "created_at": _now(),
            "files": [ModelFile(name=MODEL), ModelFile(name=READER, role="reader")],
            "reader": candidate.settings,
            "metrics": {**known["metrics"], **candidate.metrics},
            "gate": gates.both(gates.without(digits.manifest.gate, "reader_"), candidate.gate),
            "training": {**known["training"], "reader": candidate.made},
        }
    )
    before = digits.store.path(digits.manifest.version, digits.manifest.file().name)

    def write(folder: Path) -> None:
        shutil.copyfile(before, folder / MODEL)
        shutil.copyfile(candidate.saved.h5, folder / READER)
        (folder / PROBE).write_bytes(probe.as_bytes())
        for report in (before.parent / REPORT, candidate.report):
            if report.is_dir():  # an image may hold a version without its evidence
                shutil.copytree(report, folder / REPORT, dirs_exist_ok=True)

    return store.publish(manifest, write)


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


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
