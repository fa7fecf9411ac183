"""One training run, from pixels to a published model. Read `run` from top to bottom."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.model.engine import DigitModel
from service.model.loaded import LoadedGraph
from service.model.manifest import Gate
from service.model.probe import TOLERANCE, Probe
from service.model.sandbox import read_model
from service.model.store import ModelStore
from training import comparison, probe_digits, provenance, publication, report
from training.dataset import Mnist, Split
from training.errors import TrainingError
from training.evaluate import Evaluation, evaluate
from training.fit import Fitted, fit
from training.gate import judge
from training.recipes import Recipe

TEACHERS = Path(__file__).parent / "teachers"
PARITY_DIGITS = 1000


@dataclass(frozen=True, slots=True)
class Job:
    """What is asked for."""

    recipe: Recipe
    seeds: Sequence[int]
    work: Path  # a folder for what lies between the steps
    code: str  # the commit


@dataclass(frozen=True, slots=True)
class Trained:
    """What one seed gave."""

    seed: int
    h5: Path
    model: DigitModel
    probe: Probe
    history: dict[str, list[float]]
    evaluation: Evaluation
    gate: Gate
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run left in the store."""

    version: str
    table: str  # the student project's figures beside ours, as Markdown


def run(job: Job, mnist: Mnist, store: ModelStore) -> Outcome:
    """Train the recipe once for each seed and publish the one that validates best.

    Raises TrainingError, ModelRefused, StoreError.
    """
    teachers = teachers_of(job.recipe)
    trained = [train(job, mnist, seed, teachers) for seed in job.seeds]
    best = max(trained, key=lambda one: one.evaluation.metrics["mnist_validation"])
    candidate, table = candidate_of(job, mnist, best), table_of(trained)
    write_report(job, mnist, best, candidate, table)
    return Outcome(publication.publish(store, candidate), table)


def teachers_of(recipe: Recipe) -> list[LoadedGraph]:
    """The networks whose opinion the recipe teaches."""
    return [read_model(TEACHERS / f"{name}.h5") for name in recipe.teachers]


def train(job: Job, mnist: Mnist, seed: int, teachers: Sequence[LoadedGraph] = ()) -> Trained:
    """One seed: fit, save, read back as the service does, measure, judge."""
    recipe, work = job.recipe, job.work / f"seed-{seed}"
    print(
        f"Training {recipe.name}, seed {seed}: {recipe.epochs} epochs of {len(mnist.train)} digits",
        flush=True,
    )
    fitted = fit(
        recipe, mnist.train, mnist.validation, seed=seed, work=work / "checkpoint", teachers=teachers
    )
    h5 = save(fitted, work)
    model = DigitModel(read_model(h5))
    check_parity(fitted, model, mnist.validation)
    evaluation = evaluate(model, mnist)
    print(
        f"Seed {seed}: test accuracy {evaluation.metrics['mnist_test']:.2%} in {fitted.seconds:.0f} s",
        flush=True,
    )
    return Trained(
        seed=seed,
        h5=h5,
        model=model,
        probe=publication.probe_of(digits := probe_digits.draw(), fitted.network.predict(digits, verbose=0)),
        history=fitted.history,
        evaluation=evaluation,
        gate=judge(recipe.bounds, evaluation.metrics),
        seconds=fitted.seconds,
    )


def save(fitted: Fitted, work: Path, name: str = publication.MODEL) -> Path:
    """The network as `.h5`, without the optimizer's state."""
    # Keras advises against the format each time; it is the product's own, for whoever builds on it.
    logging.getLogger("absl").setLevel(logging.ERROR)
    work.mkdir(parents=True, exist_ok=True)
    fitted.network.save(work / "unfinished.h5", include_optimizer=False)
    # A run that is killed while it writes must not leave half a teacher that the next one takes for whole.
    return (work / "unfinished.h5").replace(work / name)


def check_parity(fitted: Fitted, model: DigitModel, split: Split) -> None:
    """Raise TrainingError unless the service's engine answers as Keras does."""
    digits = split.digits[:PARITY_DIGITS]
    difference = np.abs(fitted.network.predict(digits, verbose=0) - model.probabilities(digits)).max()
    if not difference <= TOLERANCE:
        raise TrainingError(f"The service's engine and Keras differ by {difference:.2g} on the same digits.")


def candidate_of(job: Job, mnist: Mnist, best: Trained) -> publication.Candidate:
    """The network that is to be published, with how it was made."""
    made = provenance.made(
        job.recipe, seeds=job.seeds, seed=best.seed, seconds=best.seconds, mnist=mnist, code=job.code
    )
    return publication.Candidate(
        recipe=job.recipe.name,
        h5=best.h5,
        model=best.model,
        probe=best.probe,
        report=job.work / "report",
        evaluation=best.evaluation,
        gate=best.gate,
        made=made,
    )


def write_report(job: Job, mnist: Mnist, best: Trained, candidate: publication.Candidate, table: str) -> None:
    """The evidence that travels with the version."""
    title = f"{job.recipe.name}, seed {best.seed}" + ("" if mnist.is_standard else f" ({mnist.name})")
    found = report.Report(
        title=title,
        about=job.recipe.about,
        evaluation=best.evaluation,
        gate=best.gate,
        made=candidate.made,
        history=best.history,
        comparison=table,
    )
    report.write(candidate.report, found)


def table_of(trained: Sequence[Trained]) -> str:
    """The student project's tables beside ours."""
    rows = comparison.rows([one.history for one in trained], [one.evaluation.metrics for one in trained])
    return comparison.as_markdown(rows)
