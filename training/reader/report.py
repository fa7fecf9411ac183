"""What a reader is worth, beside its digit network's own report: reader.md, its pictures, reader.json."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.model.manifest import Gate
from training import gate as gates
from training import plots
from training.comparison import Row
from training.reader import worst_pages
from training.reader.measuring import Measured

FIGURES = (
    ("digits and signs that were found", "reader_found"),
    ("digits and signs that were found and named rightly", "reader_marks"),
    ("false digits and signs for each true one", "reader_false"),
    ("pages wholly right", "reader_pages"),
    ("calibration error of whole texts", "reader_text_ece"),
)


@dataclass(frozen=True, slots=True)
class ReaderReport:
    """Everything that a reader's report tells."""

    title: str
    about: str
    measured: Measured
    pages: int  # that were measured
    gate: Gate
    made: dict[str, Any]
    table: str  # the figures, of all seeds
    history: dict[str, list[float]] | None = None  # None for a file that was trained elsewhere


def table(metrics: Sequence[dict[str, float]]) -> str:
    """The figures of one seed or several, as Markdown."""
    here = f"mean ± sd of {len(metrics)} seeds" if len(metrics) > 1 else "measured"
    rows = [Row(title, "", tuple(one[name] for one in metrics), is_share=True) for title, name in FIGURES]
    return "\n".join(
        [f"| on validation pages | {here} |", "|---|---|", *(f"| {row.title} | {row.told} |" for row in rows)]
    )


def write(folder: Path, report: ReaderReport) -> None:
    """Write the report and its pictures into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    plots.reliability(folder / "reader_texts.png", report.measured.reliability)
    worst_pages.write(folder / "reader_worst.jpg", report.measured.worst)
    if report.history:
        plots.curves(folder / "reader_curves.png", _accuracy_and_loss(report.history))
    (folder / "reader.md").write_text(as_markdown(report), encoding="utf-8")
    (folder / "reader.json").write_text(json.dumps(_as_json(report), indent=1) + "\n", encoding="utf-8")


def as_markdown(report: ReaderReport) -> str:
    """The report as a page."""
    gate = "passed" if report.gate.passed else f"not passed ({gates.missed(report.gate)})"
    parts = [
        f"# {report.title}",
        report.about,
        f"Gate: {gate}.",
        report.table,
        f"Measured on {report.pages} drawn pages of digits that no training saw; fitted on as many others.",
        "## How sure of whole texts\n\n![Reliability diagram](reader_texts.png)",
        "## The worst pages\n\nGreen was read rightly, red wrongly, blue was lost; grey is not known.",
        "![Pages with what was read of them](reader_worst.jpg)",
    ]
    if report.history:
        parts.append("## Curves\n\n![Accuracy of the labels, and loss, by epoch](reader_curves.png)")
    parts += [
        "## What was fitted\n\n```json\n" + report.measured.settings.model_dump_json(indent=1) + "\n```",
        "## How it was made\n\n```json\n" + json.dumps(report.made, indent=1) + "\n```",
    ]
    return "\n\n".join(parts) + "\n"


def _accuracy_and_loss(history: dict[str, list[float]]) -> dict[str, list[float]]:
    named = {"accuracy": "label_accuracy", "loss": "loss"}
    return {f"{of}{name}": history[f"{of}{theirs}"] for name, theirs in named.items() for of in ("", "val_")}


def _as_json(report: ReaderReport) -> dict[str, Any]:
    return {
        "title": report.title,
        "metrics": report.measured.metrics,
        "metrics_where_fitted": report.measured.fitted,
        "settings": report.measured.settings.model_dump(),
        "gate": report.gate.model_dump(),
        "history": report.history,
        "made": report.made,
    }
