"""Numbers that the page's own reading shares with the service are the service's."""

import re
from importlib import import_module
from pathlib import Path

import pytest

OFFLINE = Path(__file__).parents[3] / "frontend" / "js" / "offline"
NUMBER = re.compile(r"^(?:export )?const ([A-Z_]+) = (-?[\d_.]+);$", re.MULTILINE)

# The modules whose numbers a file of the page repeats.
SHARED = {
    "candidates.js": ["service.reading.candidates"],
    "contrast.js": ["service.vision.contrast"],
    "cutouts.js": ["service.reading.cutouts"],
    "digits.js": ["service.reading.digits", "service.reading.weighing"],
    "finest.js": ["service.reading.finest"],
    "lines.js": ["service.reading.lines"],
    "looks.js": ["service.reading.looks"],
    "marks.js": ["service.reading.marks"],
    "normalize.js": ["service.vision.normalize", "service.vision.types"],
    "overlaps.js": ["service.reading.overlaps"],
    "reader-map.js": ["service.model.reader_map"],
    "words.js": ["service.reading.words"],
}


@pytest.mark.parametrize("file", SHARED)
def test_each_number_of_the_page_is_the_services(file):
    modules = [import_module(name) for name in SHARED[file]]
    told = {name: float(value) for name, value in NUMBER.findall((OFFLINE / file).read_text())}
    assert told
    for name, value in told.items():
        own = [getattr(module, name) for module in modules if hasattr(module, name)]
        assert value in [each.start if isinstance(each, slice) else each for each in own], name
