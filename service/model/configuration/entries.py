"""The shape of `model_config`: classes, names, the layers of a model, its declared input."""

import json
from typing import Any, TypeAlias

from service.errors import ModelRefused
from service.model.configuration.inbound import Reference, calls_of, reference
from service.model.loaded import FREE

SEQUENTIAL = ("Sequential",)
FUNCTIONAL = ("Functional", "Model")  # "Model" up to TensorFlow 2.2
MODELS = SEQUENTIAL + FUNCTIONAL
MAX_NAME = 256

JsonObject: TypeAlias = dict[str, Any]


def parse_config(text: str) -> JsonObject:
    """Return the configuration of a Sequential or functional model."""
    try:
        config = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelRefused(f"The model's configuration is not readable JSON: {error}") from error
    kind = class_of(config)
    if kind not in MODELS or not _layer_list(config):
        raise ModelRefused(
            f"The model is of class {kind!r} and its configuration lists no layers (a subclassed model). "
            "Supported are Sequential and functional models."
        )
    return dict(config)


def class_of(entry: object) -> str:
    """Return the Keras class name of a layer or model."""
    match entry:
        case {"class_name": str(name), "config": dict() | list()} if len(name) <= MAX_NAME:
            return name
    raise ModelRefused("The model's configuration has an entry that is not a layer.")


def name_of(entry: JsonObject) -> str:
    """Return the name of a layer or nested model."""
    config = entry["config"]
    name = entry.get("name") or (config.get("name") if isinstance(config, dict) else None)
    if not isinstance(name, str) or not 0 < len(name) <= MAX_NAME:
        raise ModelRefused(f"A layer of class {entry['class_name']!r} has no name.")
    return name


def layers_of(model: JsonObject) -> list[JsonObject]:
    """Return the layers of a model, each with a class, a configuration and a name of its own."""
    entries = _layer_list(model)
    if not entries:
        raise ModelRefused(f"A model of class {class_of(model)!r} lists no layers.")
    for entry in entries:
        if class_of(entry) not in MODELS and not isinstance(entry["config"], dict):
            raise ModelRefused(f"A layer of class {entry['class_name']!r} has no configuration.")
    names = [name_of(entry) for entry in entries]
    if len(set(names)) != len(names):
        raise ModelRefused("Two layers of the model have the same name.")
    return entries


def calls_in(model: JsonObject) -> list[tuple[JsonObject, Reference, tuple[Reference | float, ...]]]:
    """Return every call in a functional model: the layer, the value that it gives, what it is given."""
    calls = [
        (entry, Reference(name_of(entry), node), given)
        for entry in layers_of(model)
        for node, given in enumerate(calls_of(name_of(entry), entry.get("inbound_nodes")))
    ]
    shift = _node_shifts(model, [given for _, _, given in calls])
    return [
        (entry, Reference(to.layer, to.node + shift.get(to.layer, 0)), given) for entry, to, given in calls
    ]


def end_of(model: JsonObject, key: str) -> Reference:
    """Return the one entry of `input_layers` or `output_layers`."""
    config = model["config"]
    ends = config.get(key) if isinstance(config, dict) else None
    match ends:
        case [str(), _, _]:  # Keras 3
            return reference(key, ends)
        case [[_, _, _] as only]:
            return reference(key, only)
        case list():
            raise ModelRefused(f"The model has {len(ends)} {key}; supported is one input and one output.")
    raise ModelRefused(f"The model's configuration has no {key}.")


def declared_input(model: JsonObject) -> tuple[int, ...]:
    """Return the shape of one input, without the batch; a size that is left open is FREE."""
    entries = layers_of(model)
    inputs = [entry["config"] for entry in entries if class_of(entry) == "InputLayer"]
    first = entries[0]["config"]
    model_config = model["config"] if isinstance(model["config"], dict) else {}
    candidates = inputs or [first if isinstance(first, dict) else {}, model_config]
    for config in candidates:
        for key in ("batch_shape", "batch_input_shape", "build_input_shape"):
            match config.get(key):
                case [_, *sizes] if all(size is None or (type(size) is int and size > 0) for size in sizes):
                    return tuple(FREE if size is None else size for size in sizes)
                case None:
                    continue
                case shape:
                    raise ModelRefused(f"The model's input has the shape {str(shape)[:60]}, which is none.")
    raise ModelRefused("The model does not say the shape of its input.")


def _layer_list(model: JsonObject) -> list[JsonObject] | None:
    """Return what is listed as layers; old Keras has the list itself as a Sequential's `config`."""
    config = model["config"]
    listed = config if isinstance(config, list) else config.get("layers")
    return listed if isinstance(listed, list) else None


def _node_shifts(model: JsonObject, given: list[tuple[Reference | float, ...]]) -> dict[str, int]:
    """Return by how much the calls of nested models are numbered too high.

    Keras 2 counts a nested model's own creation as its call 0, so that its first call here is number 1. All
    calls in a file are used by another or are the output: the highest number used tells.
    """
    used = [item for items in given for item in items if isinstance(item, Reference)]
    used.append(end_of(model, "output_layers"))
    highest: dict[str, int] = {}
    for item in used:
        highest[item.layer] = max(item.node, highest.get(item.layer, 0))
    return {
        name_of(entry): max(0, highest.get(name_of(entry), 0) + 1 - len(entry.get("inbound_nodes", ())))
        for entry in layers_of(model)
        if class_of(entry) in MODELS
    }
