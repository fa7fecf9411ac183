"""A recipe that takes seconds: a tiny network, few views."""

from dataclasses import replace

import pytest

from training.recipes import READER, ReaderRecipe


@pytest.fixture(scope="session")
def tiny() -> ReaderRecipe:
    return replace(
        READER,
        widths=(4, 4, 6, 8),
        epochs=3,
        echoes=2,
        views=4,
        batch_size=2,
        average=0.9,
        validation_views=2,
        pages=6,
    )
