"""What every file keeps to: it says its one job first, is short, and has a name that says something."""

import ast
import re

import pytest

from tests.architecture.source import ROOT, frontend_files, functions, name, python_files

MOST_LINES = 250
MOST_LINES_OF_A_FUNCTION = 40
NO_NAMES = {"utils", "util", "common", "helpers", "helper", "shared", "core", "misc"}
SENTENCE = re.compile(r"\S.*[.:?!]", re.DOTALL)

PRODUCT = python_files("service", "training", "client") + frontend_files(".js", ".css")


@pytest.mark.parametrize("path", python_files("service", "training", "client", "tests"), ids=name)
def test_a_python_file_begins_with_a_sentence_about_its_job(path):
    assert path.read_text().startswith('"""')
    first, _, _ = (ast.get_docstring(ast.parse(path.read_text())) or "").partition("\n\n")
    assert SENTENCE.fullmatch(first)


def test_no_two_test_files_have_one_name():
    names = [path.name for path in python_files("tests") if path.name.startswith("test_")]
    assert len(names) == len(set(names)), "pytest collects only one of them where both are asked for"


@pytest.mark.parametrize("path", frontend_files(".js", ".css"), ids=name)
def test_a_file_of_the_page_begins_with_a_sentence_about_its_job(path):
    comment = re.match(r"/\*\*?(.*?)\*/", path.read_text(), re.DOTALL)
    assert comment
    first = re.split(r"\n[ *]*\n|\n[ *]*@", comment[1].strip(" *\n"))[0]
    assert SENTENCE.fullmatch(first)


@pytest.mark.parametrize("path", PRODUCT, ids=name)
def test_a_file_is_short(path):
    assert len(path.read_text().splitlines()) < MOST_LINES


@pytest.mark.parametrize("path", python_files("service", "training", "client"), ids=name)
def test_a_function_is_short(path):
    assert [each for each in functions(path) if each[1] >= MOST_LINES_OF_A_FUNCTION] == []


@pytest.mark.parametrize("path", PRODUCT + python_files("tests"), ids=name)
def test_no_name_is_a_drawer_for_everything(path):
    assert not NO_NAMES & {part.removesuffix(path.suffix).lower() for part in path.relative_to(ROOT).parts}
