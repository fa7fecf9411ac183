"""A file for the role `reader`: what it is read as, and which networks cannot play that role."""

import numpy as np
import pytest

from service.errors import ModelRefused
from service.model.engine import ReaderModel
from service.model.reader_map import CHANNELS
from service.model.sandbox import read_model
from tests.h5_files import arrays, conv, given, layer, reader, small
from tests.unit.model.reading import graph_of


def test_a_reader_says_what_it_is(tmp_path):
    graph = read_model(reader(tmp_path / "reader.h5"), role="reader")

    assert (graph.role, graph.outputs, graph.scaling) == ("reader", CHANNELS, "inside")
    assert graph.input_shape == (-1, -1, 1)
    assert graph.parameters == sum((9 * 4 + 4, 9 * 4 * 6 + 6, 9 * 6 * 8 + 8, 14 * CHANNELS + CHANNELS))


def test_a_reader_is_no_digit_network(tmp_path):
    with pytest.raises(ModelRefused, match=r"\(any, any, 1\), a reader's; supported here is a digit network"):
        read_model(reader(tmp_path / "model.h5"))


def test_a_digit_network_is_no_reader(tmp_path):
    with pytest.raises(ModelRefused, match=r"\(28, 28\), a digit network's; a reader takes a page"):
        read_model(small(tmp_path / "reader.h5"), role="reader")


def test_a_reader_is_given_no_scaling(tmp_path):
    with pytest.raises(ModelRefused, match="for a digit network"):
        read_model(reader(tmp_path / "reader.h5"), role="reader", scaling="0..1")


def head(**changes) -> dict:
    return conv("maps", CHANNELS, 1, **{"activation": "linear", **changes})


@pytest.mark.parametrize(
    ("replaced", "reason"),
    [
        ({"given": given(None, None, 3)}, "no reader's; a reader takes a page"),
        ({"given": given(256, 256, 1)}, "no reader's; a reader takes a page"),
        ({"rescaling": layer("Flatten", "f")}, "needs pages of one size"),
        ({"rescaling": layer("Reshape", "r", target_shape=[256, 256, 1])}, "needs pages of one size"),
        ({"rescaling": layer("ZeroPadding2D", "p", padding=1)}, "needs pages of one size"),
        ({"rescaling": layer("PReLU", "p", shared_axes=None)}, "slopes for pages of one size"),
        ({"half": conv("half", 4, strides=[3, 3], padding="same")}, "steps by 3"),
        ({"eighth": conv("eighth", 8, strides=[8, 8], padding="same")}, "steps by 8"),
        ({"half": conv("half", 4, 17, strides=[1, 1])}, "loses the page's border"),
        ({"half": conv("half", 4, strides=[2, 2], padding="valid")}, "loses the page's border"),
        ({"half": layer("MaxPooling2D", "m", pool_size=[3, 3], strides=[2, 2])}, "loses the page's border"),
        (
            {"up": layer("Conv2DTranspose", "t", filters=8, kernel_size=[3, 3], strides=[2, 2])},
            "adds a border",
        ),
        ({"eighth": layer("GlobalMaxPooling2D", "g", keepdims=True)}, "makes a picture of one size"),
        ({"both": layer("Concatenate", "c", axis=1)}, "below or beside each other"),
        ({"half": conv("half", 4, strides=[1, 1], padding="same")}, r"gives \(128, 128, 29\) values"),
        ({"maps": conv("maps", CHANNELS + 1, 1, activation="linear")}, r"gives \(64, 64, 30\) values"),
        ({"maps": head(activation="softmax")}, "a reader's maps end in no activation"),
        ({"maps": head(activation="relu")}, "a reader's maps end in no activation"),
        ({"maps": layer("Softmax", "s")}, "a reader's maps end in no activation"),
        ({"maps": layer("Lambda", "l")}, "program code"),
        ({"half": conv("half", 64, strides=[1, 1], padding="same")}, "values for a page of 256 x 256"),
        ({"rescaling": layer("UpSampling2D", "u", size=[8, 8])}, "values for a page of 256 x 256"),
        ({"half": conv("half", 32, 64, strides=[2, 2], padding="same")}, "multiplications for a page"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_network_that_no_reader_is_like_is_refused(tmp_path, replaced, reason):
    weights = {"up": arrays(kernel=(3, 3, 8, 8), bias=(8,))}
    for name, channels in (("half", 1), ("maps", 14)):
        if "kernel_size" in (settings := replaced.get(name, {}).get("config", {})):
            filters = settings["filters"]
            weights[name] = arrays(kernel=(*settings["kernel_size"], channels, filters), bias=(filters,))
    path = reader(tmp_path / "reader.h5", replaced=replaced, **weights)

    with pytest.raises(ModelRefused, match=reason):
        graph_of(path, role="reader")


@pytest.fixture
def model(tmp_path) -> ReaderModel:
    return ReaderModel(graph_of(reader(tmp_path / "reader.h5"), role="reader"))


def pages(count: int, height: int, width: int) -> np.ndarray:
    return np.random.default_rng(count).integers(0, 256, (count, height, width)).astype(np.uint8)


@pytest.mark.parametrize(("count", "height", "width"), [(0, 32, 16), (1, 16, 16), (3, 48, 160)])
def test_maps_are_float32_for_each_cell_of_each_page(model, count, height, width):
    maps = model.maps(pages(count, height, width))

    assert maps.dtype == np.float32
    assert maps.shape == (count, height // 4, width // 4, CHANNELS)


def test_a_page_gets_the_same_maps_alone_and_among_many(model):
    many = pages(40, 96, 128)
    alone = np.concatenate([model.maps(page[None]) for page in many])

    assert np.allclose(model.maps(many), alone, atol=1e-5)


def test_what_a_page_shows_is_told_where_it_is(model):
    """Moved by 16 pixels, the maps move by 4 cells, but for what the borders do."""
    page = pages(1, 128, 128)
    moved = np.roll(page, (16, 32), (1, 2))
    inside = (slice(None), slice(12, -4), slice(12, -4))

    assert np.allclose(
        model.maps(moved)[inside], np.roll(model.maps(page), (4, 8), (1, 2))[inside], atol=1e-5
    )


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((1, 32, 32), np.float32),
        np.zeros((32, 32), np.uint8),
        np.zeros((1, 32, 32, 1), np.uint8),
        np.zeros((1, 24, 32), np.uint8),
        np.zeros((1, 32, 40), np.uint8),
        np.zeros((1, 0, 32), np.uint8),
    ],
    ids=["float", "one", "channels", "height", "width", "empty"],
)
def test_what_is_no_page_is_an_error_of_the_caller(model, wrong):
    with pytest.raises(ValueError, match="pages must be uint8"):
        model.maps(wrong)
