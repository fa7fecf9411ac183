"""Layers and operators that take several values: arithmetic, and putting values side by side."""

from typing import TypeAlias

import numpy as np

from service.model.configuration.layer import Layer, arithmetic
from service.model.operators.builder import GraphBuilder, Tensor

Operand: TypeAlias = "Tensor | float"


def combine(graph: GraphBuilder, layer: Layer, inputs: list[Operand]) -> Tensor:
    """Add, Multiply and the operators + - * / between values of the same rank, or a value and a number."""
    tensors = [item for item in inputs if isinstance(item, Tensor)]
    if len(inputs) < 2 or not tensors:
        raise layer.refuse(f"has {len(inputs)} inputs; supported are two or more")
    first = any(tensor.channels_first for tensor in tensors)
    result, *others = (_ready(graph, item, channels_first=first) for item in inputs)
    for other in others:
        result = _pairwise(graph, layer, result, other)
    if not isinstance(result, Tensor):
        raise layer.refuse("combines numbers only")
    return result


def concatenate(graph: GraphBuilder, layer: Layer, inputs: list[Operand]) -> Tensor:
    """Put values side by side along one axis; all their other sizes agree."""
    tensors = [item for item in inputs if isinstance(item, Tensor)]
    if len(tensors) != len(inputs) or not tensors:
        raise layer.refuse("is given a number; supported are values of other layers")
    rank = len(tensors[0].shape)
    given = layer.settings.get("axis", -1)
    axis = -1
    if type(given) is int and given != 0:
        axis = given - 1 if given > 0 else given + rank  # without the batch
    if not 0 <= axis < rank:
        raise layer.refuse(f"has axis={given}; supported is an axis of its inputs other than the batch")
    rests = {tensor.shape[:axis] + tensor.shape[axis + 1 :] for tensor in tensors}
    if len(rests) != 1 or len({len(tensor.shape) for tensor in tensors}) != 1:
        raise layer.refuse(f"is given shapes that do not fit: {[tensor.shape for tensor in tensors[:8]]}")
    total = sum(tensor.shape[axis] for tensor in tensors)
    shape = (*tensors[0].shape[:axis], total, *tensors[0].shape[axis + 1 :])
    first = any(tensor.channels_first for tensor in tensors)
    place = (axis + 1) % rank if first else axis  # channels first: of (h, w, c) the last comes before
    tensors = [graph.laid_out(tensor, channels_first=first) for tensor in tensors]
    return graph.node("Concat", tensors, shape, channels_first=first, axis=place + 1)


def _ready(graph: GraphBuilder, item: Operand, *, channels_first: bool) -> Operand:
    if isinstance(item, Tensor) and len(item.shape) == 3:
        return graph.laid_out(item, channels_first=channels_first)
    return item


def _pairwise(graph: GraphBuilder, layer: Layer, left: Operand, right: Operand) -> Operand:
    shapes = [item.shape for item in (left, right) if isinstance(item, Tensor)]
    if len({len(shape) for shape in shapes}) > 1:
        raise layer.refuse(f"is given values of different rank, {shapes}")
    try:
        shape = np.broadcast_shapes(*shapes)
    except ValueError as error:
        raise layer.refuse(f"is given shapes that do not fit: {shapes}") from error
    names = [item if isinstance(item, Tensor) else graph.number(item) for item in (left, right)]
    first = any(isinstance(item, Tensor) and item.channels_first for item in (left, right))
    return graph.node(arithmetic(layer), names, shape, channels_first=first)
