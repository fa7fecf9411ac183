"""The README tells of every setting with its default, and of none that does not exist."""

import re
from dataclasses import fields

import pytest

from service.settings import PREFIX, Settings, unknown_variables
from tests.architecture.source import ROOT

README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_a_setting_has_a_row_with_its_default(field):
    row = re.search(rf"^\| `{PREFIX}{field.name.upper()}` \|(.*?)\|(.*?)\|$", README, re.MULTILINE)
    assert row, f"{PREFIX}{field.name.upper()} has no row in the README's table of settings"
    default, meaning = row[1], row[2]
    assert meaning.strip()
    if field.name == "workers":
        assert "cores" in default
    elif field.default not in (None, ""):
        shown = re.match(r" `([^`]*)`", default)
        assert shown
        assert type(field.default)(shown[1]) == field.default


def test_what_the_readme_names_exists():
    named = set(re.findall(rf"\b{PREFIX}[A-Z_]*[A-Z]\b", README))
    assert unknown_variables(dict.fromkeys(named, "")) == []
