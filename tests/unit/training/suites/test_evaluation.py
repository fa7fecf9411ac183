"""The whole table from a stand-in for the service, and what it says of gates."""

import json

import pytest

from training.suites.asking import Asks
from training.suites.evaluation import measure
from training.suites.reading import TextAnswer
from training.suites.report import EvaluationReport, Row
from training.suites.run import Answer, SuiteResult

SAMPLE = 15


@pytest.fixture(scope="module")
def report(drawn_digits) -> EvaluationReport:
    def always_seven(_: bytes) -> dict:
        return {"verdict": "digit", "digit": 7, "confidence": 0.9, "digit_score": 0.5}

    def always_seventeen(_: bytes) -> dict:
        digits = [{"confidence": 0.9, "digit_score": 0.5}] * 2
        return {"text": "17", "lines": ["17"], "digits": digits}

    return measure(Asks(always_seven, always_seventeen), mnist=drawn_digits, dev_dir=None, sample=SAMPLE)


def value(report: EvaluationReport, name: str) -> float:
    return next(row.value for row in report.rows if row.name == name)


def test_every_figure_has_its_row(report):
    assert [row.name for row in report.rows] == [
        "mnist test", "mnist test, black on white", "made pictures, mean of 12", "made pictures, worst kind",
        "neat digits", "mnist-c, mean of 15", "blank pages", "not digits, unseen kinds",
        "not digits, kinds open to training", "pages, clean", "pages, hard", "touching pairs",
        "written numbers", "written signs", "written apart", "written and marked", "written in odd forms",
        "written in faint pencil", "written beside letters", "same answer in other dress", "pages, lines",
        "written numbers, worst kind", "written signs, worst kind", "written apart, worst kind",
        "written and marked, worst kind", "written in odd forms, worst kind",
        "written beside letters, worst kind", "written beside letters, false digits per true one",
        "written, parts", "rejection, AUROC",
        "rejection, FPR at 95 % TPR", "ECE, mnist test", "ECE, made pictures",
    ]  # fmt: skip


def test_no_suite_takes_more_than_the_sample(report):
    dressed = "same answer in other dress"

    assert all(suite.count <= SAMPLE for suite in report.suites if suite.name != dressed)


def test_figures_follow_from_the_answers(report):
    right = value(report, "mnist test")

    assert value(report, "rejection, AUROC") == 0.5
    assert value(report, "same answer in other dress") == 1.0
    assert value(report, "ECE, mnist test") == pytest.approx(abs(0.9 - right))
    assert value(report, "blank pages") == 0.0


def test_what_misses_its_gate_says_by_how_much(report):
    missed = {row.name: row.missed_by for row in report.missed}

    assert missed["blank pages"] == 1.0
    assert missed["rejection, AUROC"] == pytest.approx(0.45)
    assert "same answer in other dress" not in missed
    assert "| blank pages | 15 | 0.00% | >= 100% | >= 100% | missed by 100.00 points |" in report.markdown()


def test_an_error_must_stay_below_its_gate():
    assert Row("ECE, mnist test", 0.004, 10).missed_by == 0
    assert Row("ECE, mnist test", 0.009, 10).missed_by == pytest.approx(0.004)
    assert Row("of no target", 0.0, 10).missed_by == 0


def test_mistakes_are_told_by_name():
    wrong = Answer("photo 3", "photo", 3, "5", "digit", 6, 0.97, 0.9)
    told = EvaluationReport((), (SuiteResult("dev photos", (wrong,)),), {}).markdown()

    assert "- photo 3: expected 5, answered 6 (digit, 97% sure)" in told


def test_of_a_text_the_wrong_lines_are_told():
    wrong = TextAnswer("a table", "table", 0, "12 3\n45", "12 3\n46", None, None, 0.0, text_confidence=0.4)
    told = EvaluationReport((), (SuiteResult("dev numbers", (wrong,)),), {}).markdown()

    assert "- a table: expected 45, answered 46 (40% sure): misread: 5 as 6" in told


def test_the_kinds_of_texts_are_told_with_their_digits_and_parts():
    answers = [
        TextAnswer("1", kind, 0, "12 3", told, None, None, 0.0)
        for kind, told in (("a", "123"), ("b", "12 7"))
    ]
    told = EvaluationReport((), (SuiteResult("dev numbers", tuple(answers)),), {}).markdown()

    assert "| a | 1 | 100.00% | 100.00% | 0.00% |  | 0.00% |" in told
    assert "| b | 1 | 0.00% | 66.67% | 100.00% |  | 0.00% |" in told


def test_the_json_is_json(report):
    read = json.loads(json.dumps(report.as_json()))

    assert [row["name"] for row in read["rows"]] == [row.name for row in report.rows]
    assert read["coverage"]["mnist test"].keys() == {"1", "0.99", "0.98", "0.95", "0.9", "0.8"}
