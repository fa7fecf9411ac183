"""Reads and runs a model file in the test's own process."""

import io
from pathlib import Path

import numpy as np

from service.model.engine import DigitModel
from service.model.graph import load_graph
from service.model.loaded import LoadedGraph, Role


def graph_of(path: Path, scaling: str = "auto", *, role: Role = "digit") -> LoadedGraph:
    return load_graph(io.BytesIO(path.read_bytes()), scaling, role)


def logits_of(path: Path, digits: np.ndarray, scaling: str = "auto") -> np.ndarray:
    return DigitModel(graph_of(path, scaling)).logits(digits)


def random_digits(count: int = 4, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 28, 28)).astype(np.uint8)
