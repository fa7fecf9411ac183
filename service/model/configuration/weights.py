"""Tells which arrays of the file belong to which layer: by order, as Keras itself does, not by name."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from service.errors import ModelRefused
from service.model.configuration.entries import MODELS, JsonObject, class_of, layers_of, name_of

RANDOM_STATE = ("StateVar", "seed_generator_state")  # Keras 2 saves the random state of augmentation layers


class WeightName(NamedTuple):
    """Where one array lies: the group of a top-level layer, and the path inside it."""

    group: str
    path: str


def assign_weights(model: JsonObject, in_file: Mapping[str, list[str]]) -> dict[str, tuple[WeightName, ...]]:
    """Return the weights of every layer, nested ones as "model/layer"; `in_file` has the names by group."""
    assigned: dict[str, tuple[WeightName, ...]] = {}
    for entry in layers_of(model):
        group = name_of(entry)
        names = [WeightName(group, path) for path in in_file.get(group, ()) if not _is_random_state(path)]
        if class_of(entry) in MODELS:
            assigned |= _deal_out(entry, group, names)
        else:
            assigned[group] = tuple(names)
    return assigned


def _deal_out(model: JsonObject, group: str, names: list[WeightName]) -> dict[str, tuple[WeightName, ...]]:
    """Keras keeps a nested model's arrays in one group: the trainable ones of all layers, then the rest."""
    counts = list(_counts(model, f"{group}/"))
    expected = sum(trainable + fixed for _, trainable, fixed in counts)
    if len(names) != expected:
        raise ModelRefused(f"The nested model {group!r} has {len(names)} arrays; its layers need {expected}.")
    rest = iter(names)
    trainables = [(layer, [next(rest) for _ in range(trainable)]) for layer, trainable, _ in counts]
    fixed = {layer: [next(rest) for _ in range(fixed)] for layer, _, fixed in counts}
    return {layer: tuple(first + fixed[layer]) for layer, first in trainables}


def _counts(model: JsonObject, scope: str) -> Iterator[tuple[str, int, int]]:
    for entry in layers_of(model):
        name = scope + name_of(entry)
        if class_of(entry) in MODELS:
            yield from _counts(entry, f"{name}/")
        else:
            yield name, *_count(class_of(entry), entry["config"])


def _count(kind: str, settings: JsonObject) -> tuple[int, int]:
    """Return how many trainable and how many fixed arrays Keras keeps for a layer."""
    bias = settings.get("use_bias", True) is not False
    trainable, fixed = 0, 0
    if kind in ("Dense", "Conv2D", "Conv2DTranspose", "DepthwiseConv2D"):
        trainable = 1 + bias
    elif kind == "SeparableConv2D":
        trainable = 2 + bias
    elif kind == "BatchNormalization":
        trainable = (settings.get("scale") is not False) + (settings.get("center") is not False)
        fixed = 2
    elif kind == "Normalization":
        fixed = 3 if settings.get("mean") is None else 0  # mean, variance, count
    elif kind == "PReLU":
        trainable = 1
    return (0, trainable + fixed) if settings.get("trainable") is False else (trainable, fixed)


def _is_random_state(path: str) -> bool:
    return path.rsplit("/", 1)[-1].startswith(RANDOM_STATE)
