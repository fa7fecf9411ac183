"""What tests is not what trains: suites and the modules that draw for training share no code and no ink."""

import pytest

from tests.architecture.source import imports, inside, module, name, python_files

SUITES = python_files("training/suites")
OTHERS = [path for path in python_files("training") if path not in SUITES]

# MNIST's arrays, what can go wrong, how calibration is counted: nothing that draws.
SUITES_MAY_IMPORT = {
    "training.suites",
    "training.dataset",
    "training.errors",
    "training.metrics",
    "training.quiet",
}
# What measures with the suites; what draws, teaches and fits is not among them.
MEASURE = {"training.commands"}
# The written numbers: of the suites, only how a picture is encoded, and what a case is.
WRITTEN = "training.suites.written"
WRITTEN_MAY_IMPORT = {
    WRITTEN,
    "training.suites.encode",
    "training.suites.types",
    "training.suites.reading",
    "training.suites.texts",
}


def of_training(path) -> set[str]:
    return {each for each in imports(path) if inside(each, {"training", "service"})}


@pytest.mark.parametrize("path", SUITES, ids=name)
def test_a_suite_draws_with_nothing_that_training_draws_with(path):
    assert {each for each in of_training(path) if not inside(each, SUITES_MAY_IMPORT)} == set()


@pytest.mark.parametrize("path", OTHERS, ids=name)
def test_training_draws_with_nothing_that_a_suite_draws_with(path):
    assert module(path) in MEASURE or not any(inside(each, {"training.suites"}) for each in imports(path))


@pytest.mark.parametrize("path", [path for path in SUITES if inside(module(path), {WRITTEN})], ids=name)
def test_written_numbers_have_letterforms_paper_and_effects_of_their_own(path):
    assert {each for each in of_training(path) if not inside(each, WRITTEN_MAY_IMPORT)} == set()


@pytest.mark.parametrize("allowed", sorted(SUITES_MAY_IMPORT - {"training.suites"}))
def test_what_suites_may_import_leads_to_nothing_that_draws(allowed):
    path = next(path for path in OTHERS if module(path) == allowed)

    leads_to = {each for each in of_training(path) if not inside(each, {"service.errors"})}
    assert {each for each in leads_to if not inside(each, SUITES_MAY_IMPORT)} == set()


def test_every_rule_is_about_a_module_that_exists():
    modules = {module(path) for path in SUITES + OTHERS}

    assert modules >= MEASURE | SUITES_MAY_IMPORT | WRITTEN_MAY_IMPORT
