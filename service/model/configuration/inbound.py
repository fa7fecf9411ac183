"""Reads `inbound_nodes`, in Keras 2's and 3's notation: what a layer of a functional model is given."""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from service.errors import ModelRefused

CONSTANT = "_CONSTANT_VALUE"  # Keras 2 writes `1 - x` as a reference to this name


class Reference(NamedTuple):
    """The value that the `node`-th call of a layer gives."""

    layer: str
    node: int


Argument: TypeAlias = "Reference | float"


def calls_of(layer: str, inbound: object) -> list[tuple[Argument, ...]]:
    """Return what each call of `layer` is given, in the order of the calls."""
    if not isinstance(inbound, list):
        raise _refuse(layer)
    return [
        tuple(_keras3(layer, node) if isinstance(node, dict) else _keras2(layer, node)) for node in inbound
    ]


def reference(layer: str, value: object) -> Reference:
    """Read `[name, node, tensor]`, as inbound_nodes, input_layers and output_layers have it."""
    match value:
        case [str(name), int(node), 0, *_] if node >= 0:
            return Reference(name, node)
    raise _refuse(layer)


def _keras3(layer: str, node: dict[str, object]) -> Iterator[Argument]:
    named, arguments = node.get("kwargs"), node.get("args")
    if not isinstance(arguments, list) or not isinstance(named, dict):
        raise _refuse(layer)
    # Keras 3 writes training=True at augmentation layers and lets the caller overrule it; Keras 2 does not.
    _check_silent(layer, {name: value for name, value in named.items() if name != "training"})
    for argument in arguments:
        for value in argument if isinstance(argument, list) else [argument]:
            match value:
                case {"class_name": "__keras_tensor__", "config": {"keras_history": history}}:
                    yield reference(layer, history)
                case _:
                    yield _number(layer, value)


def _keras2(layer: str, node: object) -> Iterator[Argument]:
    if not isinstance(node, list):
        raise _refuse(layer)
    flat = bool(node) and isinstance(node[0], str)  # operators: ["input", 0, 0, {"y": 255.0}]
    for value in [node] if flat else node:
        match value:
            case [str(name), int(), number, *_] if name == CONSTANT:
                yield _number(layer, number)
            case _:
                yield reference(layer, value)
        extra = dict(value[3]) if len(value) > 3 and isinstance(value[3], dict) else {}
        if "y" in extra:
            second = extra.pop("y")
            yield reference(layer, second) if isinstance(second, list) else _number(layer, second)
        extra.pop("name", None)
        _check_silent(layer, extra)


def _check_silent(layer: str, arguments: dict[str, object]) -> None:
    for name, value in arguments.items():
        if value is not None and value is not False:  # mask=None and training=False change nothing
            given = f"{str(name)[:40]}={str(value)[:40]}"
            raise ModelRefused(f"Layer {layer!r} is called with {given}, which is not supported.")


def _number(layer: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _refuse(layer)
    return float(value)


def _refuse(layer: str) -> ModelRefused:
    return ModelRefused(f"The connections of layer {layer!r} cannot be read (inbound_nodes).")
