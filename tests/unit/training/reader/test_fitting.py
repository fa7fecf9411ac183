"""The settings: found again where it is known what they should be, finite where nothing is to be found."""

import numpy as np
import pytest

from service.model.manifest import Calibration, ReaderSettings
from service.model.reader_map import CLASSES, OTHER
from service.reading.candidates import Candidates
from tests.unit.training.reader.asked import many, page_of
from training.reader.fitting import fit, logistic
from training.reader.judging import judge
from training.reader.validation import NO_MARK, Asked

CALIBRATION = Calibration()


def drawn(values, slope, bias, seed=0):
    chance = 1 / (1 + np.exp(-(slope * values + bias)))
    return (np.random.default_rng(seed).random(len(values)) < chance).astype(float)


@pytest.mark.parametrize(("slope", "bias"), [(1.5, -0.5), (-0.7, 2.0), (0.0, -1.0)])
def test_logistic_regression_finds_the_slope_that_truth_was_drawn_with(slope, bias):
    values = np.random.default_rng(1).normal(0, 2, 20_000)

    found = logistic(values, drawn(values, slope, bias))

    assert found == pytest.approx((slope, bias), abs=0.1)


def test_logistic_regression_stays_finite_where_classes_part_perfectly():
    values = np.array([-40.0, -30.0, -3.0, -1.0, -0.5, 0.0])

    for truth in (values > -2, values > -5, values > -100, values > 100):
        slope, bias = logistic(values, truth.astype(float))
        assert np.isfinite([slope, bias]).all()
        likely = 1 / (1 + np.exp(-np.clip(slope * values + bias, -30, 30)))
        assert (np.round(likely) == truth).all()


def pages_where(teller: str, count: int = 60) -> list[Asked]:
    """Pages of digits that only one of the networks knows; the other says whatever it likes."""
    rng = np.random.default_rng(3)
    pages = []
    for _ in range(count):
        truth = rng.integers(0, 10, 5)
        known, guessed = np.zeros((5, CLASSES), np.float32), np.zeros((5, CLASSES), np.float32)
        known[np.arange(5), truth] = 5
        guessed[np.arange(5), rng.integers(0, 10, 5)] = 5
        of_reader, of_digit = (known, guessed) if teller == "reader" else (guessed, known)
        page = page_of(truth.tolist())
        candidates = Candidates(
            page.candidates.peaks,
            of_reader,
            page.candidates.boxes,
            page.candidates.starts,
            page.candidates.sizes,
        )
        pages.append(Asked(candidates, of_digit[:, :11], page.truth, ()))
    return pages


@pytest.mark.parametrize(("teller", "other"), [("reader", "digit"), ("digit", "reader")])
def test_the_network_that_knows_is_the_one_that_counts(teller, other):
    settings = fit(pages_where(teller), CALIBRATION).model_dump()

    assert settings[teller] > 0.5
    assert settings[teller] > 4 * abs(settings[other])


def test_presence_and_level_part_marks_from_dirt():
    pages = [page_of([1, 2, NO_MARK, NO_MARK], peaks=[3.0, 2.0, -1.0, 0.0])] * 20

    settings = fit(pages, CALIBRATION)
    judged = judge(pages[0], CALIBRATION, settings)

    assert judged.read.tolist() == [True, True, False, False]
    assert 0.05 <= settings.mark_from <= 0.95


def test_whole_texts_are_as_sure_as_they_are_right():
    settings = fit(many(400, seed=1), CALIBRATION)
    judged = [judge(page, CALIBRATION, settings) for page in many(400, seed=2)]

    sure, right = np.array([one.sure for one in judged]), np.array([one.is_right for one in judged])
    assert 0.2 < right.mean() < 0.95
    assert abs(sure.mean() - right.mean()) < 0.06
    assert sure[right].mean() > sure[~right].mean()


def test_a_reader_that_finds_nothing_leaves_the_settings_as_they_are():
    assert fit([page_of([]), page_of([NO_MARK])], CALIBRATION) == ReaderSettings()


def test_opinions_of_other_writing_are_fitted_as_well():
    pages = [page_of([1, OTHER, 15, OTHER])] * 10

    settings = fit(pages, CALIBRATION)

    assert judge(pages[0], CALIBRATION, settings).is_right
