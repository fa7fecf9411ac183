"""The service as a process for as long as it is measured."""

import json
import urllib.request
from pathlib import Path

import pytest

from training.errors import TrainingError
from training.suites.server import running_service


def test_the_bundled_model_answers_until_the_end():
    with running_service() as url, urllib.request.urlopen(f"{url}/v1/model", timeout=30) as answer:
        assert json.load(answer)["source"] == "bundled"

    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"{url}/health/live", timeout=5)


def test_a_file_that_is_no_model_is_reported_with_the_reason(tmp_path: Path):
    (tmp_path / "model.h5").write_bytes(b"no model")

    with (
        pytest.raises(TrainingError, match=r"not ready: .*HDF5"),
        running_service(model_file=tmp_path / "model.h5"),
    ):
        pass
