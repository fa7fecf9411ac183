"""The folder of development pictures, read as its manifests say."""

import csv
from pathlib import Path

import numpy as np
import pytest

from training.suites.dev import dev_suites


def manifest(folder: Path, *rows: dict[str, str]) -> None:
    folder.mkdir(parents=True)
    with (folder / "manifest.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    for row in rows:
        (folder / row["file"]).write_bytes(row["file"].encode())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    manifest(tmp_path / "photos", {"file": "seven.jpg", "label": "7", "kind": "photo"})
    manifest(tmp_path / "multi", {"file": "line.png", "text": "10|2", "kind": "drawing"})
    manifest(
        tmp_path / "notdigit",
        {"file": "alpha.png", "kind": "greek letter drawing"},
        {"file": "white.png", "kind": "blank_white"},
    )
    for name, side in (("drawings", 28), ("scans", 32), ("usps", 16)):
        np.savez(
            tmp_path / f"{name}.npz", x=np.zeros((2, side, side), np.uint8), y=np.array([4, 5], np.uint8)
        )
    return tmp_path


def test_every_picture_has_its_label_or_its_verdict(folder):
    expected = {
        suite.name: [case.expected if case.label is None else case.label for case in suite]
        for suite in dev_suites(folder)
    }

    assert expected == {
        "dev photos": [7], "dev drawings": [4, 5], "dev scans": [4, 5], "dev usps": [4, 5],
        "dev several digits": ["several_digits"], "dev not digits": ["not_a_digit", "blank"],
    }  # fmt: skip


def test_files_are_uploaded_as_they_are(folder):
    photos = dev_suites(folder)[0]

    assert photos.case(0).picture == b"seven.jpg"
