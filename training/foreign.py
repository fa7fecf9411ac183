"""A Keras `.h5` that was trained elsewhere: read safely, measured, published. Keras never opens it."""

from datetime import UTC, datetime
from pathlib import Path

from service.model.engine import DigitModel
from service.model.sandbox import read_model
from service.model.store import ModelStore
from training import probe_digits, provenance, publication, report
from training.dataset import Mnist
from training.evaluate import evaluate
from training.gate import FOREIGN_BOUNDS, judge

RECIPE = "foreign"


def publish(  # noqa: PLR0913  the last three are named where it is called
    h5: Path, mnist: Mnist, store: ModelStore, *, scaling: str, work: Path, code: str
) -> str:
    """Publish the file with what the service's own reader and engine make of it. Returns the version.

    Raises ModelRefused with the reason where the file is unsafe, damaged or not supported.
    """
    model = DigitModel(read_model(h5, scaling=scaling))
    evaluation = evaluate(model, mnist)
    gate = judge(FOREIGN_BOUNDS, evaluation.metrics)
    made = {
        "file": h5.name,
        "layers": list(model.graph.layers),
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        **provenance.data(mnist),
        "code": code,
        "libraries": provenance.libraries(),
    }
    about = "Trained elsewhere; measured here with the service's own reader."
    report.write(work / "report", report.Report(h5.name, about, evaluation, gate, made))
    candidate = publication.Candidate(
        recipe=RECIPE,
        h5=h5,
        model=model,
        probe=publication.probe_of(digits := probe_digits.draw(), model.probabilities(digits)),
        report=work / "report",
        evaluation=evaluation,
        gate=gate,
        made=made,
    )
    return publication.publish(store, candidate)
