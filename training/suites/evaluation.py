"""The whole evaluation: every suite through one service, and the figures of the target table."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TypeAlias

import numpy as np

from training.dataset import Split
from training.suites import metrics
from training.suites.asking import Asks, HttpAsk
from training.suites.dev import dev_suites
from training.suites.dev_numbers import dev_multi, dev_numbers
from training.suites.invariance import Pairs
from training.suites.made import made
from training.suites.mnist import mnist_black_on_white, mnist_test
from training.suites.mnist_c import mnist_c
from training.suites.neat import neat
from training.suites.negatives import HELD_OUT_KINDS, TRAINING_KINDS, blanks, not_digits
from training.suites.pages import pages_clean, pages_hard
from training.suites.reading import ReadingSuite, run_reading
from training.suites.report import EvaluationReport, Row
from training.suites.run import SuiteResult, run_pairs, run_suite
from training.suites.server import running_service
from training.suites.text_rows import rows_of_texts
from training.suites.touching import touching_pairs
from training.suites.types import Suite
from training.suites.written.suites import written_suites

COVERAGES = (1.0, 0.99, 0.98, 0.95, 0.9, 0.8)
DRESSED_DIGITS = 200  # each in every dress
UNSEEN, SEEN = "not digits, unseen kinds", "not digits, kinds open to training"
Progress: TypeAlias = Callable[[SuiteResult], None]


def evaluate(
    target: str | Path | None, *, mnist: Split, dev_dir: Path | None = None,
    sample: int | None = None, progress: Progress = lambda _: None,
) -> EvaluationReport:  # fmt: skip
    """Measure the service at a URL, or one that is started for an `.h5`, a store, or None: the bundled model.

    `mnist` is the test split; `dev_dir` the folder of `training.suites.dev`, without which its suites are
    left out; `sample` the most pictures of each suite. Raises TrainingError when the service does not start.
    """
    with _service(target) as url, HttpAsk(url) as predict, HttpAsk(url, "/v1/read") as read:
        return measure(Asks(predict, read), mnist=mnist, dev_dir=dev_dir, sample=sample, progress=progress)


def measure(
    asks: Asks,
    *,
    mnist: Split,
    dev_dir: Path | None,
    sample: int | None,
    progress: Progress = lambda _: None,
) -> EvaluationReport:
    """As `evaluate`, with anything that answers pictures."""
    results: list[SuiteResult] = []
    for suite in _suites(mnist, dev_dir):
        results.append(run_suite(suite.sample(sample), asks.predict))
        progress(results[-1])
    for pages in reading_suites(mnist, dev_dir):
        results.append(run_reading(pages.sample(sample), asks.read))
        progress(results[-1])
    digits = min(DRESSED_DIGITS, sample or DRESSED_DIGITS)
    results.append(run_pairs(Pairs("same answer in other dress", digits, mnist), asks.predict))
    progress(results[-1])
    by_name = {result.name: result for result in results}
    return EvaluationReport(tuple(_rows(by_name)), tuple(results), _coverage(by_name))


def _service(target: str | Path | None) -> AbstractContextManager[str]:
    if isinstance(target, str):
        return nullcontext(target)
    if target is not None and target.is_dir():
        return running_service(models=target)
    return running_service(model_file=target)


def _suites(mnist: Split, dev_dir: Path | None) -> Iterator[Suite]:
    yield mnist_test(mnist)
    yield mnist_black_on_white(mnist)
    yield made(mnist)
    yield neat()
    yield mnist_c(mnist)
    yield blanks()
    yield not_digits(HELD_OUT_KINDS, UNSEEN)
    yield not_digits(TRAINING_KINDS, SEEN)
    if dev_dir is not None:
        yield from dev_suites(dev_dir)


def reading_suites(mnist: Split, dev_dir: Path | None) -> Iterator[ReadingSuite]:
    """Every suite of texts: of MNIST's digits, written by hands of its own, and people's pictures."""
    yield pages_clean(mnist)
    yield pages_hard(mnist)
    yield touching_pairs(mnist)
    yield from written_suites()
    if dev_dir is not None:
        yield dev_multi(dev_dir)
        yield dev_numbers(dev_dir)


def _rows(results: dict[str, SuiteResult]) -> Iterator[Row]:
    """The figures in the order of the target table, then the rest."""
    for name, result in results.items():
        if name == "mnist-c":
            yield Row("mnist-c, mean of 15", result.mean_of_kinds, result.count)
        elif name == "made pictures":
            yield Row("made pictures, mean of 12", result.mean_of_kinds, result.count)
            worst = min(kind.accuracy for kind in result.by_kind.values())
            yield Row("made pictures, worst kind", worst, result.count)
        else:
            yield Row(name, result.accuracy, result.count)
    yield from rows_of_texts(results)
    yield from _rejection(results)
    for name in ("mnist test", "made pictures", "dev photos"):
        if name in results:
            confidence, right = results[name].sureness
            yield Row(f"ECE, {name}", metrics.reliability(confidence, right).error, len(right))


def _rejection(results: dict[str, SuiteResult]) -> Iterator[Row]:
    """Digits (MNIST's and people's) against what is none, of kinds that training must not use."""
    digits = np.concatenate(
        [results[name].digit_scores for name in ("mnist test", "dev photos") if name in results]
    )
    others = [results[UNSEEN].digit_scores]
    if "dev not digits" in results:
        dev = results["dev not digits"].answers
        others.append(np.array([answer.digit_score for answer in dev if answer.expected != "blank"]))
    rejected = np.concatenate(others)
    count = len(digits) + len(rejected)
    yield Row("rejection, AUROC", metrics.auroc(digits, rejected), count)
    yield Row("rejection, FPR at 95 % TPR", metrics.fpr_at_tpr(digits, rejected), count)


def _coverage(results: dict[str, SuiteResult]) -> dict[str, dict[float, float]]:
    curves: dict[str, dict[float, float]] = {}
    for name in ("mnist test", "made pictures", "dev photos", "dev usps", "dev scans"):
        if name in results and len(sure := results[name].sureness[0]):
            right = results[name].sureness[1]
            curves[name] = {part: metrics.error_at_coverage(sure, right, part) for part in COVERAGES}
    return curves
