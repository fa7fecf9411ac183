"""What a reader network pays for its map, against the lessons of `training.reader.targets`."""

import keras
from keras import ops

from service.model.reader_map import EXTENT, INK, LABELS, MARK, OFFSET, OTHER, SMALLER, STARTS
from training.reader.targets import AT_BOX, AT_MARK, LABEL, PEAKS_COUNT, SMALLER_COUNT

# How the parts are weighed; each is a mean over marks, or over cells.
BOX, START, CLOSER, INKED = 1.0, 0.3, 2.0, 2.0
TINY = 1e-4  # probabilities are kept so far from 0 and 1


def loss(lessons: keras.KerasTensor, found: keras.KerasTensor) -> keras.KerasTensor:
    """All parts together, a scalar; lessons (n, h, w, PLANES), map (n, h, w, CHANNELS)."""
    lessons = ops.cast(lessons, "float32")
    parts = [
        peaks(lessons, found),
        labels(lessons, found),
        BOX * boxes(lessons, found),
        START * starts(lessons, found),
        CLOSER * _dense(lessons, found, slice(SMALLER, SMALLER + 1), lessons[..., SMALLER_COUNT, None]),
        INKED * _dense(lessons, found, INK, 1.0),
    ]
    return sum(parts)


def peaks(lessons: keras.KerasTensor, found: keras.KerasTensor) -> keras.KerasTensor:
    """Focal loss of the peaks, less for what is near to one (Zhou et al. 2019, equation 1), per mark."""
    lessons = ops.cast(lessons, "float32")
    wanted, counts = lessons[..., MARK], lessons[..., PEAKS_COUNT]
    p = ops.clip(ops.sigmoid(found[..., MARK]), TINY, 1 - TINY)
    at = ops.cast(wanted > 0.999, "float32")
    beside = ops.power(1 - wanted, 4) * ops.square(p) * ops.log(1 - p) * (1 - at) * counts
    return -ops.sum(at * ops.square(1 - p) * ops.log(p) + beside) / _marks(at)


def labels(lessons: keras.KerasTensor, found: keras.KerasTensor) -> keras.KerasTensor:
    """Cross-entropy of the classes at the marks' middles."""
    at = lessons[..., AT_MARK]
    wanted = ops.cast(lessons[..., LABEL], "int32")
    paid = keras.losses.sparse_categorical_crossentropy(wanted, found[..., LABELS], from_logits=True)
    return ops.sum(paid * at) / _marks(at)


def boxes(lessons: keras.KerasTensor, found: keras.KerasTensor) -> keras.KerasTensor:
    """How far extents (in logarithms) and middles (in cells) are off."""
    lessons = ops.cast(lessons, "float32")
    at = lessons[..., AT_BOX]
    off = sum(ops.sum(ops.abs(lessons[..., part] - found[..., part]), axis=-1) for part in (EXTENT, OFFSET))
    return ops.sum(off * at) / _marks(at)


def starts(lessons: keras.KerasTensor, found: keras.KerasTensor) -> keras.KerasTensor:
    """Cross-entropy of whether a digit or sign is the first of its number."""
    lessons = ops.cast(lessons, "float32")
    at = lessons[..., AT_MARK] * ops.cast(lessons[..., LABEL] < OTHER, "float32")
    return ops.sum(_entropy(lessons[..., STARTS], found[..., STARTS]) * at) / _marks(at)


def label_accuracy(lessons: keras.KerasTensor, found: keras.KerasTensor) -> keras.KerasTensor:
    """Share of the marks whose class comes first at their middle."""
    at = ops.cast(lessons[..., AT_MARK], "float32")
    right = ops.cast(
        ops.equal(ops.argmax(found[..., LABELS], axis=-1), ops.cast(lessons[..., LABEL], "int32")), "float32"
    )
    return ops.sum(right * at) / _marks(at)


def _dense(
    lessons: keras.KerasTensor, found: keras.KerasTensor, part: slice, counts: keras.KerasTensor | float
) -> keras.KerasTensor:
    return ops.mean(_entropy(lessons[..., part], found[..., part]) * counts)


def _entropy(wanted: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Binary cross-entropy of logits, without overflow."""
    return ops.maximum(logits, 0) - logits * wanted + ops.log1p(ops.exp(-ops.abs(logits)))


def _marks(at: keras.KerasTensor) -> keras.KerasTensor:
    return ops.maximum(ops.sum(at), 1.0)
