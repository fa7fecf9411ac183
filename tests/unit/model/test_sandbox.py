"""read_model: the file is read once, in a child that has limits and nothing of the service's own."""

import hashlib
import json
import sys

import pytest

from service.errors import ModelRefused
from service.model import sandbox, wire
from service.model.sandbox import read_model
from tests.h5_files import arrays, convolutional, dense, given, layer, sequential, small, write
from tests.unit.model.reading import graph_of


@pytest.fixture
def asked(monkeypatch):
    """A child that notes how it was started and refuses."""
    notes = {}

    def exchange(command, content, limits, *, cwd, environment):
        notes.update(command=command, content=content, limits=limits, environment=environment)
        return b"".join(wire.encode_refusal("noted"))

    monkeypatch.setattr(sandbox, "exchange", exchange)
    return notes


def ask(path, **options):
    with pytest.raises(ModelRefused, match="noted"):
        read_model(path, **options)


def test_a_good_file_comes_back_as_in_the_own_process(tmp_path):
    path = convolutional(tmp_path / "model.h5")
    graph, own = read_model(path), graph_of(path)

    assert graph.onnx == own.onnx
    assert (graph.layers, graph.parameters, graph.activations) == (
        own.layers,
        own.parameters,
        own.activations,
    )
    assert graph.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_expected_checksum_passes(tmp_path):
    path = small(tmp_path / "model.h5")

    assert read_model(path, expected_sha256=hashlib.sha256(path.read_bytes()).hexdigest()).outputs == 10


def test_the_scaling_reaches_the_child(tmp_path):
    assert read_model(small(tmp_path / "model.h5"), scaling="0..255").scaling == "0..255"


def test_an_unknown_scaling_is_refused(tmp_path):
    with pytest.raises(ModelRefused, match=r"'1\.\.2' is not one of"):
        read_model(small(tmp_path / "model.h5"), scaling="1..2")


def test_the_child_is_given_the_very_bytes_that_were_hashed(tmp_path, asked):
    path = small(tmp_path / "model.h5")
    content = path.read_bytes()
    ask(path, expected_sha256=hashlib.sha256(content).hexdigest())

    assert asked["content"] == content
    assert str(path) not in asked["command"]


def test_no_secret_goes_along(tmp_path, asked, monkeypatch):
    monkeypatch.setenv("DIGITS_API_KEYS", "secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    ask(small(tmp_path / "model.h5"))

    assert "secret" not in json.dumps(asked["environment"])
    assert not [name for name in asked["environment"] if name.startswith("DIGITS_")]


def test_a_child_that_takes_too_long_is_a_refusal(tmp_path, monkeypatch):
    def hang(*_, **__):
        raise TimeoutError

    monkeypatch.setattr(sandbox, "exchange", hang)

    with pytest.raises(ModelRefused, match=r"reading it took over 2\.0 seconds"):
        read_model(small(tmp_path / "model.h5"))


def test_a_child_that_cannot_start_is_a_refusal(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")

    with pytest.raises(ModelRefused, match="no reader could be started"):
        read_model(small(tmp_path / "model.h5"))


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not limit the address space")
def test_a_child_that_needs_more_memory_than_it_may_is_a_refusal(tmp_path):
    units = 5000
    weights = {"a": arrays(kernel=(784, units), bias=(units,)), "b": arrays(kernel=(units, 10), bias=(10,))}
    config = sequential(given(28, 28), layer("Flatten", "f"), dense("a", units), dense("b", 10))
    path = write(tmp_path / "model.h5", config, weights)

    assert read_model(path).parameters == 784 * units + units + units * 10 + 10
    with pytest.raises(ModelRefused, match="more memory than a model may"):
        read_model(path, memory_bytes=170_000_000)
