"""What the child says is checked: a subverted one can be refused, and can do no more than that."""

import contextlib
import json
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.errors import ModelRefused
from service.model.loaded import LoadedGraph
from service.model.reader_map import CHANNELS
from service.model.wire import LENGTHS, MAX_ONNX_BYTES, decode, encode_graph, encode_refusal
from tests.unit.model.test_onnx_check import model_of

SMALL_ONNX = model_of("Relu")
GRAPH = LoadedGraph(SMALL_ONNX, ("InputLayer", "Dense"), 7850, (28, 28, 1), 11, "inside", "a" * 64, 800)

READER = replace(GRAPH, input_shape=(-1, -1, 1), outputs=CHANNELS, role="reader")


def said(onnx: bytes = SMALL_ONNX, **changes) -> bytes:
    header = {
        "layers": ["Dense"],
        "parameters": 1,
        "input_shape": [784],
        "outputs": 10,
        "scaling": "0..1",
        "activations": 5,
        "role": "digit",
        **changes,
    }
    text = json.dumps(header).encode()
    return LENGTHS.pack(len(text), len(onnx)) + text + onnx


def test_a_graph_arrives_as_it_was_sent():
    assert decode(b"".join(encode_graph(GRAPH)), "a" * 64) == GRAPH


def test_a_reader_arrives_as_it_was_sent():
    assert decode(b"".join(encode_graph(READER)), "a" * 64, "reader") == READER


@pytest.mark.parametrize(("graph", "role"), [(GRAPH, "reader"), (READER, "digit")], ids=["digit", "reader"])
def test_a_child_that_answers_for_another_role_is_refused(graph, role):
    with pytest.raises(ModelRefused, match=r"makes no sense \(the role"):
        decode(b"".join(encode_graph(graph)), "a" * 64, role)


@pytest.mark.parametrize(
    "changes",
    [
        {"input_shape": (28, 28)},
        {"outputs": 10},
        {"outputs": CHANNELS + 1},
        {"scaling": "0..1"},
        {"onnx": b""},
    ],
    ids=str,
)
def test_a_reader_that_makes_no_sense_is_refused(changes):
    with pytest.raises(ModelRefused, match="makes no sense"):
        decode(b"".join(encode_graph(replace(READER, **changes))), "a" * 64, "reader")


def test_the_checksum_is_the_parents_own():
    assert decode(b"".join(encode_graph(replace(GRAPH, sha256="b" * 64))), "a" * 64).sha256 == "a" * 64


def test_a_refusal_arrives_as_an_error_with_its_reason():
    with pytest.raises(ModelRefused, match="has a Lambda layer"):
        decode(b"".join(encode_refusal("This model has a Lambda layer")), "")


def test_a_reason_is_cut_and_made_printable():
    with pytest.raises(ModelRefused) as refusal:
        decode(b"".join(encode_refusal("\x1b[31m\n\ud800" + "x" * 5000)), "")

    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) == 2000


@pytest.mark.parametrize(
    "changes",
    [
        {"parameters": -1},
        {"parameters": 1e9},
        {"parameters": "many"},
        {"activations": None},
        {"outputs": 12},
        {"outputs": "10"},
        {"outputs": [10]},
        {"scaling": "auto"},
        {"scaling": ["0..1"]},
        {"role": None},
        {"role": "reader"},
        {"input_shape": [28, 29]},
        {"input_shape": None},
        {"layers": "Dense"},
        {"layers": [1]},
        {"layers": ["x" * 300_000]},
        {"onnx": b""},
    ],
    ids=str,
)
def test_metadata_that_makes_no_sense_is_refused(changes):
    with pytest.raises(ModelRefused, match="makes no sense"):
        decode(said(**changes), "")


@pytest.mark.parametrize(
    "answer",
    [
        LENGTHS.pack(2**31, 0),
        LENGTHS.pack(2, MAX_ONNX_BYTES + 1) + b"{}",
        LENGTHS.pack(2, 10) + b"{}",
        LENGTHS.pack(2, 0) + b"{}more",
        LENGTHS.pack(2, 0) + b"[]",
        LENGTHS.pack(4, 0) + b"\xff\xfe{}",
        LENGTHS.pack(100_000, 0) + b"[" * 100_000,
    ],
    ids=["header too long", "onnx too long", "too short", "too much", "no object", "no text", "deep"],
)
def test_an_answer_of_another_form_is_refused(answer):
    with pytest.raises(ModelRefused, match="makes no sense"):
        decode(answer, "")


@given(st.binary(max_size=200))
@example(b"")
def test_any_bytes_are_a_graph_or_a_refusal(answer):
    with contextlib.suppress(ModelRefused):
        assert isinstance(decode(answer, ""), LoadedGraph)
