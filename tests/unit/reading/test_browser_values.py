"""What the page's own reading is held to is what the service does today."""

import json

from tests.browser_values import PLACE, as_text, values


def test_the_values_that_the_page_is_held_to_are_the_services():
    wanted, kept = json.loads(as_text(values())), json.loads(PLACE.read_text())
    assert near(kept, wanted), "the service reads otherwise now: python -m tests.browser_values"


def near(kept: object, wanted: object) -> bool:
    """Whether both are the same, but for the last digits of numbers."""
    if isinstance(wanted, dict) and isinstance(kept, dict):
        return kept.keys() == wanted.keys() and all(near(kept[name], wanted[name]) for name in wanted)
    if isinstance(wanted, list) and isinstance(kept, list):
        return len(kept) == len(wanted) and all(map(near, kept, wanted))
    if isinstance(wanted, float) and isinstance(kept, float):
        return abs(kept - wanted) <= 1e-3 * max(1.0, abs(wanted))
    return kept == wanted
