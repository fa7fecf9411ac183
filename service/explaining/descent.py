"""Loss, its gradient, and one step of gradient descent on a single digit, for the dense layers at the end.

For one digit the gradient of a layer's weights is an outer product: what came in times the error that came
back. So what the stepped layer gives for a new input needs no new weights: W'x' = Wx' - rate (x . x' + 1) e.
"""

import numpy as np

from service.explaining.dense import OneDigit
from service.explaining.explanation import Change, Float64Array, Step


def softmax(logits: Float64Array) -> Float64Array:
    """Probabilities that sum to 1; the largest logit is taken off first, so nothing overflows."""
    powers = np.exp(logits - logits.max())
    shares: Float64Array = powers / powers.sum()
    return shares


def loss(logits: Float64Array, label: int) -> float:
    """Cross-entropy, -ln of the label's probability; exact where the probability is too small for a float."""
    shifted = logits - logits.max()
    return float(np.log(np.exp(shifted).sum()) - shifted[label])


def step(digit: OneDigit, label: int, learning_rate: float, *, whole: bool) -> Step:
    """One step of every weight in `digit`'s layers; `whole` says that these are all the network has."""
    logits = digit.sums[-1]
    errors = _errors(digit, label)
    inputs = _inputs(digit)
    after = _stepped(digit, inputs, errors, learning_rate)
    return Step(
        label=label,
        learning_rate=learning_rate,
        weights="all" if whole else "last layer",
        loss_before=loss(logits, label),
        loss_after=loss(after, label),
        errors=errors[-1],
        gradients=tuple(
            float(np.linalg.norm(error) * np.sqrt(given @ given + 1.0))
            for given, error in zip(inputs, errors, strict=True)
        ),
        change=_steepest(digit, inputs[-1], errors[-1], learning_rate),
        probabilities_before=softmax(logits),
        probabilities_after=softmax(after),
    )


def _inputs(digit: OneDigit) -> list[Float64Array]:
    """What each layer was given."""
    return [digit.inputs, *(np.maximum(sums, 0.0) for sums in digit.sums[:-1])]


def _errors(digit: OneDigit, label: int) -> list[Float64Array]:
    """The loss's gradient at each layer's sums, first to last: at the logits, probability less target."""
    error = softmax(digit.sums[-1])
    error[label] -= 1.0
    errors = [error]
    for sums, after in zip(digit.sums[-2::-1], digit.layers[:0:-1], strict=True):
        errors.insert(0, (after.weights @ errors[0]) * (sums > 0))
    return errors


def _stepped(
    digit: OneDigit, inputs: list[Float64Array], errors: list[Float64Array], rate: float
) -> Float64Array:
    """The logits for the same digit after the step."""
    value = sums = digit.inputs
    for layer, given, error in zip(digit.layers, inputs, errors, strict=True):
        sums = value @ layer.weights + layer.bias - rate * (given @ value + 1.0) * error
        value = np.maximum(sums, 0.0)
    return sums


def _steepest(digit: OneDigit, given: Float64Array, errors: Float64Array, rate: float) -> Change:
    gradient = np.outer(given, errors[:10])
    unit, label = (int(i) for i in np.unravel_index(np.abs(gradient).argmax(), gradient.shape))
    before, slope = float(digit.layers[-1].weights[unit, label]), float(gradient[unit, label])
    return Change(unit, label, before, slope, before - rate * slope)
