"""Marks that are no numbers, put together as words: one box for what stands close together."""

import numpy as np

from service.reading.candidates import Float32Array

CLOSE = 0.7  # of the marks' height: gap up to which they are one word
LEVEL = 0.4  # of the lower one's height that both share


def into_words(boxes: Float32Array) -> list[Float32Array]:
    """Join boxes (n, 4) that stand close together on a line; return one box (4,) for each word."""
    words: list[Float32Array] = []
    for box in boxes[np.argsort(boxes[:, 0], kind="stable")]:
        before = next((word for word in words if _follows(word, box)), None)
        if before is None:
            words.append(box.copy())
        else:
            before[:2], before[2:] = np.minimum(before[:2], box[:2]), np.maximum(before[2:], box[2:])
    return words


def _follows(word: Float32Array, box: Float32Array) -> bool:
    height = min(word[3] - word[1], box[3] - box[1])
    shared = min(word[3], box[3]) - max(word[1], box[1])
    return bool(
        box[0] - word[2] < CLOSE * max(word[3] - word[1], box[3] - box[1]) and shared > LEVEL * height
    )
