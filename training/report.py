"""What a run found, for people (report.md and its pictures) and for programs (report.json)."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.model.manifest import Gate
from training import gate as gates
from training import plots
from training.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a report tells."""

    title: str
    about: str
    evaluation: Evaluation
    gate: Gate
    made: dict[str, Any]  # how: seed, data, code, libraries
    history: dict[str, list[float]] | None = None  # None for a file that was trained elsewhere
    comparison: str = ""  # the student project's figures beside ours, as Markdown


def write(folder: Path, report: Report) -> None:
    """Write the report and its pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    if report.history:
        plots.curves(folder / "curves.png", report.history)
    plots.confusion(folder / "confusion.png", report.evaluation.confusion)
    plots.reliability(folder / "reliability.png", report.evaluation.reliability)
    plots.mistakes(folder / "mistakes.png", report.evaluation.mistakes)
    (folder / "report.md").write_text(as_markdown(report), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(_as_json(report), indent=1) + "\n", encoding="utf-8")


def as_markdown(report: Report) -> str:
    """The report as a page."""
    measured = report.evaluation.metrics
    parts = [
        f"# {report.title}",
        report.about,
        f"**{measured['mnist_test']:.2%}** of the test digits are read rightly. Gate: {_gate(report.gate)}.",
        _splits(measured),
        _calibration(report.evaluation),
    ]
    if report.history:
        parts += [
            "## Beside the student project",
            report.comparison,
            "Training figures are the last epoch's, as training saw the digits: with dropout or redrawn.",
            "## Curves\n\n![Accuracy and loss by epoch](curves.png)",
        ]
    parts += [
        "## Which digit is taken for which\n\n![Confusion matrix](confusion.png)",
        "## The surest mistakes\n\n![Digits that were read wrongly](mistakes.png)",
        "## How it was made\n\n```json\n" + json.dumps(report.made, indent=1) + "\n```",
    ]
    return "\n\n".join(parts) + "\n"


def _gate(gate: Gate) -> str:
    return "passed" if gate.passed else f"not passed ({gates.missed(gate)})"


def _splits(measured: dict[str, float]) -> str:
    lines = ["| split | accuracy | loss |", "|---|---|---|"]
    for title, suite in (
        ("training", "mnist_train"),
        ("validation", "mnist_validation"),
        ("test", "mnist_test"),
    ):
        lines.append(f"| {title} | {measured[suite]:.2%} | {measured[suite + '_loss']:.4f} |")
    return "\n".join([*lines, "", "Measured with the service's own reader and engine on the saved file."])


def _calibration(evaluation: Evaluation) -> str:
    measured = evaluation.metrics
    before, after = measured["mnist_test_ece_uncalibrated"], measured["mnist_test_ece"]
    return (
        f"## Calibration\n\nTemperature {evaluation.temperature:.3f}, found on the validation split, takes "
        f"the expected calibration error on the test split from {before:.4f} to {after:.4f}.\n\n"
        "![Reliability diagram](reliability.png)"
    )


def _as_json(report: Report) -> dict[str, Any]:
    found = report.evaluation.reliability
    return {
        "title": report.title,
        "metrics": report.evaluation.metrics,
        "temperature": report.evaluation.temperature,
        "gate": report.gate.model_dump(),
        "confusion": report.evaluation.confusion.tolist(),
        "reliability": {
            "confidence": found.confidence.round(6).tolist(),
            "accuracy": found.accuracy.round(6).tolist(),
            "count": found.count.tolist(),
        },
        "history": report.history,
        "made": report.made,
    }
