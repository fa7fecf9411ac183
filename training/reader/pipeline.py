"""One training run of a reader, from drawn pages to a published version. Read `run` from top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.model.engine import ReaderModel
from service.model.probe import MAPS_TOLERANCE
from service.model.sandbox import read_model
from service.model.store import ModelStore
from training import gate, provenance
from training.dataset import Mnist, Split
from training.errors import TrainingError
from training.fit import Fitted
from training.pipeline import Outcome, save
from training.publication import READER, DigitVersion, SavedReader
from training.reader import joining, probe_pages, report
from training.reader.fit import fit, maps_of, validation_views
from training.reader.measuring import Measured, measure
from training.recipes import ReaderRecipe

PARITY_VIEWS = 32


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for."""

    recipe: ReaderRecipe
    seeds: Sequence[int]
    work: Path  # a folder for what lies between the steps
    code: str  # the commit
    digits: DigitVersion  # whose network names the digits


@dataclass(frozen=True, slots=True)
class Trained:
    """What one seed gave."""

    seed: int
    saved: SavedReader
    measured: Measured
    history: dict[str, list[float]]
    seconds: float


def run(job: Job, mnist: Mnist, store: ModelStore) -> Outcome:
    """Train the recipe once for each seed and publish the one that reads best, beside the digit network.

    Raises TrainingError, ModelRefused, StoreError.
    """
    trained = [train(job, mnist, seed) for seed in job.seeds]
    # Chosen on the pages that its settings were fitted on: the others are left to measure it.
    best = max(trained, key=lambda one: one.measured.fitted["reader_marks"])
    table = report.table([one.measured.metrics for one in trained])
    found = report_of(job, mnist, best, table)
    version = joining.publish(store, job.digits, best.saved, found, job.work / "report")
    return Outcome(version, table)


def train(job: Job, mnist: Mnist, seed: int) -> Trained:
    """One seed: fit, save, read back as the service does, ask about validation pages."""
    recipe, work = job.recipe, job.work / f"seed-{seed}"
    print(f"Training {recipe.name}, seed {seed}: {recipe.epochs} epochs of {recipe.views} views", flush=True)
    fitted = fit(recipe, mnist, seed=seed, work=work / "checkpoint")
    h5 = save(fitted, work, READER)
    model = ReaderModel(read_model(h5, role="reader"))
    check_parity(fitted, model, mnist.validation)
    calibration = job.digits.manifest.calibration
    measured = measure(model, job.digits.model, calibration, mnist.validation, recipe.pages)
    print(
        f"Seed {seed}: {measured.metrics['reader_marks']:.2%} of the marks in {fitted.seconds:.0f} s",
        flush=True,
    )
    pages = probe_pages.draw()
    saved = SavedReader(h5, model, pages, maps_of(fitted.network, pages))
    return Trained(seed, saved, measured, fitted.history, fitted.seconds)


def check_parity(fitted: Fitted, model: ReaderModel, split: Split) -> None:
    """Raise TrainingError unless the service's engine answers as Keras does.

    Both compute with float32 and add up in another order, which makes a millionth of the largest value;
    what is accepted is what the service accepts when it probes a version.
    """
    pages, _ = validation_views(split, PARITY_VIEWS)
    expected = maps_of(fitted.network, pages)
    difference = float(np.abs(model.maps(pages) - expected).max())
    if not difference <= MAPS_TOLERANCE * max(1.0, float(np.abs(expected).max())):
        raise TrainingError(f"The service's engine and Keras differ by {difference:.2g} on the same views.")


def report_of(job: Job, mnist: Mnist, best: Trained, table: str) -> report.ReaderReport:
    """The evidence that travels with the version."""
    recipe = job.recipe
    made = provenance.made(
        recipe, seeds=job.seeds, seed=best.seed, seconds=best.seconds, mnist=mnist, code=job.code
    )
    title = f"{recipe.name}, seed {best.seed}" + ("" if mnist.is_standard else f" ({mnist.name})")
    return report.ReaderReport(
        title=title,
        about=recipe.about,
        measured=best.measured,
        pages=recipe.pages // 2,
        gate=gate.judge(recipe.bounds, best.measured.metrics),
        made={"recipe": recipe.name, **made, "draws": recipe.plan.draws, "views": recipe.views},
        table=table,
        history=best.history,
    )
