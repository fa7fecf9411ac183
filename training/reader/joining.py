"""A reader beside a digit network: settings are fitted for the two, and a version is published of both."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from service.model.engine import ReaderModel
from service.model.sandbox import read_model
from service.model.serving import load_version
from service.model.store import ModelStore
from training import gate, provenance, publication
from training.dataset import Mnist
from training.errors import TrainingError
from training.publication import DigitVersion, ReaderCandidate, SavedReader
from training.reader import probe_pages, report
from training.reader.measuring import measure
from training.recipes import READER

BUNDLED = Path(__file__).parents[2] / "service" / "bundled"
INSIDE = "bundled"  # how the version inside the service is called


def digit_version(store: ModelStore, named: str | None = None) -> DigitVersion:
    """The version of that name, or the one that is served: of the store, or else the bundled one.

    Raises StoreError, ModelRefused, TrainingError.
    """
    inside = ModelStore(BUNDLED)
    version = named if named not in (None, INSIDE) else None
    of = store
    if version is None:
        of = inside if named == INSIDE or store.current() is None else store
        version = of.current()
    if version is None:
        raise TrainingError(f"There is no promoted version in {of.root} whose digits a reader could join.")
    serving = load_version(of, version, "store", load=read_model)
    return DigitVersion(of, of.manifest(version), serving.model)


def join(  # noqa: PLR0913  the last three are named where it is called
    h5: Path,
    digits: DigitVersion,
    mnist: Mnist,
    store: ModelStore,
    *,
    work: Path,
    code: str,
    made: Path | None,
) -> str:
    """Publish a version of the digit network and a reader that was trained already. Returns the version.

    `made` is a JSON file that tells how the reader was made. Raises ModelRefused where the reader is
    unsafe, damaged or not supported.
    """
    told = _told(made)
    reader = ReaderModel(read_model(h5, role="reader"))
    measured = measure(reader, digits.model, digits.manifest.calibration, mnist.validation, READER.pages)
    about = {
        "file": h5.name,
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **provenance.data(mnist),
        "code": code,
        "libraries": provenance.libraries(),
    }
    found = report.ReaderReport(
        title=f"{h5.name} beside {digits.manifest.version}",
        about="A reader that was trained already; measured here as the service reads.",
        measured=measured,
        pages=READER.pages // 2,
        gate=gate.judge(READER.bounds, measured.metrics),
        made={**about, **told},
        table=report.table([measured.metrics]),
    )
    pages = probe_pages.draw()
    return publish(store, digits, SavedReader(h5, reader, pages, reader.maps(pages)), found, work / "report")


def publish(
    store: ModelStore, digits: DigitVersion, reader: SavedReader, found: report.ReaderReport, folder: Path
) -> str:
    """Write the report into `folder` and publish what it tells of. Returns the version."""
    report.write(folder, found)
    candidate = ReaderCandidate(
        saved=reader,
        report=folder,
        settings=found.measured.settings,
        metrics=found.measured.metrics,
        gate=found.gate,
        made=found.made,
    )
    return publication.publish_beside(store, digits, candidate)


def _told(made: Path | None) -> dict[str, Any]:
    if made is None:
        return {}
    try:
        told = json.loads(made.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{made} cannot be read as JSON: {error}") from error
    if not isinstance(told, dict):
        raise TrainingError(f"{made} holds no JSON object.")
    return told
