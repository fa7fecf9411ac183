"""The loss of a network that learns its teachers' opinion of each digit, besides what the digit is.

All here take targets as `opinions.beside` makes them, (n, 1 + labels), and the network's logits, (n, labels).
"""

import keras
from keras import ops

from training.opinions import TEMPERATURE

SHARE = 0.9  # of the loss that is the teachers'


def loss(targets: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Cross-entropy to the teachers' opinion, and a little to the label, (n,).

    Where there is no opinion, which is a row of zeros, to the label alone.
    """
    softened = ops.log_softmax(logits / TEMPERATURE)
    opinions = targets[:, 1:]
    taught = -(TEMPERATURE**2) * ops.sum(opinions * softened, axis=-1)
    return SHARE * taught + (1 - SHARE * ops.sum(opinions, axis=-1)) * label_loss(targets, logits)


def label_loss(targets: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Cross-entropy to the label alone, (n,): what a network without teachers learns by."""
    return keras.losses.sparse_categorical_crossentropy(targets[:, 0], logits, from_logits=True)


def accuracy(targets: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Whether the label comes first, (n,)."""
    return keras.metrics.sparse_categorical_accuracy(targets[:, 0], logits)
