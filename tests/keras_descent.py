"""Writes what Keras computes in a network for some digits, and what one step of gradient descent changes.

    python -m tests.keras_descent MODEL.h5 DIGITS.npz ANSWER.npz

A process of its own: the tests themselves need no TensorFlow.
"""

import os
import sys

import numpy as np


def explain(keras, tf, path: str, digit: np.ndarray, label: int, rate: float, layers: int) -> dict:
    """Activations, loss, gradients and the probabilities after a step; of so many dense layers at the end."""
    model = keras.models.load_model(path, compile=False)
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    taps = keras.Model(model.inputs, [dense[-1].input, *(layer.output for layer in dense)])
    given, *outputs = [np.asarray(value)[0] for value in taps(digit[None])]
    logits = given @ dense[-1].kernel.numpy() + dense[-1].bias.numpy()
    moving = [weight for layer in dense[-layers:] for weight in layer.trainable_variables]
    with tf.GradientTape() as tape:
        probabilities = model(digit[None])
        loss = -tf.math.log(probabilities[0, label])
    gradients = tape.gradient(loss, [weight.value for weight in moving])
    for weight, gradient in zip(moving, gradients, strict=True):
        weight.assign(weight - rate * gradient)
    after = model(digit[None])[0]
    return {
        "hidden": outputs[0],
        "logits": logits,
        "probabilities": probabilities[0],
        "loss": loss,
        "gradients": [
            np.sqrt(sum(float(tf.reduce_sum(g * g)) for g in gradients[i : i + 2]))
            for i in range(0, len(gradients), 2)
        ],
        "after": after,
        "loss_after": -np.log(after[label]),
    }


if __name__ == "__main__":
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    import keras
    import tensorflow as tf

    model, questions, answer = sys.argv[1:]
    asked = np.load(questions)
    told = [
        explain(keras, tf, model, digit, int(label), float(asked["rate"]), int(asked["layers"]))
        for digit, label in zip(asked["digits"], asked["labels"], strict=True)
    ]
    np.savez(answer, **{name: np.array([each[name] for each in told]) for name in told[0]})
