"""Model files that want something are refused with a reason that a person understands, in time."""

import time

import pytest

from service.errors import ModelRefused
from service.model.sandbox import read_model
from tests.h5_files import small
from tests.hostile_models import CORPUS

SECONDS = 3.0


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_hostile_file_is_refused_with_its_reason_in_time(tmp_path, case):
    path = case.make(tmp_path / "model.h5")
    start = time.monotonic()

    with pytest.raises(ModelRefused, match=case.reason):
        read_model(path, role=case.role)

    assert time.monotonic() - start < SECONDS


@pytest.mark.parametrize("twentieth", list(range(20)))
def test_a_truncated_file_is_refused(tmp_path, twentieth):
    whole = small(tmp_path / "whole.h5").read_bytes()
    path = tmp_path / "model.h5"
    path.write_bytes(whole[: len(whole) * twentieth // 20])

    with pytest.raises(ModelRefused, match=r"not an HDF5 file|damaged or truncated"):
        read_model(path)


def test_a_wrong_checksum_is_refused_before_anything_is_parsed(tmp_path):
    path = tmp_path / "model.h5"
    path.write_bytes(b"whatever this is")

    with pytest.raises(ModelRefused, match="checksum"):
        read_model(path, expected_sha256="0" * 64)
